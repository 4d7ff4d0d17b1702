/// The manifests there are templates for; the raw value is the template's file name.
package enum TemplateForm: String, CaseIterable, Sendable {
  /// The MutatingWebhookConfiguration of a revision tag, as `istioctl` makes it.
  case revisionTag = "revision-tag.yaml"
  /// The Service of a revision tag, from Istio 1.28.
  case revisionTagService = "revision-tag-service.yaml"
  /// The ValidatingWebhookConfiguration for configuration without a revision, from Istio 1.12.
  case defaultValidator = "default-validator.yaml"
  /// The Service `istiod` beside revisioned control planes.
  case bareService = "istiod-service.yaml"
  /// The MutatingWebhookConfiguration that a control plane's chart makes: its own, and with a tag
  /// that of the chart value `revisionTags`.
  case injector = "injector.yaml"
  /// The Service that a control plane's chart makes, from Istio 1.6.
  case revisionService = "revision-service.yaml"
  /// The ValidatingWebhookConfiguration of galley, Istio 1.4.
  case galleyValidator = "galley-validator.yaml"
  /// The ValidatingWebhookConfiguration of the base chart, from Istio 1.6.
  case baseValidator = "base-validator.yaml"
  /// The ValidatingWebhookConfiguration that a control plane's chart makes, from Istio 1.11.
  case revisionValidator = "revision-validator.yaml"
  /// The ControlPlaneRevision of a channel of the managed control plane, which has no version.
  case controlPlaneRevision = "control-plane-revision.yaml"

  /// Whether the manifest is, or may be, made for a tag.
  package var hasTag: Bool {
    switch self {
    case .revisionTag, .revisionTagService, .injector: true
    case .defaultValidator, .bareService, .revisionService, .galleyValidator, .baseValidator,
      .revisionValidator, .controlPlaneRevision:
      false
    }
  }
}

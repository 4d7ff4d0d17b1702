/// The manifests there are templates for; the raw value is the template's file name.
package enum TemplateForm: String, CaseIterable, Sendable {
  /// The MutatingWebhookConfiguration of a revision tag.
  case revisionTag = "revision-tag.yaml"
  /// The Service of a revision tag, from Istio 1.28.
  case revisionTagService = "revision-tag-service.yaml"
  /// The ValidatingWebhookConfiguration for configuration without a revision, from Istio 1.12.
  case defaultValidator = "default-validator.yaml"
  /// The Service `istiod` beside revisioned control planes.
  case bareService = "istiod-service.yaml"

  /// Whether the manifest is made for a tag.
  package var hasTag: Bool {
    switch self {
    case .revisionTag, .revisionTagService: true
    case .defaultValidator, .bareService: false
    }
  }
}

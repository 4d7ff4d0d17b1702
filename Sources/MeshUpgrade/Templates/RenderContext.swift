internal import YAML

/// What a manifest is rendered for: everything a template's parameters are computed from.
package struct RenderContext: Hashable, Sendable {
  /// A choice that the charts leave to the user; the raw value is the condition that it fulfils.
  package enum Variant: String, CaseIterable, Sendable {
    /// Injection looks at the Pod too (`objectSelector.enabled`, an option up to 1.8).
    case objectSelector
    /// With an object selector, injection wants a mark of the Pod (`objectSelector.autoInject` off).
    case objectSelectorOptIn
    /// Istio 1.9 with a webhook for namespaces and one for Pods (`useLegacySelectors` off).
    case namedSelectors
    /// A tag's Service is the chart's (`revisionTags`), not that of `istioctl`.
    case helmTag
  }

  /// The revision of the control plane; `default` is the un-revisioned install.
  package var revision: String
  /// The Istio version of that revision.
  package var version: TemplateVersion
  /// The namespace of the control plane.
  package var namespace: String
  /// The revision tag, for the forms that have one.
  package var tag: String?
  /// Whether namespaces and Pods that say nothing are injected (`enableNamespacesByDefault`).
  package var injectsByDefault: Bool
  /// The name of the release that labels speak of: Helm's, or `istio` as `istioctl` writes it.
  package var release = "istio"
  /// The choices that differ from the charts' own.
  package var variants: Set<Variant> = []
  /// How the webhooks reach the control plane, and what else the manifests carry.
  package var injection = InjectionSettings()

  package init(
    revision: String, version: TemplateVersion, namespace: String, tag: String? = nil,
    injectsByDefault: Bool = false
  ) {
    self.revision = revision
    self.version = version
    self.namespace = namespace
    self.tag = tag
    self.injectsByDefault = injectsByDefault
  }

  /// Whether the install has a name of its own.
  var isRevisioned: Bool { revision != MeshLabels.defaultRevision }

  /// Whether what asks for no revision is served: the tag `default`, or the un-revisioned install.
  var servesDefault: Bool { (tag ?? revision) == MeshLabels.defaultRevision }
}

extension RenderContext {
  /// The conditions that a context can fulfil; the others come from the version table.
  static let conditionNames: Set<String> = Set(Variant.allCases.map(\.rawValue)).union([
    "autoInject", "callsService", "channel", "callsURL", "defaultTag", "forTag",
    "namespacesByDefault",
    "revisioned", "servesDefault", "unrevisioned",
  ])

  /// A context that gives every parameter of a form a value, for checking templates.
  static func sample(for form: TemplateForm) -> RenderContext {
    var context = RenderContext(
      revision: "revision", version: TemplateVersion(major: 1, minor: 0, text: "1.0.0"),
      namespace: "namespace", tag: form.hasTag ? "tag" : nil)
    context.injection.url = "https://istiod/inject"
    if form == .controlPlaneRevision, let channel = ControlPlane.channels.first {
      context.revision = channel.revision
    }
    return context
  }

  /// The conditions that this context fulfils.
  var conditions: Set<String> {
    var conditions = Set(variants.map(\.rawValue))
    conditions.insert(isRevisioned ? "revisioned" : "unrevisioned")
    conditions.insert(injection.url == nil ? "callsService" : "callsURL")
    if tag != nil { conditions.insert("forTag") }
    if tag == MeshLabels.defaultRevision { conditions.insert("defaultTag") }
    if servesDefault { conditions.insert("servesDefault") }
    if ControlPlane(revision: revision).isManaged { conditions.insert("channel") }
    if injectsByDefault { conditions.insert("namespacesByDefault") }
    if injectsByDefault, servesDefault { conditions.insert("autoInject") }
    return conditions
  }

  /// The parameters, all of them text: a revision `1130` is a name and not a number.
  var values: [String: Value] {
    // A label may not hold the `+` of a version; Helm writes `_` for it.
    let label = String(version.text.map { $0 == "+" ? "_" : $0 })
    let suffix = namespace == "istio-system" ? "" : "-" + namespace
    let ofRevision = isRevisioned ? "-" + revision : ""
    let injector = tag.map { "istio-revision-tag-" + $0 } ?? "istio-sidecar-injector" + ofRevision
    var values: [String: Value] = [
      "revision": .string(revision),
      "namespace": .string(namespace),
      "release": .string(release),
      "version": .string(label),
      "chart": .string("istiod-" + label),
      "baseChart": .string("base-" + label),
      "serviceName": .string("istiod" + ofRevision),
      "selected": .string(tag ?? revision),
      "webhookName": .string(injection.webhookName ?? injector + suffix),
      "validatorName": .string("istio-validator" + ofRevision + "-" + namespace),
      "baseValidatorName": .string("istiod-" + namespace),
      "injectionPath": .string(injection.path),
    ]
    if let channel = ControlPlane(revision: revision).channel {
      values["channel"] = .string(channel)
    }
    if let url = injection.url {
      values["injectionURL"] = .string(url)
      values["validationURL"] = .string(injection.validationURL ?? url)
    }
    if let tag {
      values["tag"] = .string(tag)
      values["tagServiceName"] = .string("istiod-revision-tag-" + tag)
    }
    return values
  }
}

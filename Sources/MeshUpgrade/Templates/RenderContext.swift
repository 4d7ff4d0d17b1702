internal import YAML

/// What a manifest is rendered for: everything a template's parameters are computed from.
package struct RenderContext: Hashable, Sendable {
  /// The revision of the control plane; `default` is the un-revisioned install.
  package var revision: String
  /// The Istio version of that revision.
  package var version: TemplateVersion
  /// The namespace of the control plane.
  package var namespace: String
  /// The revision tag, for the forms that have one.
  package var tag: String?
  /// Whether the tag `default` also injects namespaces and Pods that say nothing.
  package var injectsByDefault: Bool

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
}

extension RenderContext {
  /// The conditions that a context can fulfil; the others come from the version table.
  static let conditionNames: Set<String> = ["autoInject", "defaultTag"]

  /// A context that gives every parameter of a form a value, for checking templates.
  static func sample(for form: TemplateForm) -> RenderContext {
    RenderContext(
      revision: "revision", version: TemplateVersion(major: 1, minor: 0, text: "1.0.0"),
      namespace: "namespace", tag: form.hasTag ? "tag" : nil)
  }

  /// The conditions that this context fulfils.
  var conditions: Set<String> {
    guard tag == "default" else { return [] }
    return injectsByDefault ? ["defaultTag", "autoInject"] : ["defaultTag"]
  }

  /// The parameters, all of them text: a revision `1130` is a name and not a number.
  var values: [String: Value] {
    // A label may not hold the `+` of a version; Helm writes `_` for it.
    let label = String(version.text.map { $0 == "+" ? "_" : $0 })
    var values: [String: Value] = [
      "revision": .string(revision),
      "namespace": .string(namespace),
      "version": .string(label),
      "chart": .string("istiod-" + label),
      "serviceName": .string(revision == "default" ? "istiod" : "istiod-" + revision),
    ]
    if let tag {
      let suffix = namespace == "istio-system" ? "" : "-" + namespace
      values["tag"] = .string(tag)
      values["webhookName"] = .string("istio-revision-tag-" + tag + suffix)
      values["tagServiceName"] = .string("istiod-revision-tag-" + tag)
    }
    return values
  }
}

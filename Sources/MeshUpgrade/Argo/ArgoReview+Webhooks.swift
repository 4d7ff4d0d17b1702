internal import Files
internal import Kubernetes
internal import YAML

/// What istiod writes into webhook configurations, and a sync would take back (MP105).
///
/// istiod writes the caBundle into every webhook of a revision and turns the failurePolicy of
/// validators from Ignore to Fail. A manifest without these fields leaves them alone, whatever the
/// Application ignores; only Replace=true puts the object in its place as it is in Git. A manifest
/// with them is written over istiod's values with every sync (argo-cd#1487), unless the Application
/// ignores them and respects that when it syncs; where it ignores without respecting, that is MP108.
extension ArgoReview {
  /// A field that istiod writes.
  struct WrittenField {
    let name: String
    /// The way from an item of `webhooks` to the field.
    let path: [String]
    /// As `jqPathExpressions` name it for every webhook.
    let expression: String

    static let caBundle = WrittenField(
      name: "caBundle", path: ["clientConfig", "caBundle"],
      expression: ".webhooks[]?.clientConfig.caBundle")
    static let failurePolicy = WrittenField(
      name: "failurePolicy", path: ["failurePolicy"], expression: ".webhooks[]?.failurePolicy")

    /// The fields that matter for a kind.
    static func all(of kind: String) -> [WrittenField] {
      kind.hasPrefix("Validating") ? [caBundle, failurePolicy] : [caBundle]
    }
  }

  func webhooks() -> [Finding] {
    definitions.filter(Self.isWebhookOfIstio).flatMap { object in
      holders(of: object.file).prefix(1).flatMap { application in
        let findings = WrittenField.all(of: object.key.kind).compactMap {
          overwritten($0, of: object, by: application, isGenerated: false)
        }
        return findings + [replaced(object, by: application)].compactMap { $0 }
      }
    }
  }

  /// The same for a manifest that the plan generates: what has to be mended is the Application.
  func webhooks(generated object: ManifestObject, by application: ArgoApplication) -> [Finding] {
    guard Self.isWebhookOfIstio(object) else { return [] }
    let findings = WrittenField.all(of: object.key.kind).compactMap {
      overwritten($0, of: object, by: application, isGenerated: true)
    }
    return findings + [replaced(object, by: application)].compactMap { $0 }
  }

  // MARK: Fields

  /// The places where a manifest writes a field that istiod writes otherwise, with the key there.
  func written(_ field: WrittenField, in object: ManifestObject) -> [(path: Path, key: Node)] {
    (object.node["webhooks"]?.items ?? []).enumerated().compactMap { index, item in
      var holder: Node? = item.resolved
      for key in field.path.dropLast() { holder = holder?[key] }
      guard let last = field.path.last, let pair = holder?.ownPair(last) else { return nil }
      // istiod turns Ignore into Fail, so Fail is what it leaves.
      if field.name == WrittenField.failurePolicy.name, pair.value.resolved.text != "Ignore" {
        return nil
      }
      let path = Path([.key("webhooks"), .index(index)] + field.path.map { .key($0) })
      return (path, pair.key)
    }
  }

  /// Whether an Application, or the settings of its Argo CD, leave a place out of comparisons.
  func ignores(_ path: Path, of object: ManifestObject, _ application: ArgoApplication) -> Bool {
    application.ignoredFields.contains {
      $0.means(object.key) && $0.covers(path, of: object.node)
    } || isIgnoredEverywhere(path, of: object.key)
  }

  /// Whether the ConfigMap argocd-cm has a rule for a kind that names a field.
  private func isIgnoredEverywhere(_ path: Path, of key: ObjectKey) -> Bool {
    guard case .key(let name)? = path.steps.last else { return false }
    return definitions.contains { object in
      guard object.key.kind == "ConfigMap", object.key.name == "argocd-cm" else { return false }
      return ["\(key.group)_\(key.kind)", "all"].contains { kind in
        object.node[["data", "resource.customizations.ignoreDifferences.\(kind)"]]?.text?
          .contains(name) ?? false
      }
    }
  }

  private func overwritten(
    _ field: WrittenField, of object: ManifestObject, by application: ArgoApplication,
    isGenerated: Bool
  ) -> Finding? {
    let places = written(field, in: object).filter { !ignores($0.path, of: object, application) }
    guard let first = places.first else { return nil }
    let rule =
      "in spec of \(application.title), ignoreDifferences: [{group: \(MeshLabels.admissionGroup),"
      + " kind: \(object.key.kind), jqPathExpressions: ['\(field.expression)']}] and syncPolicy:"
      + " {syncOptions: [RespectIgnoreDifferences=true]}"
    let message: String
    let remedy: String
    if field.name == WrittenField.caBundle.name {
      let value = object.node[first.path]?.filledText
      message =
        "\(object.key) writes " + (value == nil ? "an empty caBundle" : "a caBundle")
        + ", and \(application.title) puts it over the one that istiod writes with every sync"
      remedy = "leave caBundle out of the manifest; or write, "
    } else {
      message =
        "\(object.key) writes failurePolicy: Ignore, which istiod turns to Fail once it answers:"
        + " \(application.title) is out of sync from then on"
        + (application.selfHeals ? ", and its self-heal turns it back each time" : "")
      remedy =
        isGenerated
        ? "write, " : "write failurePolicy: Fail (base.validationFailurePolicy of the chart); or, "
    }
    return isGenerated
      ? finding(
        .writtenFieldCompared, about: application, at: application.spec.ownPair("source")?.key,
        message: message, hint: remedy + rule)
      : finding(
        .writtenFieldCompared, about: object, at: first.key, message: message, hint: remedy + rule)
  }

  // MARK: Replace

  /// An object that is replaced has no caBundle until istiod has written it again, and rejects or
  /// misses what it matches until then (facts: KBVE/kbve#7021).
  private func replaced(_ object: ManifestObject, by application: ArgoApplication) -> Finding? {
    let option = "Replace=true"
    let isOverridden = Self.options(of: object).contains("Replace=false")
    let message =
      "\(object.key) is replaced with every sync (\(option)), which takes out the caBundle that"
      + " istiod has written"
    if let pair = object.node[["metadata", "annotations"]]?
      .ownPair(ArgoApplication.syncOptionsAnnotation), Self.options(of: object).contains(option)
    {
      return finding(
        .writtenFieldCompared, about: object, at: pair.key, message: message,
        hint: "take \(option) out of the annotation")
    }
    guard !isOverridden, application.syncOptions.contains(option) else { return nil }
    let node = application.spec[["syncPolicy", "syncOptions"]]?.items
      .first { $0.resolved.text == option }
    return finding(
      .writtenFieldCompared, about: application, at: node, message: message,
      hint: "take \(option) out of syncOptions, or give the object the annotation"
        + " \(ArgoApplication.syncOptionsAnnotation): Replace=false")
  }

  /// The sync options of one object's own annotation.
  static func options(of object: ManifestObject) -> [String] {
    LiveManifest.split(Adoption.annotation(ArgoApplication.syncOptionsAnnotation, object))
  }
}

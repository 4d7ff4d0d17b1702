internal import Files
internal import Kubernetes
internal import YAML

/// What the user should know before an object is put into Git: others may write it too.
extension Adoption {
  /// Warnings about the objects, and errors where a kustomization would change them.
  ///
  /// The state is that of the repository with the objects in it.
  func findings(in state: MeshState, of repository: MeshRepository) -> [Finding] {
    items.flatMap { item in
      sharing(item.object, applications: state.applications)
        + [lastApplied(item.object)].compactMap { $0 }
        + state.graph.reaching(item.path).compactMap { transforming(item, $0, repository) }
    }
  }

  // MARK: Other owners

  private func sharing(
    _ object: ManifestObject, applications: ApplicationMap
  ) -> [Finding] {
    let metadata = object.node["metadata"]
    func finding(_ node: Node?, _ what: String, _ hint: String) -> Finding {
      cluster.finding(
        .sharedObject, .warning, about: object, at: node,
        message: "\(object.key) \(what)", hint: hint)
    }
    var findings: [Finding] = []
    let annotations = metadata?["annotations"]
    if let id = annotations?.ownPair(LiveManifest.trackingAnnotations[0]),
      let text = id.value.resolved.filledText
    {
      let name = text.split(separator: ":").first.map(String.init) ?? text
      findings.append(
        finding(
          id.key, "is tracked by the Argo CD Application \(name)",
          "let go of it there before this phase syncs: two Applications with one object undo each"
            + " other, and the old one may prune it"))
    } else if let label = metadata?["labels"]?.ownPair("app.kubernetes.io/instance"),
      let name = label.value.resolved.filledText,
      applications.applications.contains(where: { $0.object.key.name == name })
    {
      findings.append(
        finding(
          label.key,
          "carries the label app.kubernetes.io/instance: \(name), by which Argo CD may"
            + " track it for the Application \(name)",
          "see that no other Application has it before this phase syncs"))
    }
    if let release = annotations?.ownPair("meta.helm.sh/release-name"),
      let name = release.value.resolved.filledText
    {
      findings.append(
        finding(
          release.key, "belongs to the Helm release \(name)",
          "the next helm upgrade writes it as the chart has it, so let that chart leave it out"))
    }
    if let owners = metadata?.ownPair("ownerReferences"),
      let owner = owners.value.resolved.items.first?.resolved
    {
      let name = [owner["kind"]?.text, owner["name"]?.text].compactMap { $0 }
        .joined(separator: " ")
      findings.append(
        finding(
          owners.key, "is owned by \(name), which may write it back or delete it",
          "its ownerReferences hold ids of this cluster and do not go into Git"))
    }
    return findings
  }

  // MARK: What kubectl applied

  /// A caBundle that `kubectl apply` has set goes when the file without it is applied.
  private func lastApplied(_ object: ManifestObject) -> Finding? {
    let name = "kubectl.kubernetes.io/last-applied-configuration"
    guard let pair = object.node[["metadata", "annotations"]]?.ownPair(name),
      let text = pair.value.resolved.text,
      let document = try? Document.parseSingle(Array(text.utf8)),
      (document.root["webhooks"]?.items ?? []).contains(where: {
        $0.resolved[["clientConfig", "caBundle"]]?.filledText != nil
      })
    else { return nil }
    return cluster.finding(
      .webhookWithoutCertificate, .warning, about: object, at: pair.key,
      message: "\(object.key) was applied with its caBundle, so that applying it without takes the"
        + " caBundle out until istiod has put it back",
      hint: "sync it with ServerSideApply=true, or take the annotation off first: kubectl annotate"
        + " \(object.key.kind.lowercased()) \(object.key.name) \(name)-")
  }

  // MARK: Kustomizations

  /// The fields by which a kustomization changes everything that it takes in.
  private static let transformers = [
    "namePrefix", "nameSuffix", "commonLabels", "labels", "commonAnnotations", "transformers",
    "components", "replacements",
  ]
  private static let patchFields = ["patches", "patchesStrategicMerge", "patchesJson6902"]

  /// A kustomization that would give the object other labels, selectors or names than it has.
  private func transforming(
    _ item: Item, _ kustomization: Kustomization, _ repository: MeshRepository
  ) -> Finding? {
    var fields = Self.transformers
    if kustomization.patches.contains(where: { mayPatch(item.object.key, $0, repository) }) {
      fields += Self.patchFields
    }
    let field =
      fields.lazy.compactMap { kustomization.root.ownPair($0) }.first
      ?? renaming(item.object, kustomization)
    guard let field else { return nil }
    return Finding(
      .unsafeEdit, in: kustomization.source, at: field.key.range, object: item.object.reference,
      message: "\(field.key.text ?? "") may change \(item.object.key), which is to go into Git as"
        + " it is in the cluster",
      hint: "choose a folder in spec.repository.output that this kustomization does not take in")
  }

  private func mayPatch(
    _ key: ObjectKey, _ patch: KustomizationPatch, _ repository: MeshRepository
  ) -> Bool {
    if let target = patch.target {
      // kustomize reads both fields as regular expressions.
      let isOtherKind = target.kind.map { $0 != key.kind && $0.allSatisfy(\.isLetter) } ?? false
      let isOtherName = target.plainName.map { $0 != key.name } ?? false
      return !isOtherKind && !isOtherName
    }
    let text =
      patch.inline?.text
      ?? patch.file.flatMap { repository.contents[$0] }.map {
        String(decoding: $0, as: UTF8.self)
      }
    // A patch without a target names its object itself.
    return text?.contains(key.name) ?? true
  }

  /// The field that gives a kustomization's objects another namespace, and Namespaces its name.
  private func renaming(
    _ object: ManifestObject, _ kustomization: Kustomization
  ) -> (key: Node, value: Node)? {
    guard let namespace = kustomization.namespaceOverride?.namespace else { return nil }
    let own = object.key.kind == "Namespace" ? object.key.name : object.key.namespace
    guard let own, own != namespace else { return nil }
    return kustomization.root.ownPair("namespace")
  }
}

internal import Files
internal import Kubernetes
internal import YAML

extension ArgoReview {
  // MARK: Pruning

  /// Namespaces that Argo CD would delete with all that is in them once their manifest is gone from
  /// Git, were it by mistake (MP109; argo-cd#16995).
  ///
  /// Protected is what has the sync option `Prune=false` or `Prune=confirm` (Argo CD 2.14): on the
  /// Namespace, or put on it by a kustomization. `Delete=` protects when the Application is deleted,
  /// which is another thing.
  func unprotectedNamespaces(_ namespaces: [ManifestObject]) -> [Finding] {
    namespaces.compactMap { namespace in
      guard let application = holders(of: namespace.file).first(where: \.prunes),
        !Self.isKept(Self.options(of: namespace)), !Self.isKept(application.syncOptions),
        !graph.reaching(namespace.file).contains(where: Self.keepsAll)
      else { return nil }
      return finding(
        .noPruneProtection, about: namespace, at: namespace.node["metadata"]?.ownPair("name")?.key,
        message: "\(application.title) prunes by itself and would delete the namespace"
          + " \(namespace.key.name), and all that is in it, if this manifest went missing from Git",
        hint: "write under metadata, annotations:"
          + " {\(ArgoApplication.syncOptionsAnnotation): \"Prune=confirm,Delete=confirm\"}"
          + " (Argo CD 2.14; before, \"Prune=false,Delete=false\")")
    }
  }

  private static func isKept(_ options: [String]) -> Bool {
    options.contains("Prune=false") || options.contains("Prune=confirm")
  }

  private static func keepsAll(_ kustomization: Kustomization) -> Bool {
    let options = kustomization.root[["commonAnnotations", ArgoApplication.syncOptionsAnnotation]]
    return isKept(LiveManifest.split(options?.text))
  }

  // MARK: Metadata

  /// `managedNamespaceMetadata` that has no effect on a namespace of the mesh (MP110).
  ///
  /// A Namespace manifest of the same Application wins over it (argo-cd#19674), and of another
  /// Application they take turns; without `CreateNamespace=true` it is never used.
  func namespaceMetadata() -> [Finding] {
    map.applications.flatMap { application -> [Finding] in
      guard
        let metadata = application.spec[["syncPolicy"]]?.ownPair("managedNamespaceMetadata"),
        let namespace = application.destinationNamespace
      else { return [] }
      let manifest = (state.namespaces[namespace] ?? []).lazy
        .compactMap(repository.object(at:)).first
      let labels = MeshLabels.ofNamespaces.compactMap {
        application.managedLabels?.ownPair($0)?.key
      }
      let isOfMesh = !labels.isEmpty || manifest.map(Self.isInMesh) ?? false
      return overridden(labels, by: manifest, of: application)
        + (isOfMesh ? [unused(metadata.key, of: application)].compactMap { $0 } : [])
    }
  }

  private func overridden(
    _ labels: [Node], by manifest: ManifestObject?, of application: ArgoApplication
  ) -> [Finding] {
    guard let manifest else { return [] }
    return labels.map { label in
      let name = manifest.key.name
      let key = label.text ?? ""
      var finding = finding(
        .managedMetadataOverridden, about: application, at: label,
        message: "managedNamespaceMetadata of \(application.title) sets \(key) of the namespace"
          + " \(name), which has a manifest as well: the manifest wins, or each undoes the other",
        hint: "write the label in one place: keep it in \(manifest.file), and take it out of"
          + " managedNamespaceMetadata",
        notes: [note(manifest, "the namespace's manifest")])
      finding.namespace = name
      return finding
    }
  }

  private func unused(_ key: Node, of application: ArgoApplication) -> Finding? {
    guard !application.syncOptions.contains("CreateNamespace=true") else { return nil }
    var finding = finding(
      .managedMetadataOverridden, about: application, at: key,
      message:
        "managedNamespaceMetadata of \(application.title) has no effect: its syncOptions lack"
        + " CreateNamespace=true",
      hint:
        "write syncPolicy: {syncOptions: [CreateNamespace=true]}, or the labels in a manifest of"
        + " the namespace")
    finding.namespace = application.destinationNamespace
    return finding
  }
}

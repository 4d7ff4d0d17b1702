internal import Files
internal import Kubernetes
internal import YAML

/// Finds everything beside plain definitions that sets a mesh label of a namespace.
struct CarrierSearch: Sendable {
  private let repository: MeshRepository
  private let graph: KustomizationGraph
  private let applications: ApplicationMap
  /// The Namespace patches of the repository by the name they patch; nil name: any namespace.
  private let patches: [(name: String?, carrier: LabelCarrier)]

  init(_ repository: MeshRepository, graph: KustomizationGraph, applications: ApplicationMap) {
    self.repository = repository
    self.graph = graph
    self.applications = applications
    patches =
      Self.patchFiles(repository, graph: graph)
      + graph.kustomizations.flatMap(Self.inlinePatches)
  }

  /// The carriers for a namespace, given the file that defines it, if one does.
  func carriers(for namespace: String, definedIn file: RepositoryPath?) -> [LabelCarrier] {
    var result = patches.filter { $0.name == nil || $0.name == namespace }
      .filter { file != nil || $0.name != nil }
      .map(\.carrier)
    for kustomization in file.map(graph.reaching) ?? [] {
      for (key, node) in kustomization.labelNodes where MeshLabels.ofNamespaces.contains(key) {
        result.append(
          LabelCarrier(
            kind: .kustomizationLabels, source: kustomization.source, range: node.range))
      }
    }
    for application in applications.applications
    where application.destinationNamespace == namespace {
      guard let labels = application.managedLabels else { continue }
      for key in MeshLabels.ofNamespaces {
        guard let pair = labels.ownPair(key),
          let source = repository.file(application.object.file)?.source
        else { continue }
        result.append(
          LabelCarrier(
            kind: .managedNamespaceMetadata, source: source, range: pair.key.range))
      }
    }
    return result
  }

  /// Patches in files of their own: strategic merges of a Namespace that mention a mesh label.
  private static func patchFiles(
    _ repository: MeshRepository, graph: KustomizationGraph
  ) -> [(name: String?, carrier: LabelCarrier)] {
    graph.patchFiles.sorted().flatMap { path -> [(name: String?, carrier: LabelCarrier)] in
      guard let file = repository.file(path) else { return [] }
      return file.objects.filter { $0.key.kind == "Namespace" }.flatMap { object in
        meshLabels(of: object.node).map { key in
          let line = SourceText.line(at: key.range.lowerBound, in: file.source.bytes)
          let isSetter = file.source.bytes[line].firstRange(of: Array("kpt-set:".utf8)) != nil
          let kind: LabelCarrier.Kind = isSetter ? .patchWithSetter : .patch
          return (
            object.key.name, LabelCarrier(kind: kind, source: file.source, range: key.range)
          )
        }
      }
    }
  }

  /// Patches written into a kustomization: strategic merges, or RFC 6902 operations with a target.
  private static func inlinePatches(
    _ kustomization: Kustomization
  ) -> [(name: String?, carrier: LabelCarrier)] {
    kustomization.inlinePatches.flatMap { patch -> [(name: String?, carrier: LabelCarrier)] in
      guard let text = patch.node.text, mentionsMeshLabel(text) else { return [] }
      let carrier = LabelCarrier(
        kind: .inlinePatch, source: kustomization.source, range: patch.node.range)
      if let kind = patch.targetKind {
        return kind == "Namespace" ? [(patch.targetName, carrier)] : []
      }
      guard let documents = try? Document.parseAll(Array(text.utf8)) else { return [] }
      return documents.compactMap { document in
        guard document.root["kind"]?.text == "Namespace" else { return nil }
        return (document.root[["metadata", "name"]]?.text, carrier)
      }
    }
  }

  private static func mentionsMeshLabel(_ text: String) -> Bool {
    let escaped = Path.escape(MeshLabels.revision)
    return (MeshLabels.ofNamespaces + [escaped]).contains { text.contains($0) }
  }

  private static func meshLabels(of object: Node) -> [Node] {
    guard let labels = object[["metadata", "labels"]] else { return [] }
    return MeshLabels.ofNamespaces.compactMap { labels.ownPair($0)?.key }
  }
}

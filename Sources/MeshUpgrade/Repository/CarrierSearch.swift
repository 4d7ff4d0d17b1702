internal import Files
internal import Kubernetes
internal import YAML

/// Finds everything beside plain definitions that sets a mesh label of a namespace.
struct CarrierSearch: Sendable {
  private let repository: MeshRepository
  private let graph: KustomizationGraph
  private let applications: ApplicationMap
  /// What patches of the repository set mesh labels of namespaces.
  private let patches: [NamespacePatch]

  /// A patch that sets a mesh label.
  private struct NamespacePatch {
    /// The namespace it is for; nil when it is for whatever its kustomization reaches.
    let name: String?
    /// The kustomization that has it.
    let kustomization: RepositoryPath
    let carrier: LabelCarrier
  }

  init(_ repository: MeshRepository, graph: KustomizationGraph, applications: ApplicationMap) {
    self.repository = repository
    self.graph = graph
    self.applications = applications
    patches = Self.patches(repository, graph: graph)
  }

  /// The carriers for a namespace, given the file that defines it, if one does.
  func carriers(for namespace: String, definedIn file: RepositoryPath?) -> [LabelCarrier] {
    let reaching = file.map(graph.reaching) ?? []
    var result = patches.filter { patch in
      if let name = patch.name { return name == namespace }
      return reaching.contains { $0.path == patch.kustomization }
    }.map(\.carrier)
    for kustomization in reaching {
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

  private static func patches(
    _ repository: MeshRepository, graph: KustomizationGraph
  ) -> [NamespacePatch] {
    var seen: Set<RepositoryPath> = []
    return graph.kustomizations.flatMap { kustomization in
      kustomization.patches.flatMap { patch -> [NamespacePatch] in
        if let target = patch.target {
          return targeted(patch, at: target, of: kustomization, in: repository)
        }
        if let inline = patch.inline { return untargeted(inline, of: kustomization) }
        guard let path = patch.file, seen.insert(path).inserted,
          let file = repository.file(path)
        else { return [] }
        return untargeted(file, of: kustomization)
      }
    }
  }

  /// A patch, of either form, that names its target.
  private static func targeted(
    _ patch: KustomizationPatch, at target: KustomizationPatch.Target,
    of kustomization: Kustomization,
    in repository: MeshRepository
  ) -> [NamespacePatch] {
    guard target.mayBeNamespace else { return [] }
    let carrier: LabelCarrier
    if let inline = patch.inline {
      guard let text = inline.text, mentionsMeshLabel(text) else { return [] }
      carrier = inlineCarrier(inline, of: kustomization)
    } else {
      guard let path = patch.file, let bytes = repository.contents[path],
        let range = meshLabelNames.compactMap({ bytes.firstRange(of: Array($0.utf8)) }).first
      else { return [] }
      carrier = LabelCarrier(
        kind: .patch, source: SourceFile(name: path.description, bytes: bytes), range: range)
    }
    return [
      NamespacePatch(name: target.plainName, kustomization: kustomization.path, carrier: carrier)
    ]
  }

  /// A strategic merge of Namespaces in a file of its own.
  private static func untargeted(
    _ file: ManifestFile, of kustomization: Kustomization
  ) -> [NamespacePatch] {
    file.objects.filter { $0.key.kind == "Namespace" }.flatMap { object in
      meshLabels(of: object.node).map { key in
        let line = SourceText.line(at: key.range.lowerBound, in: file.source.bytes)
        let isSetter = file.source.bytes[line].firstRange(of: Array("kpt-set:".utf8)) != nil
        return NamespacePatch(
          name: object.key.name, kustomization: kustomization.path,
          carrier: LabelCarrier(
            kind: isSetter ? .patchWithSetter : .patch, source: file.source, range: key.range))
      }
    }
  }

  /// A strategic merge that is written into the kustomization.
  private static func untargeted(
    _ inline: Node, of kustomization: Kustomization
  ) -> [NamespacePatch] {
    guard let text = inline.text, mentionsMeshLabel(text),
      let documents = try? Document.parseAll(Array(text.utf8))
    else { return [] }
    let carrier = inlineCarrier(inline, of: kustomization)
    return documents.compactMap { document in
      guard document.root["kind"]?.text == "Namespace" else { return nil }
      return NamespacePatch(
        name: document.root[["metadata", "name"]]?.filledText, kustomization: kustomization.path,
        carrier: carrier)
    }
  }

  /// The carrier of an inline patch, at the label's name rather than at the `|` lines above it.
  private static func inlineCarrier(
    _ inline: Node, of kustomization: Kustomization
  ) -> LabelCarrier {
    let text = kustomization.source.bytes[inline.range]
    let range = meshLabelNames.lazy.compactMap { text.firstRange(of: Array($0.utf8)) }.first
    return LabelCarrier(
      kind: .inlinePatch, source: kustomization.source, range: range ?? inline.range)
  }

  /// The mesh labels as patches write them: as keys, and in JSON pointers.
  private static let meshLabelNames =
    MeshLabels.ofNamespaces + [Path.escape(MeshLabels.revision)]

  private static func mentionsMeshLabel(_ text: String) -> Bool {
    meshLabelNames.contains { text.contains($0) }
  }

  private static func meshLabels(of object: Node) -> [Node] {
    guard let labels = object[["metadata", "labels"]] else { return [] }
    return MeshLabels.ofNamespaces.compactMap { labels.ownPair($0)?.key }
  }
}

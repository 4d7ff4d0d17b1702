internal import Files
internal import Kubernetes
internal import YAML

/// Transformers that kustomize is given as configurations of their own.
///
/// Source: kustomize, "Builtin Plugins"; their fields are those of the kustomization's own.
extension KustomizeLayer {
  /// A document of a transformer, as a layer of its own.
  private struct Configuration {
    let layer: KustomizeLayer
    /// The node that holds its text, where it stands inside the kustomization.
    var inline: Node?
  }

  /// What its transformers do to mesh labels of namespaces.
  func transformerEffects(in repository: MeshRepository) -> [LabelEffect] {
    (root["transformers"]?.items ?? []).map(\.resolved)
      .flatMap { configurations(of: $0, in: repository) }
      .flatMap { effects(of: $0, in: repository) }
  }

  /// An entry of the list: a text, a file, or a folder with a kustomization of such.
  private func configurations(
    of entry: Node, in repository: MeshRepository
  ) -> [Configuration] {
    guard let text = entry.text else { return [] }
    guard !text.contains("\n"), !text.hasPrefix("{") else {
      let file = SourceFile(name: source.name, bytes: Array(text.utf8))
      return documents(of: file).map { Configuration(layer: $0, inline: entry) }
    }
    return Self.files(text, from: folder, in: repository).flatMap { file in
      documents(of: file).map { Configuration(layer: $0) }
    }
  }

  /// The file of a name, or those that the kustomizations of a folder take in.
  private static func files(
    _ name: String, from folder: RepositoryPath?, in repository: MeshRepository
  ) -> [SourceFile] {
    var files: [SourceFile] = []
    var seen: Set<RepositoryPath?> = []
    var queue = [(name: name, folder: folder)]
    while let (name, folder) = queue.popLast() {
      guard let path = RepositoryPath.resolve(name, from: folder), seen.insert(path).inserted
      else { continue }
      if let bytes = repository.contents[path] {
        files.append(SourceFile(name: path.description, bytes: bytes))
        continue
      }
      let inside = Kustomization.fileNames.lazy.compactMap { name in
        RepositoryPath.resolve(name, from: path).flatMap { repository.contents[$0] }
      }.first
      guard let inside, let root = (try? Document.parseAll(inside))?.first?.root else { continue }
      let names = ["resources", "transformers"].flatMap { root[$0]?.items ?? [] }
      queue += names.compactMap { $0.resolved.text.map { ($0, path) } }
    }
    return files
  }

  private func documents(of file: SourceFile) -> [KustomizeLayer] {
    // Paths in it start where those of the kustomization do.
    ((try? Document.parseAll(file.bytes)) ?? []).map {
      KustomizeLayer(origin: origin, source: file, root: $0.root, folder: folder)
    }
  }

  private func effects(
    of configuration: Configuration, in repository: MeshRepository
  ) -> [LabelEffect] {
    let found = configuration.layer.ownEffects(in: repository)
    guard let inline = configuration.inline else { return found }
    return found.map { found in
      guard found.carrier.source.name == source.name else { return found }
      let name = found.carrier.source.bytes[found.carrier.range]
      let range = source.bytes[inline.range].firstRange(of: name)
      return effect(found.carrier.kind, on: found.name, at: range ?? inline.range)
    }
  }

  /// What the layer does as a transformer.
  private func ownEffects(in repository: MeshRepository) -> [LabelEffect] {
    switch root["kind"]?.text {
    case "LabelTransformer": labelTransformerEffects
    case "PatchTransformer", "PatchJson6902Transformer", "PatchStrategicMergeTransformer":
      transformerPatches.flatMap { effects(of: $0, in: repository) }
    case "ReplacementTransformer": replacementEffects(in: repository)
    case let kind? where Self.builtins.contains(kind): []
    // What others do cannot be known.
    default: root.kind == .mapping ? named : []
    }
  }

  /// The transformers of kustomize that leave labels of namespaces alone.
  private static let builtins: Set<String> = [
    "AnnotationsTransformer", "HashTransformer", "ImageTagTransformer", "NamespaceTransformer",
    "PrefixTransformer", "PrefixSuffixTransformer", "ReplicaCountTransformer", "SuffixTransformer",
  ]

  /// Such a transformer adds labels to the fields that it lists.
  private var labelTransformerEffects: [LabelEffect] {
    let reaches =
      root["fieldSpecs"]?.items.map(\.resolved).contains { field in
        KustomizationPatch.Target(field).mayBeNamespace && field["path"]?.text == "metadata/labels"
      } ?? true
    guard reaches else { return [] }
    return MeshLabels.ofNamespaces.compactMap { label in
      root["labels"]?.ownPair(label).map { effect(.transformer, at: $0.key.range) }
    }
  }

  /// What such a transformer says about patches, as patches of a kustomization.
  private var transformerPatches: [KustomizationPatch] {
    let target = root["target"].map(KustomizationPatch.Target.init)
    let texts = ["patch", "patches", "jsonOp"].compactMap { root[$0] }.filter { $0.text != nil }
    let paths = [root["path"]].compactMap { $0 } + (root["paths"]?.items.map(\.resolved) ?? [])
    let files = paths.compactMap { $0.text }.compactMap { RepositoryPath.resolve($0, from: folder) }
    return texts.map { KustomizationPatch(file: nil, inline: $0, target: target) }
      + files.map { KustomizationPatch(file: $0, inline: nil, target: target) }
  }

  /// The first mesh label that a transformer of unknown effect names.
  private var named: [LabelEffect] {
    Self.labelRange(in: source.bytes, within: root.range).map { [effect(.transformer, at: $0)] }
      ?? []
  }
}

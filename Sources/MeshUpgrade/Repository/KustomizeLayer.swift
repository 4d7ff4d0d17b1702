internal import Files
internal import Kubernetes
internal import YAML

/// One step of kustomize over objects: a kustomization, or what an Application adds to one.
struct KustomizeLayer: Sendable {
  enum Origin: Sendable {
    case kustomization
    /// The `kustomize` options of a source, which Argo CD writes into a copy of its kustomization
    /// (Argo CD, "Kustomize").
    case application
  }

  let origin: Origin
  /// The file that says it.
  let source: SourceFile
  /// The mapping with `patches`, `labels` and so on.
  let root: Node
  /// Where paths in it start.
  let folder: RepositoryPath?

  init(origin: Origin, source: SourceFile, root: Node, folder: RepositoryPath?) {
    self.origin = origin
    self.source = source
    self.root = root
    self.folder = folder
  }

  init(_ kustomization: Kustomization) {
    self.init(
      origin: .kustomization, source: kustomization.source, root: kustomization.root,
      folder: kustomization.path.folder)
  }

  /// The options that are put over the kustomization of a folder.
  init(options: Node, in source: SourceFile, over folder: RepositoryPath?) {
    self.init(origin: .application, source: source, root: options, folder: folder)
  }

  /// Everything in it that sets a mesh label of namespaces, or takes it away.
  func effects(in repository: MeshRepository) -> [LabelEffect] {
    let patches = KustomizationPatch.all(of: root, folder: folder).flatMap {
      effects(of: $0, in: repository)
    }
    return patches + labelEffects + transformerEffects(in: repository)
      + replacementEffects(in: repository)
  }

  /// The labels that it puts on every object.
  private var labelEffects: [LabelEffect] {
    let labels = root["labels"]
    let mappings =
      [root["commonLabels"]] + (labels?.items ?? []).map { $0.resolved["pairs"] }
      + [labels].filter { $0?.kind == .mapping }
    return mappings.compactMap { $0 }.flatMap { mapping in
      mapping.pairs.filter { MeshLabels.ofNamespaces.contains($0.key.text ?? "") }.map { pair in
        effect(
          origin == .kustomization ? .kustomizationLabels : .applicationLabels, at: pair.key.range)
      }
    }
  }

  /// An effect on whatever the layer reaches, told in its own file.
  func effect(
    _ kind: LabelCarrier.Kind, on name: String? = nil, at range: Range<Int>
  ) -> LabelEffect {
    LabelEffect(name: name, carrier: LabelCarrier(kind: kind, source: source, range: range))
  }

  /// An effect that is told in another file.
  func effect(
    _ kind: LabelCarrier.Kind, on name: String?, in source: SourceFile, at range: Range<Int>
  ) -> LabelEffect {
    LabelEffect(name: name, carrier: LabelCarrier(kind: kind, source: source, range: range))
  }
}

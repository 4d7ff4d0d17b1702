internal import Files
internal import Kubernetes
internal import YAML

/// Files that go leave the kustomizations that name them; one that is left with nothing goes too,
/// as kustomize refuses to build it.
extension PhaseBuilder {
  mutating func leaveKustomizations(_ emptied: Set<RepositoryPath>) {
    if emptied.isEmpty { return }
    let kustomizations = context.state.graph.kustomizations.compactMap(current)
    var gone = emptied
    while let path = newlyEmpty(kustomizations, without: gone) {
      gone.insert(path)
      if let folder = path.folder { gone.insert(folder) }
    }
    for kustomization in kustomizations {
      if gone.contains(kustomization.path) {
        remove(kustomization)
      } else {
        leave(kustomization, gone)
      }
    }
  }

  /// A kustomization that takes in nothing but what goes.
  private func newlyEmpty(
    _ kustomizations: [Kustomization], without gone: Set<RepositoryPath>
  ) -> RepositoryPath? {
    kustomizations.first { kustomization in
      !gone.contains(kustomization.path) && isLeftEmpty(kustomization, without: gone)
        && !context.state.applications.reads(kustomization.path.folder)
    }?.path
  }

  /// The fields that make nothing by themselves.
  private static let passiveFields: Set<String> = [
    "apiVersion", "kind", "metadata", "resources", "bases", "namespace", "namePrefix", "nameSuffix",
    "commonLabels", "commonAnnotations", "labels",
  ]

  private func isLeftEmpty(
    _ kustomization: Kustomization, without gone: Set<RepositoryPath>
  ) -> Bool {
    let root = kustomization.root
    let count = ["resources", "bases"].reduce(0) { $0 + (root[$1]?.items.count ?? 0) }
    return count > 0 && count == entries(of: kustomization, in: gone).count
      && root.pairs.allSatisfy { Self.passiveFields.contains($0.key.text ?? "") }
  }

  private func entries(
    of kustomization: Kustomization, in gone: Set<RepositoryPath>
  ) -> [(target: RepositoryPath?, list: String, index: Int)] {
    kustomization.resources.filter { $0.target.map(gone.contains) ?? false }
  }

  private mutating func remove(_ kustomization: Kustomization) {
    batch.remove(EditTarget(kustomization))
    for chunk in DocumentSplitter.chunks(of: kustomization.source.bytes).indices {
      batch.remove(chunk: chunk, of: kustomization.path)
    }
  }

  private mutating func leave(_ kustomization: Kustomization, _ gone: Set<RepositoryPath>) {
    // Last to first, so that the positions of the others stay right.
    for entry in entries(of: kustomization, in: gone).reversed() {
      batch.add(
        .remove(Path(keys: [entry.list]).appending(.index(entry.index))),
        to: EditTarget(kustomization))
    }
  }
}

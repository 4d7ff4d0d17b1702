internal import Files

/// What is applied to a file beside the kustomizations that take it in.
extension KustomizationGraph {
  /// The kustomizations that take in a file, by however many steps, and the components that they
  /// apply to it.
  ///
  /// A component works on all that its user has gathered by then: the resources, and what the
  /// components before it have made of them (kustomize, KEP 1802 "Kustomize Components").
  func applied(
    to file: RepositoryPath
  ) -> (takingIn: [Kustomization], components: [Kustomization]) {
    // The first place in the list of components from which a kustomization's components apply.
    var starts: [Int: Int] = [:]
    var queue: [(index: Int, target: RepositoryPath?)] = (parents[file] ?? []).map { ($0, file) }
    while let (index, target) = queue.popLast() {
      let kustomization = kustomizations[index]
      let start =
        kustomization.resources.filter { $0.target == target }
        .map { $0.list == "components" ? $0.index + 1 : 0 }.min() ?? 0
      if let known = starts[index] {
        starts[index] = min(known, start)
        continue
      }
      starts[index] = start
      let folder = kustomization.path.folder
      queue += (parents[folder] ?? []).map { ($0, folder) }
    }
    var components: Set<Int> = []
    for (index, start) in starts {
      for resource in kustomizations[index].resources
      where resource.list == "components" && resource.index >= start {
        addComponents(in: resource.target, to: &components)
      }
    }
    components.subtract(starts.keys)
    return (
      starts.keys.sorted().map { kustomizations[$0] },
      components.sorted().map { kustomizations[$0] }
    )
  }

  /// The component in a folder, with the components that it uses.
  func components(in folder: RepositoryPath?) -> [Kustomization] {
    var result: Set<Int> = []
    addComponents(in: folder, to: &result)
    return result.sorted().map { kustomizations[$0] }
  }

  private func addComponents(in folder: RepositoryPath?, to result: inout Set<Int>) {
    var queue = [folder]
    while let folder = queue.popLast() {
      guard let index = byFolder[folder], result.insert(index).inserted else { continue }
      queue += kustomizations[index].resources.filter { $0.list == "components" }.map(\.target)
    }
  }
}

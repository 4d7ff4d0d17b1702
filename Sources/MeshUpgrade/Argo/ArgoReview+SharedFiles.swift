internal import Files
internal import Kubernetes
internal import YAML

/// Files that two Applications sync to one cluster (MP106): the last sync wins, each shows the other
/// as out of sync, and the one that lets go may prune what the other still has (argo-cd#22607).
///
/// Not judged are Applications of one name, as no Argo CD has both of them, and objects that the
/// two give different names or namespaces.
extension ArgoReview {
  func sharedFiles(_ files: [RepositoryPath], what: String) -> [Finding] {
    var shared: [[Int]: [RepositoryPath]] = [:]
    for file in files.sorted() where repository.file(file)?.objects.isEmpty == false {
      let holders = map.applications(holding: file).sorted()
      for (position, one) in holders.enumerated() {
        for other in holders[(position + 1)...] where share(file, one, other) {
          shared[[one, other], default: []].append(file)
        }
      }
    }
    return shared.keys.sorted { $0.lexicographicallyPrecedes($1) }.compactMap { pair in
      shared[pair].flatMap {
        sharing($0, map.applications[pair[0]], map.applications[pair[1]], what)
      }
    }
  }

  private func share(_ file: RepositoryPath, _ one: Int, _ other: Int) -> Bool {
    let (one, other) = (map.applications[one], map.applications[other])
    guard one.isBeside(other), let cluster = one.cluster, cluster == other.cluster else {
      return false
    }
    let sources = [one, other].map { application in
      application.sources.filter { map.rendering(of: $0) != .directory }
    }
    // What is rendered may have another name on each way.
    let paths = sources.map { $0.map(\.path) }
    let isRenamed = graph.reaching(file).contains { kustomization in
      ["namePrefix", "nameSuffix", "namespace", "patches", "components"].contains {
        kustomization.root[$0] != nil
      }
    }
    if paths[0] != paths[1], isRenamed { return false }
    if sources.joined().contains(where: { $0.node["kustomize"] != nil || $0.node["helm"] != nil }) {
      return false
    }
    guard one.destinationNamespace != other.destinationNamespace else { return true }
    // Objects without a namespace go where their Application does.
    return repository.file(file)?.objects.contains { object in
      object.key.namespace != nil || object.key.kind == "Namespace"
        || object.key.group == MeshLabels.admissionGroup
    } ?? false
  }

  private func sharing(
    _ files: [RepositoryPath], _ one: ArgoApplication, _ other: ArgoApplication, _ what: String
  ) -> Finding? {
    guard let file = files.first else { return nil }
    let more = files.count > 1 ? " and \(CommitMessage.count(files.count - 1, "more file"))" : ""
    func node(_ application: ArgoApplication) -> Node? {
      let sources = application.sources.filter { $0.surrounds(file) }
      return (sources.first ?? application.sources.first)?.node.ownPair("path")?.key
    }
    let place = source(of: one.object.file).place(
      at: (node(one) ?? one.object.node).range.lowerBound)
    return finding(
      .sharedObject, about: other, at: node(other),
      message: "\(file)\(more), which \(what), \(files.count > 1 ? "are" : "is") synced by"
        + " \(one.title) and by \(other.title): the last sync wins, and either may prune what the"
        + " other has",
      hint: "let one of them have it: give the other a path of its own, or write directory:"
        + " {exclude: …} there",
      notes: [Finding.Note(place: place, message: "\(one.title) reads it here")])
  }
}

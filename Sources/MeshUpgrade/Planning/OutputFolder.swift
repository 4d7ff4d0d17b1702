internal import Files
internal import Kubernetes
internal import YAML

/// The folder that new files go to (`spec.repository.output`).
struct OutputFolder {
  let desired: DesiredState
  let source: DesiredStateSource
  /// Every file of the base commit, in scope or not.
  let tree: FileTree

  /// The path of a new file; refused where something stands in its way.
  func path(of name: String, for what: String) throws(Refusal) -> RepositoryPath? {
    let field = Path(keys: ["spec", "repository", "output"])
    guard let path = path(of: name) else { return nil }
    var folders: [RepositoryPath] = []
    while let folder = (folders.last ?? path).folder { folders.append(folder) }
    if let file = folders.first(where: { tree[$0] != nil }) {
      throw Refusal(
        source.finding(
          .git, at: field, message: "\(file) is a file, and a folder for \(what) is needed there",
          hint: "choose another folder in spec.repository.output"))
    }
    let isFolder = tree.entries.contains { $0.path != path && $0.path.isInside(path) }
    guard tree[path] == nil, !isFolder else {
      throw Refusal(
        source.finding(
          .git, at: field,
          message: "\(path) is in the way of \(what), which is to be written there",
          hint: "move the file, or choose another folder in spec.repository.output"))
    }
    return path
  }

  /// The path of a file of the folder, whether or not it is there.
  func path(of name: String) -> RepositoryPath? {
    RepositoryPath.resolve("\(desired.repository.output)/\(name)", from: nil)
  }
}

extension EditBatch {
  /// Adds a new file to the `resources` of the kustomization beside it.
  mutating func enter(_ name: String, into kustomization: Kustomization) {
    let target = EditTarget(kustomization)
    let resources = Path(keys: ["resources"])
    let entered = operations[target]?.count ?? 0
    if let list = kustomization.root["resources"], list.kind == .sequence {
      add(
        .insertItem(resources.appending(.index(list.items.count + entered)), .string(name)),
        to: target)
    } else if entered > 0 {
      add(.insertItem(resources.appending(.index(entered)), .string(name)), to: target)
    } else {
      add(.set(resources, [.string(name)]), to: target)
    }
  }
}

internal import Files
internal import Kubernetes
internal import MeshUpgrade
internal import YAML
internal import YAMLDiff

/// Says of every object whether a rollback did what it should: the phase's fields are as before it, and
/// everything else is as it was.
struct RollbackJudge {
  let today: [ObjectKey: [Value]]
  let after: [ObjectKey: [Value]]
  /// The changes of the phase.
  let changes: [Change]

  func problems() -> [String] {
    let own = Dictionary(grouping: changes.filter { $0.object.key.kind != "Kustomization" }) {
      $0.object.key
    }
    return Set(today.keys).union(after.keys).sorted().flatMap { key -> [String] in
      guard let changes = own[key] else {
        return after[key] == today[key] ? [] : ["\(key) was not the phase's"]
      }
      return changes.flatMap { problems(key, $0, of: changes) }
    }
  }

  private func problems(_ key: ObjectKey, _ change: Change, of all: [Change]) -> [String] {
    if change.value.path.steps.isEmpty {
      // A whole object comes or goes.
      return (after[key] == nil) == (change.value.from == nil) ? [] : ["\(key) is there or not"]
    }
    guard let value = after[key]?.first, let old = today[key]?.first else { return [] }
    var problems: [String] = []
    if value[change.value.path] != change.value.from {
      problems.append("\(key) \(change.value.path.pointer) is not as it was")
    }
    // What else there is stays: the two differ only where the phase changed something.
    for path in Self.differences(old, value)
    where !all.contains(where: { Self.isOnTheWay(path, $0.value.path) }) {
      problems.append("\(key) \(path.pointer) was not the phase's")
    }
    return problems
  }

  private static func isOnTheWay(_ path: Path, _ other: Path) -> Bool {
    zip(path.steps, other.steps).allSatisfy { $0 == $1 }
  }

  private static func differences(
    _ one: Value?, _ other: Value?, at path: Path = Path()
  ) -> [Path] {
    if one == other { return [] }
    guard let left = one?.mapping, let right = other?.mapping else { return [path] }
    return Set(left.keys).union(right.keys).flatMap {
      differences(left[$0], right[$0], at: path.appending($0))
    }
  }

  static func objects(_ files: [String: String]) -> [ObjectKey: [Value]] {
    var result: [ObjectKey: [Value]] = [:]
    for (name, text) in files.sorted(by: { $0.key < $1.key }) {
      guard let path = RepositoryPath(name), RepositoryFiles.isManifestName(path.name) else {
        continue
      }
      let file = ManifestFile(
        path: path, bytes: Array(text.utf8), filter: DocumentFilter(names: ["kind"]))
      for object in file.objects {
        if let value = try? object.node.value() { result[object.key, default: []].append(value) }
      }
    }
    return result
  }
}

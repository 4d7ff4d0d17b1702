internal import Files
internal import Kubernetes

/// The objects that a phase is about, by the files they are in.
///
/// Names are as the files write them: an object without a namespace of its own has none here.
package struct SettledObjects: Sendable {
  private(set) var keys: [RepositoryPath: Set<ObjectKey>] = [:]

  var isEmpty: Bool { keys.isEmpty }

  mutating func insert(_ key: ObjectKey, in file: RepositoryPath) {
    keys[file, default: []].insert(key)
  }

  mutating func formUnion(_ other: SettledObjects) {
    keys.merge(other.keys) { $0.union($1) }
  }
}

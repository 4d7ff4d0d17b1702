/// A kind of object: its API group, version and kind, as `apiVersion` and `kind` say it.
package struct GroupVersionKind: Hashable, Sendable {
  /// The API group; empty for the core group.
  package let group: String
  /// The API version, such as `v1`.
  package let version: String
  /// The kind, such as `Deployment`.
  package let kind: String

  package init(group: String, version: String, kind: String) {
    self.group = group
    self.version = version
    self.kind = kind
  }

  /// Makes it of the two fields of a manifest: `apps/v1` and `Deployment`.
  package init(apiVersion: String, kind: String) {
    let parts = apiVersion.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
    self.init(
      group: parts.count == 2 ? String(parts[0]) : "", version: String(parts.last ?? ""),
      kind: kind)
  }
}

/// What makes an object the same object, in whatever file or version it stands: Kubernetes'
/// group, kind, namespace and name.
package struct ObjectKey: Hashable, Comparable, Sendable, CustomStringConvertible {
  /// The API group; empty for the core group.
  package let group: String
  /// The kind, such as `Namespace`.
  package let kind: String
  /// The namespace; nil for objects of the cluster, and where no file says it.
  package let namespace: String?
  /// The name.
  package let name: String

  package init(group: String, kind: String, namespace: String?, name: String) {
    self.group = group
    self.kind = kind
    self.namespace = namespace
    self.name = name
  }

  /// The object as people write it: `Deployment app/web`, `Namespace app`.
  package var description: String {
    namespace.map { "\(kind) \($0)/\(name)" } ?? "\(kind) \(name)"
  }

  package static func < (left: ObjectKey, right: ObjectKey) -> Bool {
    func fields(_ key: ObjectKey) -> [String] {
      [key.group, key.kind, key.namespace ?? "", key.name]
    }
    for (one, other) in zip(fields(left), fields(right)) where one != other {
      return one.utf8.lexicographicallyPrecedes(other.utf8)
    }
    return false
  }
}

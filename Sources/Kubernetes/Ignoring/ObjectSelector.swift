internal import YAML
package import YAMLDiff

/// Which objects a rule is about, by the names that identify them.
package struct ObjectSelector: Hashable, Sendable {
  package let group: Glob
  package let kind: Glob
  package let namespace: Glob
  package let name: Glob

  package init(
    group: Glob = .any, kind: Glob = .any, namespace: Glob = .any, name: Glob = .any
  ) {
    self.group = group
    self.kind = kind
    self.namespace = namespace
    self.name = name
  }

  /// Whether it selects an object; what a document does not say is an empty text.
  func matches(_ object: ObjectNames) -> Bool {
    kind.matches(object.kind) && group.matches(object.group) && name.matches(object.name)
      && namespace.matches(object.namespace)
  }
}

/// The names that a document gives itself, as far as it does.
struct ObjectNames {
  let group: String
  let kind: String
  let namespace: String
  let name: String

  init(_ node: Node) {
    let type = GroupVersionKind(
      apiVersion: node["apiVersion"]?.text ?? "", kind: node["kind"]?.text ?? "")
    let metadata = node["metadata"]
    group = type.group
    kind = type.kind
    namespace = metadata?["namespace"]?.text ?? ""
    name = metadata?["name"]?.text ?? metadata?["generateName"]?.text ?? ""
  }
}

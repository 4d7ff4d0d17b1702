internal import Kubernetes
internal import YAML
internal import YAMLDiff

/// An entry of `spec.ignoreDifferences`: which objects it is about, and which of their fields.
///
/// Group and kind are globs, name and namespace exact; without a group it means the core group
/// only (Argo CD, util/argo/normalizers).
struct IgnoredFields: Sendable {
  /// A path as it is written, and what it means; nil when it computes more than a path.
  struct Field: Sendable {
    let node: Node
    let pattern: PathPattern?
  }

  let node: Node
  let fields: [Field]

  init(_ node: Node) {
    self.node = node
    let readers: [(key: String, read: (String) -> PathPattern?)] = [
      ("jsonPointers", { PathPattern(pointer: $0) }), ("jqPathExpressions", JQPath.pattern),
    ]
    fields = readers.flatMap { reader in
      (node[reader.key]?.items ?? []).map(\.resolved).map { item in
        Field(node: item, pattern: item.text.flatMap(reader.read))
      }
    }
  }

  var group: String { node["group"]?.filledText ?? "" }
  var kind: String { node["kind"]?.filledText ?? "" }

  /// Whether it is about fields by who wrote them, which no file tells.
  var namesManagers: Bool { node["managedFieldsManagers"]?.items.isEmpty == false }

  /// Whether the entry is about an object.
  func means(_ key: ObjectKey) -> Bool { meansKind(key) && ArgoGlob(group).matches(key.group) }

  /// Whether the entry would be about an object, were it not for the group.
  func meansKind(_ key: ObjectKey) -> Bool {
    ArgoGlob(kind).matches(key.kind)
      && node["name"]?.filledText.map { $0 == key.name } ?? true
      && node["namespace"]?.filledText.map { $0 == key.namespace } ?? true
  }

  /// Whether a value of an object is left out: it, or something around it.
  ///
  /// What computes more than a path, or goes by managers, is taken to mean it where its text does.
  func covers(_ path: Path, of object: Node) -> Bool {
    if namesManagers { return true }
    return fields.contains { field in
      guard let pattern = field.pattern else {
        guard case .key(let name)? = path.steps.last else { return false }
        return field.node.text?.contains(name) ?? false
      }
      return pattern.covers(path, of: object)
    }
  }
}

extension PathPattern {
  /// Whether the pattern leads to a place of an object, or to something around it.
  func covers(_ path: Path, of object: Node) -> Bool {
    guard steps.count <= path.steps.count else { return false }
    var node: Node? = object
    for (step, place) in zip(steps, path.steps) {
      guard Self.leads(step, to: place, in: node) else { return false }
      switch place {
      case .key(let key): node = node?[key]
      case .index(let index): node = node?[index]
      }
    }
    return true
  }

  private static func leads(_ step: Step, to place: PathStep, in node: Node?) -> Bool {
    switch (step, place) {
    case (.key(let glob), .key(let key)): glob.matches(key)
    case (.any, _), (.anyDepth, _), (.anyItem, .index): true
    case (.position(let position), .index(let index)): position == index
    case (.item(let values), .index(let index)):
      values.allSatisfy { wanted in
        node?[index]?[wanted.key]?.text.map { wanted.value.matches($0) } ?? false
      }
    default: false
    }
  }
}

internal import YAML

/// The values of a document with the ways to them, each as one number.
struct DocumentLeaves {
  /// What documents that are equal but for their names share.
  struct Content: Hashable {
    let kind: [String]
    let values: Set<Int>
  }

  let kind: [String]
  let name: String
  /// The values, but the name.
  private(set) var values: Set<Int> = []

  var content: Content { Content(kind: kind, values: values) }

  private let node: Node
  private let namePath: Int

  init(_ document: StreamDocument, namePath: Path) {
    node = document.node
    kind = document.identity?.kind ?? []
    name = document.identity?.name ?? ""
    self.namePath = namePath.steps.reduce(0) { path, step in
      guard case .key(let key) = step else { return path }
      return Self.step(path, key)
    }
    var values: Set<Int> = []
    visit(node, 0) { node, path in values.insert(Self.leaf(path, node.fingerprint)) }
    self.values = values
  }

  /// The values with the name cut out wherever it stands in them.
  func valuesWithoutName() -> Set<Int> {
    var values: Set<Int> = []
    visit(node, 0) { node, path in
      guard !name.isEmpty, let text = node.text, text.contains(name) else {
        values.insert(Self.leaf(path, node.fingerprint))
        return
      }
      values.insert(Self.leaf(path, text.replacing(name, with: "\0").hashValue))
    }
    return values
  }

  private static func step(_ path: Int, _ key: String) -> Int {
    var hasher = Hasher()
    hasher.combine(path)
    hasher.combine(key)
    return hasher.finalize()
  }

  private static func leaf(_ path: Int, _ value: Int) -> Int {
    var hasher = Hasher()
    hasher.combine(path)
    hasher.combine(value)
    return hasher.finalize()
  }

  /// Gives each scalar and each empty collection, but the name, with its way as a number.
  private func visit(_ node: Node, _ path: Int, _ receive: (Node, Int) -> Void) {
    let children = node.children
    switch node.kind {
    case .mapping where !children.isEmpty:
      for pair in node.pairs {
        visit(pair.value, Self.step(path, pair.key.resolved.text ?? ""), receive)
      }
    case .sequence where !children.isEmpty:
      for item in children { visit(item, path &+ 1, receive) }
    default: if path != namePath { receive(node, path) }
    }
  }
}

internal import Kubernetes
internal import YAML

/// A place in a patch that replaces or removes the labels of an object as a whole: what its
/// manifest says about any label never arrives.
enum LabelRemoval {
  /// The fields that hold every label, as JSON pointers.
  private static let pointers: Set<String> = ["", "/metadata", "/metadata/labels"]

  /// The node that says so, of a patch in either form; nil where labels are kept.
  static func node(in patch: Node) -> Node? {
    patch.kind == .sequence ? operation(in: patch) : merge(patch)
  }

  /// RFC 6902: `add` replaces a member that is there, `move` takes away what it copies.
  private static func operation(in patch: Node) -> Node? {
    for operation in patch.items.map(\.resolved) where operation["op"]?.text != "test" {
      let fields = operation["op"]?.text == "move" ? ["path", "from"] : ["path"]
      for node in fields.compactMap({ operation[$0] }) {
        if let pointer = node.text, pointers.contains(pointer) { return node }
      }
    }
    return nil
  }

  /// A strategic merge: null removes, and `$patch` says what is done to the mapping it stands in.
  private static func merge(_ patch: Node) -> Node? {
    var holder = patch
    for key in ["metadata", "labels"] {
      if let directive = directive(of: holder) { return directive }
      guard let pair = holder.ownPair(key) else { return nil }
      if isNull(pair.value.resolved) { return pair.key }
      holder = pair.value.resolved
    }
    return directive(of: holder)
  }

  private static func directive(of mapping: Node) -> Node? {
    guard let pair = mapping.ownPair("$patch"), ["replace", "delete"].contains(pair.value.text)
    else { return nil }
    return pair.key
  }

  private static func isNull(_ node: Node) -> Bool {
    node.kind == .scalar && (try? node.value()) == .null
  }
}

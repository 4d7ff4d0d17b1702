package import YAML

/// One difference between two values: the topmost node that differs, before and after.
package struct ValueChange: Hashable, Sendable {
  /// What happened to the node.
  package enum Kind: String, Sendable {
    case added
    case removed
    case changed
  }

  /// What happened.
  package let kind: Kind
  /// Where: in the new document, in the old one when removed.
  package let path: Path
  /// The path with list items named by their keys: `webhooks[name=rev.namespace…].clientConfig`.
  package let keyedPath: String
  /// The node before; nil when there was none.
  package let from: Value?
  /// The node after; nil when there is none.
  package let to: Value?

  package init(_ kind: Kind, path: Path, keyedPath: String, from: Value?, to: Value?) {
    self.kind = kind
    self.path = path
    self.keyedPath = keyedPath
    self.from = from
    self.to = to
  }
}

extension ValueChange {
  /// The operations that make the changes on the old value or document, in an order that works.
  ///
  /// Removals come first, the last one of the document first, because their paths are the old
  /// document's; then what is added or changed, whose paths are the new document's.
  package static func operations(for changes: [ValueChange]) -> [EditOperation] {
    let removals = changes.filter { $0.kind == .removed }.reversed()
    let others = changes.filter { $0.kind != .removed }
    return removals.map { .remove($0.path) }
      + others.compactMap { change in
        guard let to = change.to else { return nil }
        if change.kind == .added, case .index? = change.path.steps.last {
          return .insertItem(change.path, to)
        }
        return .set(change.path, to)
      }
  }

  /// The value after the changes; nil when it is not one that they were made for.
  ///
  /// Applying the difference of `a` and `b` to `a` gives `b`.
  package static func apply(_ changes: [ValueChange], to value: Value) -> Value? {
    if let whole = changes.first, whole.path.steps.isEmpty { return whole.to ?? .null }
    var result = value
    for operation in operations(for: changes) {
      guard let next = operation.applied(to: result) else { return nil }
      result = next
    }
    return result
  }
}

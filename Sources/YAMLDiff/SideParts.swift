internal import YAML

/// What rules say about one place of the old document and of the new one.
///
/// The two differ only where items of lists stand at different positions.
struct SideParts {
  let old: IgnoredParts?
  let new: IgnoredParts?

  /// Nil when the rules say nothing about either side.
  init?(old: IgnoredParts?, new: IgnoredParts?) {
    if old == nil, new == nil { return nil }
    self.old = old
    self.new = new
  }

  /// The same on both sides; nil when there is nothing.
  init?(_ parts: IgnoredParts?) { self.init(old: parts, new: parts) }

  func entering(key: String) -> SideParts? {
    SideParts(old: old?.entering(key: key), new: new?.entering(key: key))
  }

  /// Whether a side of the place is as good as absent.
  var isCovered: Bool { old?.isCovered == true || new?.isCovered == true }

  /// Whether a change of a comment on this place is not told.
  func hides(_ kind: CommentChange.Kind) -> Bool {
    let kinds: ChangeKinds =
      switch kind {
      case .added: .added
      case .removed: .removed
      case .changed: .changed
      }
    return [old, new].contains { $0?.kinds.contains(kinds) ?? false }
  }

  /// Whether a change of this place is not told.
  func hides(_ kind: ValueChange.Kind, _ from: Node?, _ to: Node?) -> Bool {
    switch kind {
    case .added: to.flatMap { new?.ignoresAll(of: $0, .added) } ?? false
    case .removed: from.flatMap { old?.ignoresAll(of: $0, .removed) } ?? false
    case .changed, .moved:
      [old, new].contains { $0?.kinds.contains(ChangeKinds(kind)) ?? false }
    }
  }

  /// Whether the rules leave the same of two mappings.
  func leavesTheSame(_ from: Node, _ to: Node) -> Bool {
    guard let value = try? from.value(), let other = try? to.value() else { return false }
    return Self.rest(of: value, old) == Self.rest(of: other, new)
  }

  /// What is left; of a mapping of which nothing is, an empty one.
  private static func rest(of value: Value, _ parts: IgnoredParts?) -> Value {
    guard let parts else { return value }
    return parts.rest(of: value) ?? .mapping(Mapping())
  }
}

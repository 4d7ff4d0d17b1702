/// Kinds of changes, as a set.
package struct ChangeKinds: OptionSet, Hashable, Sendable {
  package let rawValue: UInt8

  package init(rawValue: UInt8) { self.rawValue = rawValue }

  package static let added = ChangeKinds(rawValue: 1)
  package static let removed = ChangeKinds(rawValue: 2)
  package static let changed = ChangeKinds(rawValue: 4)
  package static let moved = ChangeKinds(rawValue: 8)
  /// A part whose changes of every kind are ignored counts as if it were not there.
  package static let all: ChangeKinds = [.added, .removed, .changed, .moved]

  init(_ kind: ValueChange.Kind) {
    switch kind {
    case .added: self = .added
    case .removed: self = .removed
    case .changed: self = .changed
    case .moved: self = .moved
    }
  }
}

/// What a comparison of one document leaves out.
///
/// The difference under rules is the difference of what they leave of both sides: a part that is
/// ignored is as good as absent, and so is a mapping or list that holds nothing else. What is
/// equal is no difference under any rules.
package struct IgnoreRules: Sendable {
  /// A place, and the kinds of changes that do not count there and below.
  package struct PathRule: Hashable, Sendable {
    package let pattern: PathPattern
    package let kinds: ChangeKinds

    package init(_ pattern: PathPattern, _ kinds: ChangeKinds = .all) {
      self.pattern = pattern
      self.kinds = kinds
    }
  }

  /// The rules about places inside the document.
  package let paths: [PathRule]
  /// What may become of the document as a whole without being told.
  package let documents: Set<DocumentChange.Kind>

  package init(paths: [PathRule] = [], documents: Set<DocumentChange.Kind> = []) {
    self.paths = paths
    self.documents = documents
  }
}

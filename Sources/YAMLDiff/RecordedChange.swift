package import YAML

/// A difference inside a document as a report tells it: by pointers, which do not say what is a
/// key and what a position.
///
/// Unlike a ``ValueChange``, it can be applied where nothing says what an item that moved holds.
package struct RecordedChange: Hashable, Sendable {
  package let kind: ValueChange.Kind
  /// The reference tokens of the way there: after, before when removed.
  package let path: [String]
  /// The way there before; nil when it was not there.
  package let oldPath: [String]?
  /// The value before and after; nil where there is none, and of what moved.
  package let from: Value?
  package let to: Value?

  package init(
    _ kind: ValueChange.Kind, path: [String], oldPath: [String]?, from: Value?, to: Value?
  ) {
    self.kind = kind
    self.path = path
    self.oldPath = kind == .added ? nil : oldPath ?? path
    self.from = from
    self.to = to
  }

  /// The change that takes this one back.
  package var inverse: RecordedChange {
    switch kind {
    case .added: RecordedChange(.removed, path: path, oldPath: path, from: to, to: nil)
    case .removed: RecordedChange(.added, path: path, oldPath: nil, from: nil, to: from)
    case .changed, .moved:
      RecordedChange(kind, path: oldPath ?? path, oldPath: path, from: to, to: from)
    }
  }

  /// Something that is not as a change expects it, in the old value.
  package struct Misfit: Error, Hashable, Sendable {
    /// Which change, by its position.
    package let change: Int
    /// The way to what is different.
    package let path: [String]
    package let problem: Problem
  }

  /// What a change does not find.
  package enum Problem: Hashable, Sendable {
    /// Another value than expected; nil for none.
    case differs(found: Value?, expected: Value?)
    /// The item that moved.
    case noItem
    /// The mapping or list that something goes to, or what leaves.
    case noPlace
  }

  /// The value after changes, each of which must find what it expects.
  ///
  /// The changes of the difference of `a` and `b` make `b` of `a`; their inverses make `a` of `b`.
  package static func apply(
    _ changes: [RecordedChange], to value: Value
  ) throws(Misfit) -> Value {
    var application = Application(changes: changes, result: value)
    try application.check(value)
    try application.change()
    try application.takeOut()
    try application.putIn()
    return application.result
  }
}

/// The steps of applying changes, each on what the one before left.
private struct Application {
  let changes: [RecordedChange]
  var result: Value
  /// What moved items hold while they are nowhere.
  private var taken: [Int: Value] = [:]

  init(changes: [RecordedChange], result: Value) {
    self.changes = changes
    self.result = result
  }

  /// Compares what the changes expect with the old value.
  func check(_ old: Value) throws(RecordedChange.Misfit) {
    for (index, change) in changes.enumerated() {
      guard let path = change.oldPath else { continue }
      let found = old[path]
      switch change.kind {
      case .added: break
      case .moved:
        guard found == nil else { continue }
        throw RecordedChange.Misfit(change: index, path: path, problem: .noItem)
      case .removed, .changed:
        guard found != change.from else { continue }
        throw misfit(index, path, found, change.from)
      }
    }
  }

  /// Changes in place come first: nothing has moved yet.
  mutating func change() throws(RecordedChange.Misfit) {
    for (index, change) in changes.enumerated() where change.kind == .changed {
      guard let path = change.oldPath, let to = change.to else { continue }
      guard !path.isEmpty else {
        result = to
        continue
      }
      try make(index, path) { typed in .set(typed, to) }
    }
  }

  /// The last one of the document first, and parts before what they are parts of.
  mutating func takeOut() throws(RecordedChange.Misfit) {
    let leaving = changes.indices.filter { [.removed, .moved].contains(changes[$0].kind) }
      .sorted { Self.precedes(changes[$1].oldPath ?? [], changes[$0].oldPath ?? []) }
    for index in leaving {
      let path = changes[index].oldPath ?? []
      taken[index] = result[path]
      try make(index, path) { .remove($0) }
    }
  }

  /// The first one of the document first, what holds others before its parts.
  mutating func putIn() throws(RecordedChange.Misfit) {
    let coming = changes.indices.filter { [.added, .moved].contains(changes[$0].kind) }
      .sorted { Self.precedes(changes[$0].path, changes[$1].path) }
    for index in coming {
      let change = changes[index]
      guard let value = change.kind == .moved ? taken[index] : change.to else { continue }
      if result[Array(change.path.dropLast())]?.mapping != nil, let found = result[change.path] {
        throw misfit(index, change.path, found, nil)
      }
      try make(index, change.path) { path in
        if case .index? = path.steps.last { .insertItem(path, value) } else { .set(path, value) }
      }
    }
  }

  private mutating func make(
    _ index: Int, _ path: [String], _ operation: (Path) -> EditOperation
  ) throws(RecordedChange.Misfit) {
    guard let typed = result.path(of: path), let next = operation(typed).applied(to: result) else {
      throw RecordedChange.Misfit(change: index, path: path, problem: .noPlace)
    }
    result = next
  }

  private func misfit(
    _ change: Int, _ path: [String], _ found: Value?, _ expected: Value?
  ) -> RecordedChange.Misfit {
    let place = Value.firstDifference(found, expected)
    return RecordedChange.Misfit(
      change: change, path: path + place.path,
      problem: .differs(found: place.found, expected: place.expected))
  }

  /// Whether a pointer comes before another in a document: positions as numbers, before keys.
  private static func precedes(_ one: [String], _ other: [String]) -> Bool {
    for (one, other) in zip(one, other) where one != other {
      switch (one.listPosition, other.listPosition) {
      case (let one?, let other?): return one < other
      case (nil, nil): return one.utf8.lexicographicallyPrecedes(other.utf8)
      case (let position, nil): return position != nil
      case (nil, _): return false
      }
    }
    return one.count < other.count
  }
}

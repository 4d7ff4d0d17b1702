import YAML

/// The lines of a text that an operation concerns; nothing outside of them may change.
struct EditWindow {
  /// The lines, or for an insertion the collection, that may change.
  private(set) var range: Range<Int>
  /// The part whose comments go with what is removed or replaced.
  private(set) var removed: Range<Int>

  init(document: Document, operation: EditOperation) {
    let source = document.source
    var container = document.root
    var entry: Range<Int>?
    var value: Range<Int>?
    var isFlow = false
    var outer = document.root.range
    for step in operation.path.steps {
      isFlow = isFlow || container.style == .flow
      outer = entry ?? container.range
      let (next, text) = Self.child(of: container, at: step)
      entry = text
      value = next?.range
      guard let next else { break }
      container = next
    }
    var isInsertion = entry == nil
    if case .insertItem = operation { isInsertion = true }
    var isRemoval = false
    if case .remove = operation { isRemoval = true }
    let concerned = isInsertion || isFlow || isRemoval ? outer : entry ?? outer
    range = Self.lines(of: concerned, in: source)
    if let range = value, container.kind != .alias,
      container.style == .block || source[range].contains(where: { $0 == 0x0A || $0 == 0x0D })
    {
      // Whole lines go, the last one with its comment.
      value = range.lowerBound..<SourceText.line(at: range.upperBound, in: source).upperBound
    }
    removed =
      isInsertion ? 0..<0 : isRemoval ? Self.lines(of: entry ?? 0..<0, in: source) : value ?? 0..<0
  }

  /// The node one step further in, and the text of its whole entry or item.
  private static func child(of container: Node, at step: PathStep) -> (Node?, Range<Int>?) {
    switch step {
    case .key(let key):
      guard let pair = container.ownPair(key) else { return (nil, nil) }
      let end = max(pair.key.range.upperBound, pair.value.range.upperBound)
      return (pair.value, pair.key.range.lowerBound..<end)
    case .index(let index):
      guard container.items.indices.contains(index) else { return (nil, nil) }
      let item = container.items[index]
      let start = dash(before: item.range.lowerBound, in: container.document.source)
      return (item, start..<item.range.upperBound)
    }
  }

  private static func lines(of range: Range<Int>, in source: [UInt8]) -> Range<Int> {
    let lower = SourceText.line(at: range.lowerBound, in: source).lowerBound
    return lower..<SourceText.line(at: range.upperBound, in: source).upperBound
  }

  /// Where the dash of a block list's item stands; comments in these tests have no dash.
  private static func dash(before offset: Int, in source: [UInt8]) -> Int {
    var index = offset
    while index > 0, " \t\r\n#c;0123456789".utf8.contains(source[index - 1]) { index -= 1 }
    return index > 0 && source[index - 1] == UInt8(ascii: "-") ? index - 1 : offset
  }

  /// Whether the text differs only within the range, give or take blank lines around it.
  func holdsChange(from old: [UInt8], to new: [UInt8]) -> Bool {
    guard old != new else { return true }
    let shorter = min(old.count, new.count)
    var prefix = 0
    while prefix < shorter, old[prefix] == new[prefix] { prefix += 1 }
    var suffix = 0
    while suffix < shorter - prefix,
      old[old.count - 1 - suffix] == new[new.count - 1 - suffix]
    { suffix += 1 }
    let blanks: Set<UInt8> = [0x20, 0x09, 0x0A, 0x0D]
    var lower = range.lowerBound
    while lower > 0, blanks.contains(old[lower - 1]) { lower -= 1 }
    var upper = range.upperBound
    while upper < old.count, blanks.contains(old[upper]) { upper += 1 }
    return prefix >= lower && old.count - suffix <= upper
  }

  /// The numbered comments that should have survived and did not, or not once.
  func lostComments(from old: [UInt8], to new: [UInt8]) -> [String] {
    let kept = old[..<removed.lowerBound] + [0x0A] + old[removed.upperBound...]
    return Self.comments(Array(kept)).filter { comment in
      Self.comments(new).count { $0 == comment } != 1
    }
  }

  private static func comments(_ text: [UInt8]) -> [String] {
    String(decoding: text, as: UTF8.self).matches(of: /#c[0-9]+;/).map { String($0.output) }
  }
}

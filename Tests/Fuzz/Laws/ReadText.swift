import YAML

/// A text that could be read, with the data of each of its documents.
struct ReadText {
  let bytes: [UInt8]
  let documents: [Document]
  let values: [Value]

  /// How many values a document may come to here: some hundred inputs a second can be tried then.
  private static let valueLimit = 4_000

  /// Nil for a text that is refused, or that aliases make too large for a campaign.
  init?(_ bytes: [UInt8]) throws(Violation) {
    self.bytes = bytes
    do throws(ParseError) {
      documents = try Document.parseAll(bytes)
      var left = Self.valueLimit
      for document in documents { Self.count(document.root, &left) }
      guard left > 0 else { return nil }
      values = try documents.map { (document) throws(ParseError) in try document.root.value() }
    } catch {
      let isInside = error.range.lowerBound >= 0 && error.range.upperBound <= bytes.count
      try require(
        isInside, "an error's place is inside the text: \(error)", [("text", bytes.shown)])
      return nil
    }
  }

  /// Takes the number of values that a node comes to off what is left; stops below zero.
  private static func count(_ node: Node, _ left: inout Int) {
    left -= 1
    guard left > 0 else { return }
    for child in node.resolved.children { count(child, &left) }
  }

  var evidence: (name: String, text: String) { ("text", bytes.shown) }
}

extension ReadText {
  /// Ranges lie inside each other as nodes do, and in the order of the text.
  func checkRanges() throws(Violation) {
    for document in documents { try checkRanges(of: document.root, inside: document.chunk) }
  }

  private func checkRanges(of node: Node, inside outer: Range<Int>) throws(Violation) {
    let range = node.range
    try require(
      range.lowerBound >= outer.lowerBound && range.upperBound <= outer.upperBound,
      "a node's range \(range) lies inside that of its parent \(outer)", [evidence])
    var start = range.lowerBound
    for child in node.children {
      try checkRanges(of: child, inside: start..<max(start, range.upperBound))
      start = child.range.upperBound
    }
  }
}

/// How a node is written: the five scalar styles, and block or flow for collections.
package enum NodeStyle: UInt8, Sendable {
  case plain
  case singleQuoted
  case doubleQuoted
  case literal
  case folded
  case block
  case flow
}

/// What a node is.
package enum NodeKind: UInt8, Sendable {
  case scalar
  case sequence
  case mapping
  case alias
}

/// One YAML document: a flat list of nodes, each with the byte range it has in its source.
///
/// Nodes stand in the order of the text; a subtree is a contiguous run. Nothing is decoded until
/// it is asked for, and releasing a document never recurses, however deep it is.
package final class Document: Sendable {
  /// How deep collections may nest; deeper is refused (libyaml itself has no limit).
  package static let depthLimit = 512
  /// How many values a document may have once its aliases are followed; more is refused.
  package static let expansionLimit = 1_000_000

  /// What few nodes have: properties, a value that is not its source, an alias's target.
  struct Extra {
    var anchor: String?
    var tag: String?
    var value: [UInt8]?
    var target: Int32 = -1
  }

  /// The text the document was read from, whole.
  package let source: [UInt8]
  /// The part of the source that was parsed to get it: from its `---` line to the next one.
  package let chunk: Range<Int>
  /// The position among the documents of its chunk: 0, but in streams with `%` directives.
  package let positionInChunk: Int
  let entries: NodeEntries
  let extras: [Extra]
  /// Whether the text of a node says all about it: no aliases, no indentation indicators, no tags
  /// that a `%TAG` line may explain.
  let isSelfContained: Bool
  /// Whether a literal or folded scalar states its indentation.
  let hasIndentationIndicators: Bool
  /// Whether some plain scalar is `<<`, which merges where it is a key.
  let mayHaveMerges: Bool
  /// Whether some key is no scalar, or an alias.
  let mayHaveCollectionKeys: Bool
  /// Whether some tag asks for a type that the text under it may not have.
  let hasTypeTags: Bool

  init(
    source: [UInt8], chunk: Range<Int>, positionInChunk: Int, entries: NodeEntries, extras: [Extra],
    hasIndentationIndicators: Bool, mayHaveMerges: Bool, mayHaveCollectionKeys: Bool
  ) {
    self.mayHaveCollectionKeys = mayHaveCollectionKeys
    self.mayHaveMerges = mayHaveMerges
    self.hasIndentationIndicators = hasIndentationIndicators
    let hasExplainedTags =
      extras.contains { $0.tag != nil } && source[chunk].contains(UInt8(ascii: "%"))
    isSelfContained =
      !hasIndentationIndicators && !hasExplainedTags && !extras.contains { $0.target >= 0 }
    hasTypeTags = extras.contains { $0.tag.flatMap { TypeTag($0) } != nil }
    self.source = source
    self.chunk = chunk
    self.positionInChunk = positionInChunk
    self.entries = entries
    self.extras = extras
  }

  /// The null that a text without a document stands for, which its comments are about; nil where
  /// the text cannot be read.
  package static func bare(_ source: [UInt8]) -> Document? {
    guard (try? SourceText.check(source)) != nil else { return nil }
    let start = Int32(SourceText.byteOrderMarkLength(source))
    let null = Entry(kind: .scalar, style: .plain, start: start, end: start, next: 1, extra: nil)
    return Document(
      source: source, chunk: 0..<source.count, positionInChunk: 0, entries: NodeEntries([null]),
      extras: [], hasIndentationIndicators: false, mayHaveMerges: false,
      mayHaveCollectionKeys: false)
  }

  /// The topmost node.
  package var root: Node { Node(document: self, index: 0) }

  /// The node that comes last in the text.
  var lastNode: Node? { entries.isEmpty ? nil : Node(document: self, index: entries.count - 1) }

  /// Reads the documents of one chunk of a source that ``SourceText/check(_:)`` has passed.
  package static func parse(
    _ source: [UInt8], chunk: Range<Int>
  ) throws(ParseError) -> [Document] {
    var room: [Entry] = []
    return try parse(source, chunk: chunk, in: &room)
  }

  /// Reads the documents of one chunk, with room for nodes that was used before.
  static func parse(
    _ source: [UInt8], chunk: Range<Int>, in room: inout [Entry]
  ) throws(ParseError) -> [Document] {
    // libyaml refuses a `...` line that ends no document.
    guard DocumentSplitter.holdsDocument(chunk, of: source) else { return [] }
    var builder = DocumentBuilder(source: source, chunk: chunk)
    swap(&builder.entries, &room)
    defer { swap(&builder.entries, &room) }
    do throws(ParseError) {
      try readEvents(of: source, in: chunk) { (event: Event) throws(ParseError) in
        try builder.receive(event)
        return true
      }
    } catch {
      guard var pairs = SurrogatePairs(in: source, chunk) else { throw error }
      return try parse(source, chunk: chunk, with: &pairs, after: error)
    }
    return builder.documents
  }

  /// Reads the documents of a chunk that libyaml refuses, perhaps because of surrogate pairs.
  private static func parse(
    _ source: [UInt8], chunk: Range<Int>, with pairs: inout SurrogatePairs,
    after refusal: ParseError
  ) throws(ParseError) -> [Document] {
    var builder = DocumentBuilder(source: source, chunk: chunk)
    do throws(ParseError) {
      try readEvents(of: pairs.text, in: chunk) { (event: Event) throws(ParseError) in
        guard pairs.note(event) else { throw refusal }
        try builder.receive(event)
        return true
      }
    } catch {
      // What libyaml says of the text as it is.
      if case .syntax = error.problem { throw refusal }
      throw error
    }
    guard pairs.places.isEmpty else { throw refusal }
    return builder.documents
  }

  /// The document of a chunk that differs from the only one of another chunk in plain values; nil
  /// when it has to be checked and parsed to know what it holds.
  ///
  /// `sharingNodes` leaves the nodes where they are, as is best for two versions of one document;
  /// else the document has its own.
  package static func read(
    _ source: [UInt8], chunk: Range<Int>, like model: Document, sharingNodes: Bool = true
  ) -> Document? {
    DocumentTwin.read(source, chunk: chunk, like: model, sharingNodes: sharingNodes)
  }

  /// The document of a text that another's became by lines added to it; nil when it has to be
  /// checked and parsed to know what it holds.
  package static func read(
    _ source: [UInt8], like model: Document, after edit: TextEdit
  ) -> Document? {
    InsertedLines.read(source, like: model, after: edit)
  }

  /// Checks, cuts and reads a whole text.
  package static func parseAll(_ source: [UInt8]) throws(ParseError) -> [Document] {
    try SourceText.check(source)
    var documents: [Document] = []
    for chunk in DocumentSplitter.chunks(of: source) {
      documents += try parse(source, chunk: chunk)
    }
    return documents
  }

  /// Reads a text that must hold exactly one document; nil when it holds none or several.
  package static func parseSingle(_ source: [UInt8]) throws(ParseError) -> Document? {
    let documents = try parseAll(source)
    return documents.count == 1 ? documents[0] : nil
  }
}

package import YAML

/// A named text with the documents of one side of a comparison.
package struct StreamSource: Sendable {
  /// The path on its side, by which changes are told.
  package let name: String
  package let bytes: [UInt8]
  /// How the user reaches it, by which errors are told: both sides may have a file of its name.
  package let place: String

  /// - Parameter place: nil where it is the name.
  package init(name: String, bytes: [UInt8], place: String? = nil) {
    self.name = name
    self.bytes = bytes
    self.place = place ?? name
  }

  func hasSameBytes(as other: StreamSource) -> Bool {
    bytes.hasSameBytes(in: 0..<bytes.count, as: other.bytes, in: 0..<other.bytes.count)
  }
}

/// One document of one side: where it stands, and its topmost node once it has been read.
///
/// Lists of many are made, sorted and filtered, so they hold references.
package final class StreamDocument: Sendable {
  /// Which source it is in.
  package let source: Int
  /// The place of its chunk among the chunks of the side, and its own among what was read.
  package let place: (chunk: Int, index: Int)
  /// How many documents, and how many lists of documents, stand before it in its chunk.
  package let order: (documents: Int, lists: Int)
  /// The bytes of its chunk, and the line of the source that the chunk starts on, from 1.
  package let chunk: Range<Int>
  package let firstLine: Int
  /// The document's node: the root, or an item of a list of documents.
  package let node: Node
  /// Whether it is what is left of a list of documents without them.
  package let isList: Bool
  /// Whether it is the only document of its source.
  package let isAlone: Bool
  /// Its identity; nil when it has none.
  package let identity: DocumentIdentity?

  init(
    _ node: Node, in chunk: StreamChunk, place: (chunk: Int, index: Int),
    order: (documents: Int, lists: Int), isList: Bool, isAlone: Bool, identity: DocumentIdentity?
  ) {
    source = chunk.source
    self.place = place
    self.order = order
    self.chunk = chunk.range
    firstLine = chunk.firstLine
    self.node = node
    self.isList = isList
    self.isAlone = isAlone
    self.identity = identity
  }
}

/// A chunk of a source, known by its bytes alone until someone has to read it.
struct StreamChunk {
  let source: Int
  let range: Range<Int>
  /// The range without a `---` line, which the first document of a stream often lacks.
  let content: Range<Int>
  let firstLine: Int
  let hash: Int

  /// All of a source that holds no document.
  init(bare source: Int, of bytes: [UInt8]) {
    self.source = source
    range = 0..<bytes.count
    content = range
    firstLine = 1
    hash = 0
  }

  init(source: Int, _ chunk: DocumentSplitter.Chunk, of bytes: [UInt8]) {
    self.source = source
    range = chunk.range
    firstLine = chunk.firstLine
    let rest = min(range.lowerBound + 4, range.upperBound)..<range.upperBound
    // With nothing but comments after it, the marker is what makes an empty document.
    let hasMarker =
      bytes[range].starts(with: "---\n".utf8) && DocumentSplitter.holdsDocument(rest, of: bytes)
    content = hasMarker ? rest : range
    hash = bytes.mixedHash(of: content)
  }
}

/// One side of a comparison, cut into chunks.
struct StreamSide {
  let sources: [StreamSource]
  let chunks: [StreamChunk]

  /// The names of the sources that are known to be equal on the other side, which are not cut.
  let equal: Set<String>

  /// Cuts the sources, but those that are known to be equal on the other side.
  ///
  /// `joinsComments` puts comments that stand in a chunk of their own to the document after them,
  /// so that they are compared with it.
  init(_ sources: [StreamSource], leaving equal: Set<String>, joinsComments: Bool = false) {
    self.sources = sources
    self.equal = equal
    var chunks: [StreamChunk] = []
    for (index, source) in sources.enumerated() where !equal.contains(source.name) {
      let found = DocumentSplitter.numberedChunks(of: source.bytes, joinsComments: joinsComments)
      if sources.count == 1 { chunks.reserveCapacity(found.count) }
      for chunk in found {
        chunks.append(StreamChunk(source: index, chunk, of: source.bytes))
      }
    }
    self.chunks = chunks
  }

  /// Whether a chunk holds the same bytes as one of another side.
  func hasSameBytes(_ chunk: Int, as other: Int, of side: StreamSide) -> Bool {
    let (one, two) = (chunks[chunk], side.chunks[other])
    return sources[one.source].bytes.hasSameBytes(
      in: one.content, as: side.sources[two.source].bytes, in: two.content)
  }

  /// Whether a chunk holds more than comments.
  func holdsDocument(_ chunk: Int) -> Bool {
    let chunk = chunks[chunk]
    return DocumentSplitter.holdsDocument(chunk.range, of: sources[chunk.source].bytes)
  }

  /// The chunks that hold more than comments, in order.
  var chunksWithDocuments: [Int] { chunks.indices.filter(holdsDocument) }

  /// Whether no other chunk of its source holds a document.
  private func isAlone(_ order: Int) -> Bool {
    let source = chunks[order].source
    func isOther(_ chunk: Int) -> Bool { chunks[chunk].source == source }
    let before = chunks[..<order].indices.reversed().lazy.prefix(while: isOther)
    let after = chunks[(order + 1)...].indices.lazy.prefix(while: isOther)
    return !before.contains(where: holdsDocument) && !after.contains(where: holdsDocument)
  }

  /// The name of the source that a chunk is in.
  func sourceName(of chunk: Int) -> String { sources[chunks[chunk].source].name }

  /// Reads the documents of some chunks; the items of a list of documents are documents themselves.
  ///
  /// `models` are documents of the other side in its order, of which the chunks may be versions.
  func read(
    _ orders: [Int], like models: [Document] = [], rules: DocumentRules
  ) throws(StreamError) -> [StreamDocument] {
    var documents: [StreamDocument] = []
    var models = models[...]
    var reader = DocumentReader()
    for order in orders {
      let chunk = chunks[order]
      let isAlone = isAlone(order)
      var before = (documents: 0, lists: 0)
      func add(_ node: Node, isList: Bool = false, isItem: Bool = false) {
        documents.append(
          StreamDocument(
            node, in: chunk, place: (order, documents.count), order: before, isList: isList,
            isAlone: isAlone && !isList && !isItem,
            identity: isList ? nil : rules.identity(node)))
        before.documents += isList ? 0 : 1
        before.lists += isList ? 1 : 0
      }
      for document in try read(order, like: &models, &reader) {
        if let items = rules.items(document.root) {
          add(document.root, isList: true)
          for item in items.items { add(item, isItem: true) }
        } else {
          add(document.root)
        }
      }
    }
    return documents
  }

  /// How many documents of the other side are tried as models: some were removed there.
  private static let lookAhead = 4

  private func read(
    _ order: Int, like models: inout ArraySlice<Document>, _ reader: inout DocumentReader
  ) throws(StreamError) -> [Document] {
    let chunk = chunks[order]
    let source = sources[chunk.source]
    for (position, model) in models.prefix(Self.lookAhead).enumerated() {
      if let document = Document.read(source.bytes, chunk: chunk.range, like: model) {
        models = models.dropFirst(position + 1)
        return [document]
      }
    }
    do throws(ParseError) {
      try SourceText.check(source.bytes, in: chunk.range)
      return try reader.read(source.bytes, chunk: chunk.range)
    } catch { throw StreamError(source: source, error: error) }
  }
}

/// A source that cannot be compared, and why.
package struct StreamError: Error, Sendable {
  package let source: StreamSource
  package let error: ParseError

  package init(source: StreamSource, error: ParseError) {
    self.source = source
    self.error = error
  }
}

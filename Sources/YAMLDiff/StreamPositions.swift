internal import YAML

/// The positions of the documents of one stream, counted from 0, items of lists as documents.
package struct StreamPositions: Sendable {
  /// How many documents and lists stand before a chunk, by where the chunk ends.
  private var before: [Int: (documents: Int, lists: Int)] = [:]

  /// Counts the documents of a stream; only those chunks are read that may hold several.
  package init(_ source: StreamSource, rules: DocumentRules) {
    var count = (documents: 0, lists: 0)
    for chunk in DocumentSplitter.chunks(of: source.bytes) {
      before[chunk.upperBound] = count
      let inside = Self.count(chunk, of: source.bytes, rules)
      count.documents += inside.documents
      count.lists += inside.lists
    }
  }

  /// The position of a document among the documents, or of a list among the lists.
  package func position(of document: StreamDocument) -> Int? {
    guard let before = before[document.chunk.upperBound] else { return nil }
    return document.isList
      ? before.lists + document.order.lists : before.documents + document.order.documents
  }

  private static func count(
    _ chunk: Range<Int>, of source: [UInt8], _ rules: DocumentRules
  ) -> (documents: Int, lists: Int) {
    guard DocumentSplitter.holdsDocument(chunk, of: source) else { return (0, 0) }
    // A stream with % directives is one chunk.
    guard mayHoldSeveral(source[chunk]), let read = try? Document.parse(source, chunk: chunk) else {
      return (1, 0)
    }
    var count = (documents: 0, lists: 0)
    for document in read {
      let items = rules.items(document.root)?.items
      count.documents += items?.count ?? 1
      count.lists += items == nil ? 0 : 1
    }
    return count
  }

  /// Whether a text leaves open that it holds a list of documents, or several documents.
  private static func mayHoldSeveral(_ text: ArraySlice<UInt8>) -> Bool {
    var matched = 0
    let word = Array("List".utf8)
    for byte in text {
      if byte == UInt8(ascii: "%") || byte == UInt8(ascii: "\\") { return true }
      matched = byte == word[matched] ? matched + 1 : byte == word[0] ? 1 : 0
      if matched == word.count { return true }
    }
    return false
  }
}

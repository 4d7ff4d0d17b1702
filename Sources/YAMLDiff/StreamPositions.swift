internal import YAML

/// The positions of the documents of one stream, counted from 0, items of lists as documents.
package struct StreamPositions: Sendable {
  /// How many documents and lists stand before each chunk.
  private var before: [(documents: Int, lists: Int)] = []

  /// Counts the documents of a stream that was cut into chunks; only those chunks are read that may
  /// hold several.
  package init(_ source: StreamSource, chunks: [Range<Int>], rules: DocumentRules) {
    before.reserveCapacity(chunks.count)
    var count = (documents: 0, lists: 0)
    for (index, chunk) in chunks.enumerated() {
      before.append(count)
      // Nothing stands after the last one, which may be all there is.
      guard index + 1 < chunks.count else { break }
      let inside = Self.count(chunk, of: source.bytes, rules)
      count.documents += inside.documents
      count.lists += inside.lists
    }
  }

  /// The position of a document among the documents, or of a list among the lists.
  package func position(of document: StreamDocument) -> Int? {
    let chunk = document.place.chunk
    guard before.indices.contains(chunk) else { return nil }
    return document.isList
      ? before[chunk].lists + document.order.lists
      : before[chunk].documents + document.order.documents
  }

  private static func count(
    _ chunk: Range<Int>, of source: [UInt8], _ rules: DocumentRules
  ) -> (documents: Int, lists: Int) {
    guard DocumentSplitter.holdsDocument(chunk, of: source) else { return (0, 0) }
    // A stream with % directives is one chunk, which is the last.
    guard rules.mayBeList(source, chunk),
      let read = try? Document.parse(source, chunk: chunk)
    else { return (1, 0) }
    var count = (documents: 0, lists: 0)
    for document in read {
      let items = rules.items(document.root)?.items
      count.documents += items?.count ?? 1
      count.lists += items == nil ? 0 : 1
    }
    return count
  }
}

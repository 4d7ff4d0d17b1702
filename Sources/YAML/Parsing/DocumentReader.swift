/// Reads the documents of many chunks, one after the other.
///
/// What somebody's tools made is often alike but for names and a few other values. Such a document
/// is read like the one before it of as many lines; it equals what parsing it gives.
package struct DocumentReader: Sendable {
  /// A document that others may be like.
  private struct Model {
    let lineCount: Int
    let document: Document
  }

  /// How many documents others are compared with; most repositories have few kinds of files.
  private static let modelCount = 8
  /// How long a document may be to be looked for among them: parsing costs more, but few are alike.
  private static let longest = 1 << 14

  /// The latest first.
  private var models: [Model] = []
  /// Room for nodes while a document is read.
  private var room: [Document.Entry] = []

  package init() {}

  /// Reads the documents of one chunk of a source that ``SourceText/check(_:)`` has passed.
  package mutating func read(
    _ source: [UInt8], chunk: Range<Int>
  ) throws(ParseError) -> [Document] {
    guard chunk.count <= Self.longest else {
      return try Document.parse(source, chunk: chunk, in: &room)
    }
    let lineCount = Self.lineCount(of: source, in: chunk)
    for (position, model) in models.enumerated() where model.lineCount == lineCount {
      guard
        let document = Document.read(
          source, chunk: chunk, like: model.document, sharingNodes: false)
      else { continue }
      if position > 0 { models.insert(models.remove(at: position), at: 0) }
      return [document]
    }
    let documents = try Document.parse(source, chunk: chunk, in: &room)
    if documents.count == 1 {
      if models.count == Self.modelCount { models.removeLast() }
      models.insert(Model(lineCount: lineCount, document: documents[0]), at: 0)
    }
    return documents
  }

  private static func lineCount(of source: [UInt8], in chunk: Range<Int>) -> Int {
    var count = 0
    var offset = chunk.lowerBound
    while let found = source.firstPosition(of: 0x0A, in: offset..<chunk.upperBound) {
      count += 1
      offset = found + 1
    }
    return count
  }
}

internal import Files
internal import Kubernetes
internal import YAML

/// What becomes of a document of a file.
enum FilePiece {
  /// The chunk gets another text.
  case replacement(chunk: Int, [UInt8])
  /// The chunk goes.
  case removal(chunk: Int)
  /// A document comes back, after another one or at the start.
  case insertion(DocumentVersion, after: DocumentKey?)
  /// An item of a list of objects gets other data, or goes.
  case item(ComparedDocument, Value?)
}

/// Puts a file together again from its chunks and what becomes of some of them.
struct FilePieces {
  let path: RepositoryPath
  /// The text; nil for a file that is not there.
  let today: [UInt8]?
  let pieces: [FilePiece]

  /// The new text; nil when no document is left.
  func assembled() throws(Refusal) -> [UInt8]? {
    let bytes = today ?? []
    let file = try DocumentFile(path, bytes)
    var replaced: [Int: [UInt8]] = [:]
    var removed: Set<Int> = []
    var inserted: [Int: [DocumentVersion]] = [:]
    var items: [Int: [(document: ComparedDocument, value: Value?)]] = [:]
    for piece in pieces {
      switch piece {
      case .replacement(let chunk, let text): replaced[chunk] = text
      case .removal(let chunk): removed.insert(chunk)
      case .item(let document, let value):
        guard let today = document.today else { continue }
        items[today.chunk, default: []].append((document, value))
      case .insertion(let document, let key):
        let position = key.flatMap { file[$0]?.chunk }.map { $0 + 1 } ?? 0
        inserted[position, default: []].append(document)
      }
    }
    for (chunk, found) in items {
      let text = try ListPieces(items: found).rewritten()
      if let text { replaced[chunk] = text } else { removed.insert(chunk) }
    }
    var result = Array(bytes[..<SourceText.byteOrderMarkLength(bytes)])
    let start = result.count
    for position in 0...file.chunks.count {
      for document in inserted[position] ?? [] {
        Self.append(document.bytes, to: &result, after: start)
      }
      guard position < file.chunks.count, !removed.contains(position) else { continue }
      let chunk = replaced[position] ?? Array(bytes[file.chunks[position]])
      let isFirst = position == 0 && inserted[0] == nil
      if isFirst || chunk.isEmpty {
        result += chunk
      } else {
        Self.append(chunk, to: &result, after: start)
      }
    }
    let isEmpty = !removed.isEmpty && inserted.isEmpty && !Self.holdsDocuments(result)
    return isEmpty ? nil : result
  }

  /// Adds a document, with the marker that tells it from the one before.
  private static func append(_ chunk: [UInt8], to result: inout [UInt8], after start: Int) {
    if result.count > start, result.last != 0x0A { result.append(0x0A) }
    if result.count > start, !DocumentSplitter.startsWithMarker(chunk) { result += "---\n".utf8 }
    result += chunk
  }

  private static func holdsDocuments(_ bytes: [UInt8]) -> Bool {
    guard let documents = try? Document.parseAll(bytes) else { return true }
    return documents.contains { (try? $0.root.value()) != .null }
  }
}

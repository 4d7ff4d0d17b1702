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
    let text = text(file, replaced: replaced, removed: removed, inserted: inserted)
    let isEmpty =
      !removed.isEmpty && inserted.isEmpty && !ManifestText.holdsDocuments(text)
    return isEmpty ? nil : text
  }

  private func text(
    _ file: DocumentFile, replaced: [Int: [UInt8]], removed: Set<Int>,
    inserted: [Int: [DocumentVersion]]
  ) -> [UInt8] {
    let bytes = file.source.bytes
    var result = Array(bytes[..<SourceText.byteOrderMarkLength(bytes)])
    let head = Self.head(of: file)
    // What heads the file stays where it is, whatever comes or goes below it.
    let isHeadApart = inserted[0] != nil || removed.contains(0)
    if isHeadApart { result += head }
    let start = result.count
    let lineBreak = ManifestText.lineBreak(
      of: bytes.isEmpty ? inserted[0]?.first?.bytes ?? [] : bytes)
    for position in 0...file.chunks.count {
      for document in inserted[position] ?? [] {
        // The first document of its file comes with the head that it had then.
        let isHeaded = !head.isEmpty && document.chunk == 0
        let old = isHeaded ? ManifestText.header(of: document.bytes[...]).count : 0
        Self.append(document.bytes.dropFirst(old), to: &result, after: start, lineBreak)
      }
      guard position < file.chunks.count, !removed.contains(position) else { continue }
      var chunk = (replaced[position] ?? Array(bytes[file.chunks[position]]))[...]
      if position == 0, isHeadApart, chunk.starts(with: head) {
        chunk = chunk.dropFirst(head.count)
      }
      // Where no document comes or goes, each stands behind the same one as before.
      let isAsBefore = inserted.isEmpty && removed.isEmpty
      if chunk.isEmpty || position == 0 && !isHeadApart || isAsBefore {
        result += chunk
      } else {
        Self.append(chunk, to: &result, after: start, lineBreak)
      }
    }
    return result
  }

  /// The comment that heads the file, such as its licence: all of a first chunk that holds nothing
  /// else.
  private static func head(of file: DocumentFile) -> [UInt8] {
    guard let first = file.chunks.first else { return [] }
    let bytes = file.source.bytes
    return DocumentSplitter.holdsDocument(first, of: bytes)
      ? ManifestText.header(of: bytes[first]) : Array(bytes[first])
  }

  /// Adds a document, with the marker that tells it from the one before.
  private static func append(
    _ chunk: ArraySlice<UInt8>, to result: inout [UInt8], after start: Int, _ lineBreak: [UInt8]
  ) {
    if let last = result.last, result.count > start, ![0x0A, 0x0D].contains(last) {
      result += lineBreak
    }
    if result.count > start, !DocumentSplitter.startsWithMarker(Array(chunk)) {
      result += "---".utf8 + lineBreak
    }
    result += chunk
  }
}

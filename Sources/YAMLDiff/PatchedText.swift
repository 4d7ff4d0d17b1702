internal import YAML

/// Writes the text of a stream after a patch: what stays keeps its bytes, in whatever order.
struct PatchedText {
  private let outcome: PatchOutcome
  private let documents: PatchedDocuments
  private let lineBreak: [UInt8]
  /// Whether the documents are JSON without markers between them, and stay so.
  private let isJSONStream: Bool
  /// Whether they were, and something comes that is no JSON object.
  private let wasJSONStream: Bool
  /// The chunk before each one that holds something, leaving those that hold comments only.
  private let comments: ChunkComments

  private var pieces: [[UInt8]] = []
  /// The chunk that the last piece was, if it was one.
  private var lastChunk: Int?
  private var hasDocuments = false
  /// The lists that are not written yet, in order.
  private var waitingLists: Range<Int>

  /// The text, which reads as exactly the documents of the outcome.
  static func text(
    of outcome: PatchOutcome, documents: PatchedDocuments
  ) throws(StreamPatch.Problem) -> [UInt8] {
    var writer = PatchedText(outcome, documents)
    try writer.write()
    let text = writer.joined()
    let source = StreamSource(name: documents.source.name, bytes: text)
    let read = try? PatchedDocuments(source, rules: documents.rules)
    guard let read, read.entries.map(\.value) == outcome.elements.map(\.value) else {
      throw StreamPatch.Problem(.unverified, at: 0..<0)
    }
    return text
  }

  private init(_ outcome: PatchOutcome, _ documents: PatchedDocuments) {
    self.outcome = outcome
    self.documents = documents
    lineBreak = SourceText.lineBreak(near: 0, in: documents.source.bytes)
    let isJSON = DocumentSplitter.isJSONStream(documents.source.bytes)
    isJSONStream = isJSON && outcome.elements.allSatisfy { $0.value.mapping != nil }
    wasJSONStream = isJSON && !isJSONStream
    comments = ChunkComments(documents)
    waitingLists = documents.lists.indices
  }

  private mutating func write() throws(StreamPatch.Problem) {
    pieces.append(
      Array(documents.source.bytes[..<SourceText.byteOrderMarkLength(documents.source.bytes)]))
    for chunk in comments.leading { pieces.append(bytes(of: chunk)) }
    let containers = containers()
    var index = 0
    while index < outcome.elements.count {
      if let list = containers[index] {
        let end = containers[index...].firstIndex { $0 != list } ?? containers.count
        try addLists(before: documents.lists[list].chunk)
        try addList(list, index..<end)
        waitingLists = (list + 1)..<waitingLists.upperBound
        index = end
      } else {
        try add(outcome.elements[index])
        index += 1
      }
    }
    try addLists(before: .max)
    if !comments.trailing.isEmpty {
      add(comments: comments.trailing, follow: lastChunk != nil && lastChunk == comments.last)
    }
  }

  /// The list that each element is in; nil for a document of its own.
  ///
  /// What comes stands where the one before it does; the first one in a list where all do. What
  /// moved keeps to its own list, and a document of its own stays one, where the order allows it.
  private func containers() -> [Int?] {
    let origins = outcome.elements.map { element in
      element.origin.map { documents.entries[$0].item?.list }
    }
    let isPlaced = outcome.elements.map(\.isPlaced)
    var next: [Int??] = []
    for index in origins.indices.reversed() {
      next.append(isPlaced[index] ? next.last ?? nil : origins[index])
    }
    next.reverse()
    var current: Int?
    if documents.entries.allSatisfy({ $0.item != nil }) {
      current = next.first.flatMap(\.self).flatMap(\.self) ?? documents.lists.indices.first
    }
    return origins.indices.map { index in
      if !isPlaced[index] {
        current = origins[index] ?? nil
      } else if let own = origins[index] {
        if own == nil, current == nil || next[index] != .some(current) { current = nil }
        if own != nil, next[index] == .some(own) { current = own }
      }
      return current
    }
  }

  // MARK: Documents

  private mutating func add(_ element: PatchOutcome.Element) throws(StreamPatch.Problem) {
    guard let origin = element.origin, documents.entries[origin].item == nil else {
      return addNew(element.value)
    }
    let entry = documents.entries[origin]
    if !element.isPlaced { try addLists(before: entry.chunk) }
    var text = bytes(of: entry.chunk)
    if element.isChanged {
      do throws(EditError) {
        text = try DocumentPatch.rewrite(
          text, to: element.value, schema: documents.rules.schema(entry.node))
      } catch { throw problem(error, in: entry.chunk) }
    }
    add(chunk: entry.chunk, text)
  }

  private mutating func addNew(_ value: Value) {
    if !isJSONStream, hasDocuments || pieces.contains(where: { !$0.isEmpty && !isMark($0) }) {
      pieces.append(Array("---".utf8) + lineBreak)
    }
    pieces.append(canonical(value))
    (lastChunk, hasDocuments) = (nil, true)
  }

  private func isMark(_ piece: [UInt8]) -> Bool {
    piece.count == SourceText.byteOrderMarkLength(piece)
  }

  private func canonical(_ value: Value) -> [UInt8] {
    if isJSONStream { return value.jsonBytes(isPretty: false) + lineBreak }
    return CanonicalEmitter.emit(value, keepsNumbers: true).utf8.flatMap {
      $0 == 0x0A ? lineBreak : [$0]
    }
  }

  /// Adds a chunk's text; where another one than before precedes it, it needs a marker.
  private mutating func add(chunk: Int, _ text: [UInt8]) {
    let before = comments.before[chunk] ?? []
    let follows =
      lastChunk != nil && lastChunk == comments.previous[chunk] && !wasJSONStream
    let isFirst = !hasDocuments && before.isEmpty
    if !before.isEmpty {
      add(comments: before, follow: follows)
    } else if !follows, hasDocuments, !isJSONStream, !DocumentSplitter.startsWithMarker(text) {
      pieces.append(Array("---".utf8) + lineBreak)
    }
    pieces.append(isFirst ? withoutNewMarker(text) : text)
    (lastChunk, hasDocuments) = (chunk, true)
  }

  /// The text of what is now the first document: without its marker where the one that was first
  /// had none.
  private func withoutNewMarker(_ text: [UInt8]) -> [UInt8] {
    let marker = Array("---".utf8) + lineBreak
    let rest = min(marker.count, text.count)..<text.count
    guard text.starts(with: marker), comments.leading.isEmpty,
      DocumentSplitter.holdsDocument(rest, of: text), let first = comments.first,
      !DocumentSplitter.startsWithMarker(bytes(of: first))
    else { return text }
    return Array(text[rest])
  }

  /// Adds chunks of comments, which only stand between documents where a `...` line ends the one
  /// before.
  private mutating func add(comments chunks: [Int], follow: Bool) {
    if hasDocuments, !follow { pieces.append(Array("...".utf8) + lineBreak) }
    for chunk in chunks { pieces.append(bytes(of: chunk)) }
  }

  // MARK: Lists

  /// Adds the lists that lost all their documents and stand before a chunk.
  private mutating func addLists(before chunk: Int) throws(StreamPatch.Problem) {
    while let list = waitingLists.first, documents.lists[list].chunk < chunk {
      waitingLists = waitingLists.dropFirst()
      try addList(list, 0..<0)
    }
  }

  private mutating func addList(
    _ index: Int, _ range: Range<Int>
  ) throws(StreamPatch.Problem) {
    let list = documents.lists[index]
    let editor = ListEditor(
      documents: documents, list: index, own: outcome.lists[index] ?? list.value,
      elements: Array(outcome.elements[range]))
    do throws(EditError) {
      add(
        chunk: list.chunk,
        try DocumentEditor.apply(
          editor.operations(), to: bytes(of: list.chunk), lineBreak: lineBreak))
    } catch { throw problem(error, in: list.chunk) }
  }

  // MARK: Text

  private func bytes(of chunk: Int) -> [UInt8] {
    Array(documents.source.bytes[documents.chunks[chunk]])
  }

  private func problem(_ error: EditError, in chunk: Int) -> StreamPatch.Problem {
    let error = error.moved(by: documents.chunks[chunk].lowerBound)
    return StreamPatch.Problem(.edit(error), at: error.range)
  }

  /// The pieces one after the other, each but the last with a line end.
  private func joined() -> [UInt8] {
    var text: [UInt8] = []
    let written = pieces.filter { !$0.isEmpty }
    for (index, piece) in written.enumerated() {
      let isLast = index == written.count - 1
      text += isLast || isMark(piece) ? piece : closed(piece)
    }
    return text
  }

  /// A piece that others may follow: with a line end, and still the same data.
  private func closed(_ piece: [UInt8]) -> [UInt8] {
    guard let last = piece.last, last != 0x0A, last != 0x0D else { return piece }
    func value(_ text: [UInt8]) -> Value? {
      let documents = try? Document.parse(text, chunk: 0..<text.count)
      return documents?.first.flatMap { try? $0.root.value() }
    }
    let ended = piece + lineBreak
    guard let wanted = value(piece), value(ended) != wanted else { return ended }
    let marker = DocumentSplitter.startsWithMarker(piece) ? Array("---".utf8) + lineBreak : []
    return marker + canonical(wanted)
  }
}

/// Where a stream's chunks without a document stand, seen from those that have one.
private struct ChunkComments {
  /// Before the first document, and after the last one.
  var leading: [Int] = []
  var trailing: [Int] = []
  /// Right before a chunk with a document.
  var before: [Int: [Int]] = [:]
  /// The chunk with a document before each other one.
  var previous: [Int: Int] = [:]
  /// The first and the last chunk with a document.
  var first: Int?
  var last: Int?

  init(_ documents: PatchedDocuments) {
    for chunk in documents.chunks.indices {
      if documents.empty.contains(chunk) {
        trailing.append(chunk)
        continue
      }
      if let last {
        previous[chunk] = last
        before[chunk] = trailing
      } else {
        leading = trailing
        first = chunk
      }
      trailing = []
      last = chunk
    }
    if last == nil { (leading, trailing) = (trailing, []) }
  }
}

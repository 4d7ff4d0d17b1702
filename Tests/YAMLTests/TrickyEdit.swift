import Testing
import YAML

/// The edits of one document of a file, which leave the file's other documents as they are.
struct TrickyEdit {
  private let file: TrickyFile
  private let document: Document
  private let chunk: [UInt8]
  /// What stands in place of values and is no data, as `{{ }}` of a template, by a word for each.
  private let templates: [(text: [UInt8], word: [UInt8])]
  /// The data of the chunk's documents, with the words.
  private let values: [Value]
  /// The document among those of its chunk.
  private let root: Node
  /// The document and its data, with the words.
  let plainDocument: Document
  let value: Value

  init(_ document: Document, of file: TrickyFile) throws {
    self.file = file
    self.document = document
    chunk = Array(file.bytes[document.chunk])
    let before = try Document.parse(chunk, chunk: 0..<chunk.count)
    root = before[document.positionInChunk].root
    templates = Self.templates(in: root).enumerated().map { index, node in
      (Array(node.document.source[node.range]), Array("zqx\(index)".utf8))
    }
    let plain = Self.plain(chunk, templates)
    let documents = try Document.parse(plain, chunk: 0..<plain.count)
    values = try documents.map { try $0.root.value() }
    plainDocument = documents[document.positionInChunk]
    value = values[document.positionInChunk]
  }

  /// The outermost mappings that have a collection as a key.
  private static func templates(in node: Node) -> [Node] {
    node.hasCollectionKeys ? [node] : node.children.flatMap { templates(in: $0) }
  }

  private static func plain(
    _ text: [UInt8], _ templates: [(text: [UInt8], word: [UInt8])]
  ) -> [UInt8] {
    templates.reduce(text) { $0.replacing($1.text, with: $1.word) }
  }

  /// Makes an edit and checks its bytes and the data.
  func check(_ operation: EditOperation, gives intended: Value) throws(EditError) {
    let result = try DocumentEditor.apply(
      [operation], to: chunk, position: document.positionInChunk)
    let shown = "\(file.name) \(operation)\n\(chunk.shown)\n=>\n\(result.shown)"
    let plain = Self.plain(result, templates)
    let after = (try? Document.parse(plain, chunk: 0..<plain.count))?.map { try? $0.root.value() }
    var expected = values
    expected[document.positionInChunk] = intended
    if after != expected { Issue.record("other data: \(shown)") }
    if !othersStay(result) { Issue.record("other documents: \(shown)") }
    let window = EditWindow(document: root.document, operation: operation)
    if !window.holdsChange(from: chunk, to: result) { Issue.record("bytes outside: \(shown)") }
    if !isOnlyAddedOrTaken(by: operation, result) { Issue.record("bytes replaced: \(shown)") }
  }

  /// Whether the file with the new text falls into the same chunks, all others unchanged.
  private func othersStay(_ result: [UInt8]) -> Bool {
    let (lower, upper) = (document.chunk.lowerBound, document.chunk.upperBound)
    let whole = Array(file.bytes[..<lower] + result + file.bytes[upper...])
    let moved = result.count - chunk.count
    let expected = DocumentSplitter.chunks(of: file.bytes).map { range in
      range.lowerBound < lower
        ? range
        : range.lowerBound == lower
          ? lower..<(upper + moved) : (range.lowerBound + moved)..<(range.upperBound + moved)
    }
    return DocumentSplitter.chunks(of: whole) == expected
  }

  /// An insertion beside something only adds bytes, a removal that leaves something only takes
  /// some away.
  private func isOnlyAddedOrTaken(by operation: EditOperation, _ result: [UInt8]) -> Bool {
    let path = operation.path
    let container = root[Path(path.steps.dropLast())]
    guard let container, container.style == .block else { return true }
    let shorter = min(chunk.count, result.count)
    let prefix = zip(chunk, result).prefix { $0 == $1 }.count
    let suffix = zip(chunk.reversed(), result.reversed()).prefix(shorter - prefix)
      .prefix { $0 == $1 }.count
    let isAdded = prefix + suffix == chunk.count
    switch operation {
    case .insertItem: return isAdded || isAfterOpenText(result)
    case .set where root[path] == nil: return isAdded
    case .remove where container.children.count > (container.kind == .mapping ? 2 : 1):
      return prefix + suffix == result.count
    default: return true
    }
  }

  /// Whether the mark of a `|` text that ends the file without a line end has become `|-`.
  private func isAfterOpenText(_ result: [UInt8]) -> Bool {
    guard let last = chunk.last, last != 0x0A, last != 0x0D else { return false }
    let (old, new) = (chunk.shown, result.shown)
    return new.contains("|-") && new.replacing("|-", with: "|").hasPrefix(old)
  }
}

internal import YAML
package import YAMLDiff

/// The three-way merge of texts: documents are matched by identity, and ours keeps its bytes
/// wherever its data stays.
package struct StreamMerge: Sendable {
  /// A place that could not be merged, in which object.
  package struct Conflict: Sendable {
    /// The object; nil for a document that is none.
    package let object: ObjectReference?
    package let conflict: MergeConflict
  }

  /// Why texts cannot be merged: which one, and what is wrong with it.
  package struct Problem: Error, Sendable {
    package let source: SourceFile
    package let message: String
    package let hint: String?
    package let range: Range<Int>

    package init(source: SourceFile, message: String, hint: String? = nil, range: Range<Int>) {
      self.source = source
      self.message = message
      self.hint = hint
      self.range = range
    }
  }

  /// The merged text, with what is ours where there is a conflict.
  package private(set) var text: [UInt8]
  package private(set) var conflicts: [Conflict] = []

  private let schemas: KnownSchemas
  /// Whether the documents of ours are JSON without markers between them.
  private let isJSONStream: Bool

  /// Merges three texts.
  package init(base: SourceFile, ours: SourceFile, theirs: SourceFile) throws(Problem) {
    schemas = KnownSchemas(
      definitions: CustomResourceSchemas(
        [base, theirs, ours].map { StreamSource(name: $0.name, bytes: $0.bytes) }))
    isJSONStream = DocumentSplitter.isJSONStream(ours.bytes)
    let old = try Documents(base)
    let baseText = base.bytes
    let left = try Documents(ours)
    let right = try Documents(theirs)
    var intended: [Value] = []
    text = Array(ours.bytes[..<SourceText.byteOrderMarkLength(ours.bytes)])
    for (position, chunk) in left.chunks.enumerated() {
      guard let document = left.byChunk[position] else {
        text += ours.bytes[chunk]
        continue
      }
      let other = right[document.key]
      let base = old[document.key]?.value
      let merged = merge(base, document.value, other?.value, document)
      guard let merged else { continue }
      if let other, merged == other.value, merged != document.value,
        let before = old[document.key], base == document.value,
        baseText[before.chunk].elementsEqual(ours.bytes[chunk])
      {
        // Ours is untouched, so what is theirs comes as they wrote it.
        append(other, from: theirs)
        if chunk.upperBound < ours.bytes.count { endLine() }
        intended.append(merged)
        continue
      }
      do throws(Problem) {
        text += try rewrite(document, in: ours, chunk: chunk, to: merged)
      } catch {
        // Where ours changed nothing, what is theirs can be had as they wrote it.
        guard let other, merged == other.value, document.value == base else { throw error }
        append(other, from: theirs)
        if chunk.upperBound < ours.bytes.count { endLine() }
      }
      intended.append(merged)
    }
    for document in right.documents where left[document.key] == nil {
      let merged = merge(old[document.key]?.value, nil, document.value, document)
      guard let merged else { continue }
      append(document, from: theirs)
      intended.append(merged)
    }
    try verify(intended, in: ours)
  }

  /// Refuses a text that does not read as the merged data: where ours ends in `|` text without a
  /// line end, nothing can follow it.
  private func verify(_ intended: [Value], in ours: SourceFile) throws(Problem) {
    let documents = try? Document.parseAll(text)
    let values = documents?.map { try? $0.root.value() }
    guard values != intended else { return }
    throw Problem(
      source: ours, message: "the merged texts, one after the other, are not the merged data",
      hint: "end both texts with a line end, and write % directives in neither",
      range: ours.bytes.count..<ours.bytes.count)
  }

  private mutating func merge(
    _ base: Value?, _ ours: Value?, _ theirs: Value?, _ document: Documents.Entry
  ) -> Value? {
    let result = ValueMerge.merge(
      base: base, ours: ours, theirs: theirs, schema: schemas.schema(of: document.node))
    let object = ObjectReference(document.node)
    conflicts += result.conflicts.map { Conflict(object: object, conflict: $0) }
    return result.value
  }

  private func rewrite(
    _ document: Documents.Entry, in source: SourceFile, chunk: Range<Int>, to value: Value
  ) throws(Problem) -> [UInt8] {
    do throws(EditError) {
      return try DocumentPatch.rewrite(
        Array(source.bytes[chunk]), to: value,
        schema: schemas.schema(of: document.node))
    } catch {
      let error = error.moved(by: chunk.lowerBound)
      throw Problem(source: source, message: error.message, hint: error.hint, range: error.range)
    }
  }

  private mutating func endLine() {
    if let last = text.last, last != 0x0A { text.append(0x0A) }
  }

  /// Adds a document that only the other side has, with its own text.
  private mutating func append(_ document: Documents.Entry, from source: SourceFile) {
    let chunk = Array(source.bytes[document.chunk])
    endLine()
    let needsMarker =
      !text.isEmpty && !DocumentSplitter.startsWithMarker(chunk)
      && !(isJSONStream && chunk.first == UInt8(ascii: "{"))
    if needsMarker { text += "---\n".utf8 }
    text += chunk
  }
}

/// The documents of one text, by what makes them the same in the others.
private struct Documents {
  struct Entry {
    let key: [String]
    let node: Node
    let value: Value
    let chunk: Range<Int>
  }

  let chunks: [Range<Int>]
  /// The document of each chunk that has one.
  private(set) var byChunk: [Int: Entry] = [:]
  private(set) var documents: [Entry] = []
  private var byKey: [[String]: Entry] = [:]

  init(_ source: SourceFile) throws(StreamMerge.Problem) {
    do throws(ParseError) {
      try SourceText.check(source.bytes)
      chunks = DocumentSplitter.chunks(of: source.bytes)
    } catch { throw Self.problem(error, source) }
    var anonymous = 0
    for (position, chunk) in chunks.enumerated() {
      let read: [Document]
      let values: [Value]
      do throws(ParseError) {
        read = try Document.parse(source.bytes, chunk: chunk)
        values = try read.map { (document) throws(ParseError) in try document.root.value() }
      } catch { throw Self.problem(error, source) }
      guard let document = read.first, let value = values.first else { continue }
      guard read.count == 1 else {
        throw StreamMerge.Problem(
          source: source, message: "a stream with % directives cannot be merged",
          range: document.root.range)
      }
      let identity = DocumentRules.kubernetes.identity(document.root)?.parts
      let key = identity ?? ["#\(anonymous)"]
      if identity == nil { anonymous += 1 }
      let entry = Entry(key: key, node: document.root, value: value, chunk: chunk)
      guard byKey.updateValue(entry, forKey: key) == nil else {
        throw StreamMerge.Problem(
          source: source,
          message: "\(key.filter { !$0.isEmpty }.joined(separator: " ")) stands twice",
          range: document.root.range)
      }
      byChunk[position] = entry
      documents.append(entry)
    }
  }

  subscript(key: [String]) -> Entry? { byKey[key] }

  private static func problem(_ error: ParseError, _ source: SourceFile) -> StreamMerge.Problem {
    StreamMerge.Problem(
      source: source, message: error.message, hint: error.hint, range: error.range)
  }
}

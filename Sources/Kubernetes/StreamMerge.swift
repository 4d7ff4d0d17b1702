package import YAML
package import YAMLDiff

/// The three-way merge of texts: documents are matched by identity, and ours keeps its bytes
/// wherever its data stays.
package struct StreamMerge: Sendable {
  /// A place that could not be merged, in which object.
  package struct Conflict: Sendable {
    /// The object; nil for a document that is none.
    package let object: ObjectReference?
    package let conflict: MergeConflict
    /// The document in each text that has it: base, ours, theirs.
    package let documents: [Node]
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
    text = []
    let old = try Documents(base)
    let baseText = base.bytes
    let left = try Documents(ours)
    let right = try Documents(theirs)
    var merged = Pieces(theirs: theirs, isJSONStream: isJSONStream)
    for (position, chunk) in left.chunks.enumerated() {
      guard let document = left.byChunk[position] else {
        merged.keep(ours.bytes[chunk])
        continue
      }
      let (base, other) = (old[document.key], right[document.key])
      guard let value = merge(base, document, other, document) else { continue }
      if let other, value == other.value, value != document.value, let base,
        base.value == document.value,
        baseText[base.chunk].elementsEqual(ours.bytes[chunk])
      {
        // Ours is untouched, so what is theirs comes as they wrote it.
        merged.take(other, value, isFollowed: chunk.upperBound < ours.bytes.count)
        continue
      }
      do throws(Problem) {
        let text = try rewrite(document, in: ours, chunk: chunk, to: value)
        merged.add(document.key, value, text, at: position)
      } catch {
        // Where ours changed nothing, what is theirs can be had as they wrote it.
        guard let other, value == other.value, document.value == base?.value else { throw error }
        merged.take(other, value, isFollowed: chunk.upperBound < ours.bytes.count)
      }
    }
    for document in right.documents where left[document.key] == nil {
      guard let value = merge(old[document.key], nil, document, document) else {
        continue
      }
      merged.take(document, value, isFollowed: false)
    }
    let order = DocumentOrder(
      base: old.keys, ours: left.keys, theirs: right.keys, kept: merged.keys)
    if order.isConflict { conflicts.append(Self.conflict(old, left, right)) }
    text = Array(ours.bytes[..<SourceText.byteOrderMarkLength(ours.bytes)])
    let intended = merged.write(in: order.keys, to: &text)
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
    _ base: Documents.Entry?, _ ours: Documents.Entry?, _ theirs: Documents.Entry?,
    _ document: Documents.Entry
  ) -> Value? {
    let result = ValueMerge.merge(
      base: base?.value, ours: ours?.value, theirs: theirs?.value,
      schema: schemas.schema(of: document.node))
    let object = ObjectReference(document.node)
    let documents = [base, ours, theirs].compactMap(\.?.node)
    conflicts += result.conflicts.map {
      Conflict(object: object, conflict: $0, documents: documents)
    }
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

  /// Both sides have moved documents, and not alike.
  private static func conflict(
    _ base: Documents, _ ours: Documents, _ theirs: Documents
  ) -> Conflict {
    func names(_ documents: Documents) -> Value {
      .sequence(
        documents.documents.map { entry in
          .string(ObjectReference(entry.node)?.description ?? entry.key.joined())
        })
    }
    return Conflict(
      object: nil,
      conflict: MergeConflict(
        path: Path(), base: names(base), ours: names(ours), theirs: names(theirs)),
      documents: [])
  }
}

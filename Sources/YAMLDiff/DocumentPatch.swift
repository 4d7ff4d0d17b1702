package import YAML

/// Gives a document's text new data by the smallest edits that the difference comes to.
package enum DocumentPatch {
  /// The text of a chunk (see `DocumentSplitter`) whose one document is to have this data.
  package static func rewrite(
    _ chunk: [UInt8], to value: Value, schema: Schema = .unknown
  ) throws(EditError) -> [UInt8] {
    let canonical = Array(CanonicalEmitter.emit(value).utf8)
    let changes: [ValueChange]
    do throws(ParseError) {
      guard let old = try Document.parse(chunk, chunk: 0..<chunk.count).first,
        let new = try Document.parse(canonical, chunk: 0..<canonical.count).first
      else { return canonical }
      changes = try NodeDiff.changes(from: old.root, to: new.root, schema: schema)
        .map { (change) throws(ParseError) in try change.value() }
    } catch { throw EditError(.unreadable(error.problem), at: error.range) }
    guard !changes.isEmpty else { return chunk }
    if changes.contains(where: { $0.path.steps.isEmpty }) { return canonical }
    return try DocumentEditor.apply(ValueChange.operations(for: changes), to: chunk)
  }
}

package import YAML

/// Gives a document's text new data by the smallest edits that the difference comes to.
package enum DocumentPatch {
  /// The text of a chunk (see `DocumentSplitter`) whose one document is to have this data.
  ///
  /// Where a change is about what an anchor shares, its other users get it written out first, and
  /// keep what they have.
  package static func rewrite(
    _ chunk: [UInt8], to value: Value, schema: Schema = .unknown
  ) throws(EditError) -> [UInt8] {
    var text = chunk
    var refusal: EditError?
    // Each turn leaves fewer aliases.
    while true {
      do throws(EditError) {
        return try rewriteShared(text, to: value, schema)
      } catch {
        guard case .sharedAnchor(let anchor) = error.problem,
          let next = AnchorWriting.writtenOut(anchor, at: error.range, in: text)
        else { throw refusal ?? error }
        refusal = refusal ?? error
        text = next
      }
    }
  }

  private static func rewriteShared(
    _ chunk: [UInt8], to value: Value, _ schema: Schema
  ) throws(EditError) -> [UInt8] {
    do throws(EditError) {
      return try rewrite(chunk, to: value, schema, followsMerges: true)
    } catch {
      // What comes from an anchor may have other users: the mapping that merges it is written out.
      let whole = try? rewrite(chunk, to: value, schema, followsMerges: false)
      guard let whole else { throw error }
      return whole
    }
  }

  private static func rewrite(
    _ chunk: [UInt8], to value: Value, _ schema: Schema, followsMerges: Bool
  ) throws(EditError) -> [UInt8] {
    let canonical = Array(CanonicalEmitter.emit(value, keepsNumbers: true).utf8)
    let changes: [ValueChange]
    let root: Node
    do throws(ParseError) {
      guard let old = try Document.parse(chunk, chunk: 0..<chunk.count).first,
        let new = try Document.parse(canonical, chunk: 0..<canonical.count).first
      else { return canonical }
      root = old.root
      changes = try NodeDiff.changes(
        from: old.root, to: new.root, schema: schema, followsMerges: followsMerges
      ).map { (change) throws(ParseError) in try change.value() }
    } catch { throw EditError(.unreadable(error.problem), at: error.range) }
    guard !changes.isEmpty else { return chunk }
    if changes.contains(where: { $0.path.steps.isEmpty }) {
      return root.isJSON
        ? json(value, inPlaceOf: root) : try replace(root, in: chunk, with: canonical, value)
    }
    return try DocumentEditor.apply(ValueChange.operations(for: changes), to: chunk)
  }

  /// The operations that give a document, or one inside a list, new data.
  static func operations(
    from node: Node, to value: Value, schema: Schema = .unknown, leaving key: PathStep? = nil
  ) throws(EditError) -> [EditOperation] {
    let canonical = Array(CanonicalEmitter.emit(value, keepsNumbers: true).utf8)
    do throws(ParseError) {
      guard let new = try Document.parse(canonical, chunk: 0..<canonical.count).first else {
        return []
      }
      let changes =
        key == nil
        ? NodeDiff.changes(from: node, to: new.root, schema: schema)
        : NodeDiff.changes(from: node, to: new.root, leaving: key, ignoring: nil)
      if changes.contains(where: { $0.path.steps.isEmpty }) { return [.set(Path(), value)] }
      return ValueChange.operations(
        for: try changes.map { (change) throws(ParseError) in try change.value() })
    } catch { throw EditError(.unreadable(error.problem), at: error.range) }
  }

  /// The text of a JSON document with another value, over several lines if it was before.
  private static func json(_ value: Value, inPlaceOf root: Node) -> [UInt8] {
    let source = root.document.source
    let isPretty = source[root.range].contains { $0 == 0x0A || $0 == 0x0D }
    return source[..<root.range.lowerBound] + Array(value.json(isPretty: isPretty).utf8)
      + source[root.range.upperBound...]
  }

  /// The chunk with another root; its `---` line, and the comments around it where they can, stay.
  private static func replace(
    _ root: Node, in chunk: [UInt8], with canonical: [UInt8], _ value: Value
  ) throws(EditError) -> [UInt8] {
    let lineBreak = SourceText.lineBreak(near: 0, in: chunk)
    let text = canonical.flatMap { $0 == 0x0A ? lineBreak : [$0] }
    let start = root.range.lowerBound
    let line = SourceText.lineStart(before: start, in: chunk)
    let isAlone = chunk[line..<start].allSatisfy { $0 == 0x20 || $0 == 0x09 }
    let marker = chunk[line..<start].reversed().drop { $0 == 0x20 || $0 == 0x09 }.reversed()
    let head = chunk[..<line] + (isAlone ? [] : marker + lineBreak)
    let end = SourceText.lineEnd(after: root.range.upperBound, in: chunk)
    let tail = chunk[SourceText.afterBreak(end, in: chunk)...]
    for candidate in [head + text + tail, head + text, "---".utf8 + lineBreak + text] {
      let documents = try? Document.parse(candidate, chunk: 0..<candidate.count)
      if documents?.count == 1, (try? documents?.first?.root.value()) == value { return candidate }
    }
    throw EditError(.unverified, at: root.range)
  }
}

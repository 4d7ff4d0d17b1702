import YAML

/// What must hold for every text that is read, written and edited.
package enum EditLaw {
  /// Checks one input: a text, then NUL and what chooses the operations.
  @discardableResult
  package static func check(_ input: [UInt8]) throws(Violation) -> Outcome {
    var (texts, choices) = Choices.parts(of: input, texts: 1)
    guard let text = try ReadText(texts[0]) else { return .unread }
    try text.checkRanges()
    for (document, value) in zip(text.documents, text.values) {
      try WrittenLaw.check(document, value)
    }
    guard let position = choices.pick(Array(text.documents.indices)) else { return .read }
    var operations: [EditOperation] = []
    var value = text.values[position]
    for _ in 0...choices.below(3) {
      guard let operation = choices.operation(on: value),
        let next = operation.applied(to: value)
      else { continue }
      operations.append(operation)
      value = next
    }
    guard !operations.isEmpty else { return .read }
    let outcome = try check(operations, on: text, position: position, intended: value)
    try checkTemplate(operations, on: text.documents[position], intended: value, &choices)
    return outcome
  }

  /// The same edit with a template in place of one of the scalars.
  private static func checkTemplate(
    _ operations: [EditOperation], on document: Document, intended: Value, _ choices: inout Choices
  ) throws(Violation) {
    guard let scalar = choices.pick(scalars(of: document.root)) else { return }
    let start = document.chunk.lowerBound
    _ = try TemplateLaw.check(
      operations, on: Array(document.source[document.chunk]), position: document.positionInChunk,
      inPlaceOf: (scalar.lowerBound - start)..<(scalar.upperBound - start), intended: intended)
  }

  /// Where the scalars stand that are written on one line and have no anchor or tag.
  private static func scalars(of node: Node) -> [Range<Int>] {
    switch node.kind {
    case .scalar:
      let isOnLine = !node.range.isEmpty && !holdsBreak(node)
      return isOnLine && node.anchor == nil && node.tag == nil ? [node.range] : []
    case .mapping, .sequence: return node.children.flatMap(scalars)
    case .alias: return []
    }
  }

  private static func holdsBreak(_ node: Node) -> Bool {
    node.document.source[node.range].contains { $0 == 0x0A || $0 == 0x0D }
  }

  private static func check(
    _ operations: [EditOperation], on text: ReadText, position: Int, intended: Value
  ) throws(Violation) -> Outcome {
    let document = text.documents[position]
    let chunk = Array(text.bytes[document.chunk])
    let edited: [UInt8]
    do throws(EditError) {
      edited = try DocumentEditor.apply(
        operations, to: chunk, position: document.positionInChunk,
        lineBreak: SourceText.lineBreak(near: document.chunk.lowerBound, in: text.bytes))
    } catch { return .refused }
    let whole =
      text.bytes[..<document.chunk.lowerBound] + edited
      + text.bytes[document.chunk.upperBound...]
    let evidence = [
      text.evidence, ("edited", Array(whole).shown), ("operations", "\(operations)"),
      ("document", "\(position)"),
    ]
    guard let after = try? Document.parseAll(Array(whole)) else {
      throw Violation(law: "an edited text can be read", evidence: evidence)
    }
    try require(
      after.count == text.documents.count, "an edit makes and removes no document", evidence)
    for (index, document) in after.enumerated() {
      let expected = index == position ? intended : text.values[index]
      try require(
        (try? document.root.value()) == expected, "document \(index) reads as intended", evidence)
      guard index != position else { continue }
      try require(
        document.source[document.root.range] == text.bytes[text.documents[index].root.range],
        "document \(index) keeps its bytes", evidence)
    }
    return .changed
  }
}

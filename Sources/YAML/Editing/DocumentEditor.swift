/// Makes operations on a chunk of YAML text, changing as few bytes as it can.
///
/// Every operation is verified: the new text is read again and must be exactly the
/// intended data, or nothing is changed and an ``EditError`` says so. Data has no collections as
/// keys, as `{{ }}` of a template in place of a value reads, and no text that its tag does not fit;
/// beside them, what no edit is about must be the same node by node.
package enum DocumentEditor {
  /// The text of a chunk (see ``DocumentSplitter``) after operations on one of its documents.
  ///
  /// - Parameters:
  ///   - operations: made in order, each on the result of the one before.
  ///   - chunk: the bytes of one chunk, without a byte-order mark.
  ///   - position: which document of the chunk; 0 but in streams with `%` directives.
  ///   - lineBreak: the line end to write where the chunk itself has none to show.
  package static func apply(
    _ operations: [EditOperation], to chunk: [UInt8], position: Int = 0,
    lineBreak: [UInt8] = [0x0A]
  ) throws(EditError) -> [UInt8] {
    if operations.count > 1,
      let text = applyTogether(operations, to: chunk, position: position, lineBreak: lineBreak)
    {
      return text
    }
    var text = chunk
    for operation in operations {
      text = try apply(operation, to: text, position: position, lineBreak: lineBreak)
    }
    return text
  }

  /// The document after one operation, where the best edit of its text is good at once; nil where it
  /// takes ``apply(_:to:position:lineBreak:)`` to make it, or to tell why not.
  ///
  /// The document must be all that its text holds. What comes is as verified as there, by what both
  /// texts hold rather than by their values; its text is the same.
  package static func edited(
    _ document: Document, by operation: EditOperation, lineBreak: [UInt8] = [0x0A]
  ) -> Document? {
    let text = document.source
    guard document.chunk == 0..<text.count, document.positionInChunk == 0,
      let edits = try? TextPlan(
        document: document, operation: operation, defaultLineBreak: lineBreak
      ).candidates().first, TextEdit.areDisjoint(edits)
    else { return nil }
    let result = TextEdit.apply(edits, to: text)
    guard endsLine(result) || !endsLine(text),
      let new = reread(result, like: document, after: edits),
      operation.isAllThatDiffers(from: document, to: new)
    else { return nil }
    return new
  }

  /// The document that an edited text holds, read like the one before where that tells what it
  /// holds; nil when it does not hold one.
  private static func reread(
    _ text: [UInt8], like model: Document, after edits: [TextEdit]
  ) -> Document? {
    if edits.count == 1 {
      let document =
        edits[0].range.isEmpty
        ? InsertedLines.read(text, like: model, after: edits[0])
        : Document.read(text, chunk: 0..<text.count, like: model)
      if let document { return document }
    }
    guard let documents = try? read(text), documents.count == 1 else { return nil }
    return documents[0]
  }

  /// The text after all operations, each planned on the text as it is now, verified once.
  ///
  /// A long list is read twice this way rather than twice for each operation. Nil where the
  /// operations get in each other's way; they are made one by one then.
  private static func applyTogether(
    _ operations: [EditOperation], to text: [UInt8], position: Int, lineBreak: [UInt8]
  ) -> [UInt8]? {
    guard let documents = try? read(text), documents.indices.contains(position),
      let values = try? documents.map({ (document) throws(EditError) in try value(of: document) })
    else { return nil }
    var intended = values[position]
    var edits: [TextEdit] = []
    for operation in operations {
      let plan = TextPlan(
        document: documents[position], operation: operation, defaultLineBreak: lineBreak)
      // An operation may be about what an earlier one makes: that has no place in this text.
      guard let next = operation.applied(to: intended),
        operation.applied(to: values[position]) != nil,
        let best = try? plan.candidates().first
      else { return nil }
      intended = next
      edits += best
    }
    guard TextEdit.areDisjoint(edits) else { return nil }
    let result = TextEdit.apply(edits, to: text)
    guard endsLine(result) || !endsLine(text) else { return nil }
    return verified(result, intended: intended, position: position, before: values) ? result : nil
  }

  private static func apply(
    _ operation: EditOperation, to text: [UInt8], position: Int, lineBreak: [UInt8]
  ) throws(EditError) -> [UInt8] {
    let documents = try read(text)
    guard documents.indices.contains(position) else {
      throw EditError(.noSuchPath(operation.path), at: 0..<0)
    }
    if documents.count == 1,
      let result = edited(documents[0], by: operation, lineBreak: lineBreak)
    {
      return result.source
    }
    let check = try check(of: operation, on: documents, position: position)
    let candidates = try TextPlan(
      document: documents[position], operation: operation, defaultLineBreak: lineBreak
    ).candidates()
    let end =
      text.contains(where: SourceText.isBreak)
      ? SourceText.lineBreak(near: text.count, in: text) : lineBreak
    for edits in candidates where TextEdit.areDisjoint(edits) {
      let result = TextEdit.apply(edits, to: text)
      // New `|` text at the end of a text without a final line end needs one; and so does a chunk
      // that others follow, when what ended its last line is gone.
      let endings = endsLine(result) ? [[]] : endsLine(text) ? [end] : [[], end]
      for result in endings.map({ result + $0 }) where check(result) { return result }
    }
    throw refusal(of: operation, on: documents[position].root)
  }

  /// Finds out whether a text is what an operation should make of documents.
  private static func check(
    of operation: EditOperation, on documents: [Document], position: Int
  ) throws(EditError) -> ([UInt8]) -> Bool {
    do throws(EditError) {
      let values = try documents.map { (document) throws(EditError) in try value(of: document) }
      guard let intended = operation.applied(to: values[position]) else {
        throw EditError(.noSuchPath(operation.path), at: documents[position].root.range)
      }
      return { verified($0, intended: intended, position: position, before: values) }
    } catch {
      guard case .unreadable(let problem) = error.problem, problem.isAboutOneNode else {
        throw error
      }
      return { text in
        guard let edited = try? read(text), edited.count == documents.count else { return false }
        return documents.indices.allSatisfy { index in
          index == position
            ? operation.isAllThatDiffers(from: documents[index], to: edited[index])
            : documents[index].root.isEqual(to: edited[index].root)
        }
      }
    }
  }

  /// Why no proposal was good: what goes may have an anchor that is named elsewhere.
  private static func refusal(of operation: EditOperation, on root: Node) -> EditError {
    let place = root[existing: operation.path]
    var nodes = [place]
    if case .key(let key)? = operation.path.steps.last {
      let outer = root[existing: Path(operation.path.steps.dropLast())]
      if let key = outer.ownPair(key)?.key { nodes.append(key) }
    }
    for node in nodes {
      if let anchor = node.anchorNamedOutside {
        return EditError(.sharedAnchor(anchor), at: node.range)
      }
    }
    return EditError(.unverified, at: place.range)
  }

  private static func endsLine(_ text: [UInt8]) -> Bool {
    text.last.map(SourceText.isBreak) ?? false
  }

  /// Whether the text reads as the intended data, and its other documents as they were.
  private static func verified(
    _ text: [UInt8], intended: Value, position: Int, before: [Value]
  ) -> Bool {
    guard let documents = try? read(text), documents.count == before.count else { return false }
    for (index, document) in documents.enumerated() {
      guard let value = try? value(of: document),
        value == (index == position ? intended : before[index])
      else { return false }
    }
    return true
  }

  private static func read(_ text: [UInt8]) throws(EditError) -> [Document] {
    do throws(ParseError) {
      return try Document.parse(text, chunk: 0..<text.count)
    } catch { throw EditError(error) }
  }

  private static func value(of document: Document) throws(EditError) -> Value {
    do throws(ParseError) { return try document.root.value() } catch { throw EditError(error) }
  }
}

extension Node {
  /// The deepest node that exists along a path.
  subscript(existing path: Path) -> Node {
    var node = resolved
    for step in path.steps {
      let next: Node? =
        switch step {
        case .key(let key): node[key]
        case .index(let index): node[index]
        }
      guard let next else { return node }
      node = next
    }
    return node
  }
}

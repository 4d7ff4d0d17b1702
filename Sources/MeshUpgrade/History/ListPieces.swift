internal import Files
internal import Kubernetes
internal import YAML
internal import YAMLDiff

/// The items of one list of objects that get other data, or go.
struct ListPieces {
  let items: [(document: ComparedDocument, value: Value?)]

  /// The new text of the chunk that holds the list; nil when no item is left.
  func rewritten() throws(Refusal) -> [UInt8]? {
    guard let first = items.first?.document.today else { return nil }
    guard let root = try? Document.parse(first.source.bytes, chunk: first.range).first?.root,
      var value = try? root.value()
    else { return first.bytes }
    // Positions stay right from the last to the first.
    for (document, new) in items.sorted(by: { Self.precedes($1, $0) }) {
      guard let path = document.today?.itemPath else { continue }
      value = value.replacing(path, with: new) ?? value
    }
    if case .mapping(let list) = value, list["items"]?.sequence?.isEmpty == true { return nil }
    if let text = merged(first), Self.reads(text, as: value) { return text }
    do throws(EditError) { return try DocumentPatch.rewrite(first.bytes, to: value) } catch {
      let error = error.moved(by: first.range.lowerBound)
      throw Refusal(
        Finding(
          .unsafeEdit, in: first.source, at: error.range,
          message: "the list cannot be edited safely: \(error.message)", hint: error.hint))
    }
  }

  /// The merge of the lines of the three lists, where the phase had one list of them.
  private func merged(_ today: DocumentVersion) -> [UInt8]? {
    guard let document = items.first(where: { $0.document.before != nil })?.document,
      let before = document.before, let after = document.after
    else { return nil }
    if today.bytes == after.bytes { return before.bytes }
    return LineMerge.merge(base: after.bytes, ours: today.bytes, theirs: before.bytes)
  }

  private static func reads(_ text: [UInt8], as value: Value) -> Bool {
    guard let documents = try? Document.parse(text, chunk: 0..<text.count), documents.count == 1
    else { return false }
    return (try? documents[0].root.value()) == value
  }

  private static func precedes(
    _ one: (document: ComparedDocument, value: Value?),
    _ other: (document: ComparedDocument, value: Value?)
  ) -> Bool {
    func positions(_ document: ComparedDocument) -> [Int] {
      (document.today?.itemPath.steps ?? []).compactMap { step in
        if case .index(let index) = step { index } else { nil }
      }
    }
    return positions(one.document).lexicographicallyPrecedes(positions(other.document))
  }
}

internal import YAML

/// Finds documents whose identity another document of their side has, which may be an unread one.
///
/// Chunks that are equal on both sides are not read. Their names are looked up in the text, where
/// manifests mostly have them: in a block mapping, in the first lines. Only a chunk that seems to
/// hold a name that was read is read as well.
struct DuplicateSearch {
  private let side: StreamSide
  private let rules: DocumentRules
  private let names: Set<ArraySlice<UInt8>>
  /// The keys that lead to a document's name, such as `metadata:` and `name:`.
  private let keys: [[UInt8]]

  /// The documents of each list, one for each side, that are not the first with their identity.
  ///
  /// The unread chunks are those of one side, which the other side has as well.
  static func duplicates(
    _ lists: [[StreamDocument]], unread: some Sequence<Int>, of side: StreamSide,
    rules: DocumentRules
  ) -> [[StreamDocument]] {
    let unread = identities(in: unread, of: side, likeThoseOf: lists, rules)
    return lists.map { documents in
      var seen = unread
      seen.reserveCapacity(documents.count)
      return documents.filter { document in
        document.identity.map { !seen.insert($0).inserted } ?? false
      }
    }
  }

  /// The identities in unread chunks that documents which were read may have as well.
  private static func identities(
    in unread: some Sequence<Int>, of side: StreamSide, likeThoseOf lists: [[StreamDocument]],
    _ rules: DocumentRules
  ) -> Set<DocumentIdentity> {
    guard unread.contains(where: { _ in true }) else { return [] }
    let identities = Set(lists.joined().compactMap(\.identity))
    return identities.isEmpty
      ? [] : DuplicateSearch(identities, side, rules).identities(in: unread)
  }

  private init(_ identities: Set<DocumentIdentity>, _ side: StreamSide, _ rules: DocumentRules) {
    self.side = side
    self.rules = rules
    names = Set(identities.map { Array($0.name.utf8)[...] })
    keys = rules.namePath.steps.map { step in
      guard case .key(let key) = step else { return [] }
      return Array(key.utf8) + [UInt8(ascii: ":")]
    }
  }

  /// The identities of the documents in those chunks that may have one of the names.
  private func identities(in chunks: some Sequence<Int>) -> Set<DocumentIdentity> {
    var identities: Set<DocumentIdentity> = []
    for index in chunks {
      let chunk = side.chunks[index]
      let name = name(in: chunk.range, of: side.sources[chunk.source].bytes)
      guard name.map(names.contains) ?? true else { continue }
      let documents = try? side.read([index], rules: rules)
      identities.formUnion((documents ?? []).compactMap(\.identity))
    }
    return identities
  }

  /// The name in a chunk, as it is written; nil when one has to read the chunk to know it.
  private func name(in chunk: Range<Int>, of source: [UInt8]) -> ArraySlice<UInt8>? {
    guard keys.count == 2,
      let outer = LineSearch.entry(keys[0], indentation: 0, in: chunk, of: source),
      outer.value.isEmpty
    else { return nil }
    let block = outer.next..<chunk.upperBound
    let indentation = source[block].prefix { $0 == 0x20 }.count
    guard indentation > 0,
      let inner = LineSearch.entry(keys[1], indentation: indentation, in: block, of: source)
    else { return nil }
    return LineSearch.isWord(inner.value) ? inner.value : nil
  }
}

internal import YAML

extension StreamDiff {
  /// The comments that differ of files without a document on both sides.
  ///
  /// They are told of the null that such a file stands for, which is no document of its stream.
  func changesOfBareComments() -> [DocumentChange] {
    let olds = old.sourcesWithoutDocuments
    let news = new.sourcesWithoutDocuments
    let isOneStream = old.sources.count == 1 && new.sources.count == 1
    return news.compactMap { index in
      let name = new.sources[index].name
      let origin = olds.first { isOneStream || old.sources[$0].name == name }
      guard let origin, let from = old.bareDocument(origin), let to = new.bareDocument(index) else {
        return nil
      }
      let comments = CommentDiff.changes(
        from: from.node, to: to.node, ignoring: rules.ignored(to.node))
      guard !comments.isEmpty else { return nil }
      return DocumentChange(kind: .changed, from: from, to: to, comments: comments)
    }
  }
}

extension StreamSide {
  /// The sources that hold nothing but comments, if that, and are not equal on the other side.
  fileprivate var sourcesWithoutDocuments: [Int] {
    var held: Set<Int> = []
    for index in chunks.indices where holdsDocument(index) { held.insert(chunks[index].source) }
    return sources.indices.filter { !held.contains($0) && !equal.contains(sources[$0].name) }
  }

  /// What stands for a source without a document; nil where it is no text.
  fileprivate func bareDocument(_ source: Int) -> StreamDocument? {
    guard let document = Document.bare(sources[source].bytes) else { return nil }
    return StreamDocument(
      document.root, in: StreamChunk(bare: source, of: sources[source].bytes),
      place: (-1, source), order: (0, 0), isList: false, isAlone: true, identity: nil)
  }
}

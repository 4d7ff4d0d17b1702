internal import Synchronization
internal import YAML
package import YAMLDiff

/// The schemas that CustomResourceDefinitions in some texts give.
///
/// Nothing is looked for until an object of an unknown kind turns up, and only the definitions
/// that can be its are parsed. A definition that is written with escapes in its kind is not found.
package final class CustomResourceSchemas: Sendable {
  private let sources: [StreamSource]
  private let state = Mutex(State())

  private struct State {
    /// The chunks that name the kind of definitions; nil as long as nobody asked.
    var chunks: [Chunk]?
    /// The answers, also that there is none, for schemas with meanings and without.
    var known: [Question: Schema?] = [:]
  }

  private struct Chunk {
    let source: Int
    let range: Range<Int>
  }

  private struct Question: Hashable {
    let type: GroupVersionKind
    let meanings: Bool
  }

  /// Takes the texts; of two definitions of one kind the later counts.
  package init(_ sources: [StreamSource]) { self.sources = sources }

  /// What the definitions say about a kind; nil when there is none of it.
  func schema(of type: GroupVersionKind, meanings: Bool) -> Schema? {
    state.withLock { state in
      let question = Question(type: type, meanings: meanings)
      if let answer = state.known[question] { return answer }
      let chunks = state.chunks ?? findChunks()
      state.chunks = chunks
      let answer = find(question, in: chunks)
      state.known[question] = .some(answer)
      return answer
    }
  }

  private func findChunks() -> [Chunk] {
    let search = ByteSearch("CustomResourceDefinition")
    return sources.enumerated().flatMap { index, source -> [Chunk] in
      guard search.first(in: source.bytes, range: source.bytes.indices) != nil else { return [] }
      return DocumentSplitter.chunks(of: source.bytes)
        .filter { search.first(in: source.bytes, range: $0) != nil }
        .map { Chunk(source: index, range: $0) }
    }
  }

  /// The objects of a document: the items of a list, else its root.
  private static func objects(_ document: Document) -> [Node] {
    DocumentRules.kubernetes.items(document.root)?.items.map(\.resolved) ?? [document.root]
  }

  private func find(_ question: Question, in chunks: [Chunk]) -> Schema? {
    let names = [question.type.kind, question.type.group].filter { !$0.isEmpty }.map(
      ByteSearch.init)
    for chunk in chunks.reversed() {
      let bytes = sources[chunk.source].bytes
      guard names.allSatisfy({ $0.first(in: bytes, range: chunk.range) != nil }),
        let documents = try? Document.parse(bytes, chunk: chunk.range)
      else { continue }
      for object in documents.flatMap(Self.objects).reversed() {
        let definition = CustomResourceDefinition(object)
        guard let definition, definition.defines(question.type) else { continue }
        return definition.schema(ofVersion: question.type.version, meanings: question.meanings)
      }
    }
    return nil
  }
}

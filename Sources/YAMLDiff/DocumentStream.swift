package import YAML

/// A named text with the documents of one side of a comparison.
package struct StreamSource: Sendable {
  /// The path, or the name that messages use.
  package let name: String
  package let bytes: [UInt8]

  package init(name: String, bytes: [UInt8]) {
    self.name = name
    self.bytes = bytes
  }
}

/// One document of one side: where it stands, and its topmost node once it has been read.
package struct StreamDocument: Sendable {
  /// Which source it is in.
  package let source: Int
  /// The place among the documents of the side.
  package let order: Int
  /// The document's node: the root, or an item of a list of documents.
  package let node: Node
  /// Its identity; nil when it has none.
  package let identity: DocumentIdentity?
}

/// A chunk of a source, known by its bytes alone until someone has to read it.
struct StreamChunk {
  let source: Int
  let range: Range<Int>
  let hash: Int
}

/// One side of a comparison, cut into chunks.
struct StreamSide {
  let sources: [StreamSource]
  let chunks: [StreamChunk]

  init(_ sources: [StreamSource]) throws(StreamError) {
    self.sources = sources
    var chunks: [StreamChunk] = []
    for (index, source) in sources.enumerated() {
      do throws(ParseError) { try SourceText.check(source.bytes) } catch {
        throw StreamError(source: source, error: error)
      }
      for range in DocumentSplitter.chunks(of: source.bytes) {
        chunks.append(
          StreamChunk(source: index, range: range, hash: Self.hash(of: source.bytes[range])))
      }
    }
    self.chunks = chunks
  }

  /// FNV-1a, 64 bits; equal hashes are followed by a comparison of the bytes.
  private static func hash(of bytes: ArraySlice<UInt8>) -> Int {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
    return Int(truncatingIfNeeded: hash)
  }

  func bytes(of chunk: StreamChunk) -> ArraySlice<UInt8> {
    sources[chunk.source].bytes[chunk.range]
  }

  /// Reads a chunk's documents; the items of a list of documents are documents themselves.
  func read(
    _ chunk: StreamChunk, order: Int, rules: DocumentRules
  ) throws(StreamError) -> [StreamDocument] {
    let source = sources[chunk.source]
    do throws(ParseError) {
      let roots = try Document.parse(source.bytes, chunk: chunk.range).map(\.root)
      return roots.flatMap { root -> [StreamDocument] in
        let nodes = rules.items(root)?.items ?? [root]
        return nodes.map { node in
          StreamDocument(
            source: chunk.source, order: order, node: node, identity: rules.identity(node))
        }
      }
    } catch { throw StreamError(source: source, error: error) }
  }
}

/// A source that cannot be compared, and why.
package struct StreamError: Error, Sendable {
  package let source: StreamSource
  package let error: ParseError

  package init(source: StreamSource, error: ParseError) {
    self.source = source
    self.error = error
  }
}

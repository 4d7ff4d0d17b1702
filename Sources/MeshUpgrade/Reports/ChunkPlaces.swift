internal import Files
internal import Kubernetes
internal import YAMLDiff

/// The lines and columns of nodes in the documents of one side of a comparison.
///
/// Only the chunks that hold these documents are looked through.
struct ChunkPlaces {
  private struct Chunk: Hashable {
    let source: Int
    let start: Int
  }

  private var indices: [Chunk: PlaceIndex] = [:]

  init(_ documents: [StreamDocument], in sources: [StreamSource]) {
    for document in documents {
      let chunk = Chunk(source: document.source, start: document.chunk.lowerBound)
      guard indices[chunk] == nil else { continue }
      let source = sources[document.source]
      indices[chunk] = PlaceIndex(
        SourceFile(name: source.name, bytes: source.bytes), chunk: document.chunk,
        firstLine: document.firstLine)
    }
  }

  /// Where an offset of a document's source stands.
  func place(at offset: Int, in document: StreamDocument) -> Place? {
    let chunk = Chunk(source: document.source, start: document.chunk.lowerBound)
    return indices[chunk]?.place(at: offset)
  }
}

internal import Files
internal import Kubernetes
internal import YAMLDiff

/// The lines and columns of nodes in the documents of one side of a comparison.
///
/// Only the chunks that hold these documents are looked through: large ones once, small ones for
/// each place, which takes less than to remember their lines.
struct ChunkPlaces {
  private struct Chunk: Hashable {
    let source: Int
    let start: Int
  }

  /// The most bytes of a chunk that is looked through for each place.
  private static let smallSize = 1 << 14

  private let sources: [StreamSource]
  private var indices: [Chunk: PlaceIndex] = [:]

  init(_ documents: [StreamDocument], in sources: [StreamSource]) {
    self.sources = sources
    for document in documents where document.chunk.count > Self.smallSize {
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
    let source = sources[document.source]
    guard document.chunk.count > Self.smallSize else {
      return PlaceIndex.place(
        at: offset, of: SourceFile(name: source.name, bytes: source.bytes),
        chunk: document.chunk, firstLine: document.firstLine)
    }
    let chunk = Chunk(source: document.source, start: document.chunk.lowerBound)
    return indices[chunk]?.place(at: offset)
  }
}

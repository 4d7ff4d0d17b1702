internal import Files
internal import Kubernetes
internal import YAML

/// A text, or a part of it, with its line starts found once, for many questions about places in it.
struct PlaceIndex: Sendable {
  let source: SourceFile
  /// The chunks of the text that are looked at.
  let chunks: [Range<Int>]
  private let firstLine: Int
  private let lineStarts: [Int]

  init(_ source: SourceFile) {
    let start = SourceText.byteOrderMarkLength(source.bytes)
    self.init(
      source, part: start..<source.bytes.count, firstLine: 1,
      chunks: DocumentSplitter.chunks(of: source.bytes))
  }

  /// For one chunk of the text, which starts on the line with a given number.
  init(_ source: SourceFile, chunk: Range<Int>, firstLine: Int) {
    self.init(source, part: chunk, firstLine: firstLine, chunks: [chunk])
  }

  private init(_ source: SourceFile, part: Range<Int>, firstLine: Int, chunks: [Range<Int>]) {
    self.source = source
    self.chunks = chunks
    self.firstLine = firstLine
    let bytes = source.bytes
    var starts = [part.lowerBound]
    for offset in part where bytes[offset] == 0x0A || bytes[offset] == 0x0D {
      let isCRLF =
        bytes[offset] == 0x0D && offset + 1 < bytes.count && bytes[offset + 1] == 0x0A
      if !isCRLF { starts.append(offset + 1) }
    }
    lineStarts = starts
  }

  /// The line and column of an offset, as ``SourceFile/place(at:)`` has them.
  func place(at offset: Int) -> Place {
    var low = 0
    var high = lineStarts.count
    while high - low > 1 {
      let middle = (low + high) / 2
      if lineStarts[middle] <= offset { low = middle } else { high = middle }
    }
    let start = lineStarts[low]
    let end = min(offset, source.bytes.count)
    let column = start <= end ? source.bytes[start..<end].count { $0 & 0xC0 != 0x80 } : 0
    return Place(file: source.name, line: firstLine + low, column: column + 1)
  }
}

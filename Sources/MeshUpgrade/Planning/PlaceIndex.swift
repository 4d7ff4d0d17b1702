internal import Files
internal import Kubernetes
internal import YAML

/// A text with its chunks and line starts found once, for many questions about places in it.
struct PlaceIndex: Sendable {
  let source: SourceFile
  let chunks: [Range<Int>]
  private let lineStarts: [Int]

  init(_ source: SourceFile) {
    self.source = source
    let bytes = source.bytes
    chunks = DocumentSplitter.chunks(of: bytes)
    var starts = [SourceText.byteOrderMarkLength(bytes)]
    for (offset, byte) in bytes.enumerated() where byte == 0x0A || byte == 0x0D {
      let isCRLF = byte == 0x0D && offset + 1 < bytes.count && bytes[offset + 1] == 0x0A
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
    return Place(file: source.name, line: low + 1, column: column + 1)
  }
}

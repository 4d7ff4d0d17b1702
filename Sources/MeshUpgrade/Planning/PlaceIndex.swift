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
  /// How many characters of the part begin before each of its blocks of bytes: a line may be as long
  /// as the text, and hold a place for each change.
  private let charactersBefore: [Int]
  private let part: Range<Int>
  private static let blockLength = 512

  init(_ source: SourceFile) {
    self.init(source, chunks: DocumentSplitter.chunks(of: source.bytes))
  }

  /// For a text whose chunks are known.
  init(_ source: SourceFile, chunks: [Range<Int>]) {
    let start = SourceText.byteOrderMarkLength(source.bytes)
    self.init(source, part: start..<source.bytes.count, firstLine: 1, chunks: chunks)
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
    lineStarts = Self.lineStarts(bytes, part)
    self.part = part
    var count = 0
    charactersBefore = stride(from: part.lowerBound, to: part.upperBound, by: Self.blockLength).map
    {
      block in
      defer {
        count += Self.characters(bytes, block..<min(block + Self.blockLength, part.upperBound))
      }
      return count
    }
  }

  private static func lineStarts(_ bytes: [UInt8], _ part: Range<Int>) -> [Int] {
    var starts = [part.lowerBound]
    guard bytes.firstPosition(of: 0x0D, in: part) != nil else {
      var start = part.lowerBound
      while let feed = bytes.firstPosition(of: 0x0A, in: start..<part.upperBound) {
        start = feed + 1
        starts.append(start)
      }
      return starts
    }
    for offset in part where bytes[offset] == 0x0A || bytes[offset] == 0x0D {
      let isCRLF =
        bytes[offset] == 0x0D && offset + 1 < bytes.count && bytes[offset + 1] == 0x0A
      if !isCRLF { starts.append(offset + 1) }
    }
    return starts
  }

  /// The line and column of an offset in a small chunk, looked for from the chunk's start.
  static func place(
    at offset: Int, of source: SourceFile, chunk: Range<Int>, firstLine: Int
  ) -> Place {
    let bytes = source.bytes
    let end = min(max(offset, chunk.lowerBound), bytes.count)
    let before = chunk.lowerBound..<end
    guard bytes.firstPosition(of: 0x0D, in: before) == nil else {
      return PlaceIndex(source, chunk: chunk, firstLine: firstLine).place(at: offset)
    }
    var (line, start) = (firstLine, chunk.lowerBound)
    while let feed = bytes.firstPosition(of: 0x0A, in: start..<end) {
      line += 1
      start = feed + 1
    }
    return Place(file: source.name, line: line, column: characters(bytes, start..<end) + 1)
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
    let column = start <= end ? charactersBefore(end) - charactersBefore(start) : 0
    return Place(file: source.name, line: firstLine + low, column: column + 1)
  }

  /// How many characters of the part, and of what comes after it, begin before an offset.
  private func charactersBefore(_ offset: Int) -> Int {
    let block = min((offset - part.lowerBound) / Self.blockLength, charactersBefore.count - 1)
    guard block >= 0 else { return Self.characters(source.bytes, part.lowerBound..<offset) }
    let start = part.lowerBound + block * Self.blockLength
    return charactersBefore[block] + Self.characters(source.bytes, start..<offset)
  }

  private static func characters(_ bytes: [UInt8], _ range: Range<Int>) -> Int {
    bytes.isASCII(in: range) ? range.count : bytes[range].count { $0 & 0xC0 != 0x80 }
  }
}

internal import YAML

/// What is asked about the text of a manifest file as a whole.
enum ManifestText {
  /// The comment that heads a file, such as its licence: up to the blank line that sets it apart
  /// from the first document's own comments.
  static func header(of chunk: ArraySlice<UInt8>) -> [UInt8] {
    let source = Array(chunk)
    var end = 0
    var line = 0
    while line < source.count {
      let lineEnd = SourceText.lineEnd(after: line, in: source)
      let next = SourceText.afterBreak(lineEnd, in: source)
      let text = source[line..<lineEnd].drop { $0 == 0x20 || $0 == 0x09 }
      if text.isEmpty, line > 0 { end = next } else if text.first != UInt8(ascii: "#") { break }
      line = next
    }
    return Array(source[..<end])
  }

  /// The line break that a file uses: that of its first line.
  static func lineBreak(of bytes: [UInt8]) -> [UInt8] {
    SourceText.lineBreak(near: 0, in: bytes)
  }

  /// Whether anything but comments and empty documents is left.
  static func holdsDocuments(_ bytes: [UInt8]) -> Bool {
    guard let documents = try? Document.parseAll(bytes) else { return true }
    return documents.contains { (try? $0.root.value()) != .null }
  }
}

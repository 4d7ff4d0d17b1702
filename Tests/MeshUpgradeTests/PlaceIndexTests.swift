import Files
import Kubernetes
import Testing

@testable import MeshUpgrade

/// Lines and columns that are looked up in what was counted once.
@Suite struct `a place index has the places of the text` {
  @Test(arguments: ["", "\u{FEFF}", "a: é\r\nb: \"😀\"\rc:\n"])
  func `on a line longer than its blocks, and on those around it`(start: String) {
    let text = start + (0..<200).map { "x é😀 \($0), " }.joined() + "\n" + "end: ü\n"
    let source = SourceFile(name: "a.yaml", bytes: Array(text.utf8))
    let index = PlaceIndex(source)
    let first = start == "\u{FEFF}" ? 3 : 0
    for offset in first...source.bytes.count {
      #expect(index.place(at: offset) == source.place(at: offset), "at \(offset)")
    }
  }

  @Test(arguments: ["", "a: 1\n---\n", "a: 1\r\n---\r\n", "\u{FEFF}---\n"])
  func `a small chunk is looked through as a large one`(start: String) {
    let text = start + "b: é😀\nc:\n  - \"ü\"\n\nd: 2"
    let source = SourceFile(name: "a.yaml", bytes: Array(text.utf8))
    let index = PlaceIndex(source)
    for (number, chunk) in index.chunks.enumerated() {
      let firstLine = number == 0 ? 1 : index.place(at: chunk.lowerBound).line
      for offset in chunk.lowerBound...chunk.upperBound {
        #expect(
          PlaceIndex.place(at: offset, of: source, chunk: chunk, firstLine: firstLine)
            == source.place(at: offset))
      }
    }
  }
}

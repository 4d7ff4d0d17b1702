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
}

import TestSupport
import Testing
import YAML

/// Reading many documents one after the other: what came before changes nothing.
@Suite struct `documents that are read one after the other` {
  @Test(arguments: 0..<8)
  func `each equals what parsing it alone gives`(block: Int) throws {
    var reader = DocumentReader()
    var alike = 0
    for seed in 0..<150 {
      var random = SeededRandom(seed: UInt64(block * 150 + seed))
      var writer = RandomText(random: random)
      let text = writer.document(RandomValue.object(&random))
      guard let parsed = try? Document.parseAll(text) else { continue }
      for version in [text] + (0..<4).map({ _ in withOtherWords(text, &random) }) {
        let expected = version == text ? parsed : try? Document.parseAll(version)
        guard let expected, DocumentSplitter.chunks(of: version).count == 1 else { continue }
        let read = try reader.read(version, chunk: DocumentSplitter.chunks(of: version)[0])
        #expect(read.map(shown) == expected.map(shown), "seed \(block * 150 + seed)")
        if version != text, read.count == 1, parsed.count == 1,
          Document.read(version, chunk: 0..<version.count, like: parsed[0]) != nil
        {
          alike += 1
        }
      }
    }
    #expect(alike > 20, "some are to be alike, so that they are read like others")
  }

  @Test func `what cannot be read says so, whatever came before`() throws {
    var reader = DocumentReader()
    func read(_ text: String) throws(ParseError) -> [Document] {
      try reader.read(Array(text.utf8), chunk: 0..<text.utf8.count)
    }
    #expect(try read("a: x\nb: y\n").count == 1)
    #expect(throws: ParseError.self) { try read("a: x\nb: [\n") }
    #expect(throws: ParseError.self) { try read("a: x\na: y\n") }
    #expect(try read("# nothing\n\n").isEmpty)
    let last = try read("a: z\nb: y\n")
    #expect(last.count == 1 && last[0].root["a"]?.text == "z")
  }

  @Test func `a document keeps its nodes when the next one is read`() throws {
    var reader = DocumentReader()
    let texts = ["a: x\n", "a: longer\n", "b: [1, 2]\n", "b: [1, 2, 3]\n", "a: y\n"]
    let documents = try texts.map { text in
      try #require(try reader.read(Array(text.utf8), chunk: 0..<text.utf8.count).first)
    }
    for (text, document) in zip(texts, documents) {
      let alone = try #require(try Document.parseSingle(Array(text.utf8)))
      #expect(shown(document) == shown(alone))
    }
  }

  /// The text with letters and digits exchanged for others, most of them in values.
  private func withOtherWords(_ text: [UInt8], _ random: inout SeededRandom) -> [UInt8] {
    var text = text
    let letters = Array("abcxyz0129".utf8)
    let places = text.indices.filter { letters.contains(text[$0]) }
    for _ in 0...random.below(3) where !places.isEmpty {
      text[random.pick(places)] = random.pick(letters)
    }
    return text
  }
}

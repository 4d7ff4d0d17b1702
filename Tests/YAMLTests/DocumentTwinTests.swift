import TestSupport
import Testing
import YAML

/// Reading a document like another one: what is not parsed equals what parsing gives.
@Suite struct `a document that differs in plain values is read without parsing` {
  private func document(_ text: String) throws -> Document {
    try #require(try Document.parseSingle(Array(text.utf8)))
  }

  private func twin(_ text: String, of model: String) throws -> Document? {
    let bytes = Array(text.utf8)
    return Document.read(bytes, chunk: 0..<bytes.count, like: try document(model))
  }

  @Test(arguments: [
    ("a: x\n", "a: longer\n"), ("a: x\nb: 1\n", "a: x\nb: 22\n"), ("- x\n- y\n", "- x2\n- y\n"),
    ("a: 'x'\nb: \"y\"\n", "a: 'xx'\nb: \"\"y\n".replacing("\"\"y", with: "\"yy\"")),
    ("a: é\nb: x # c\nc: y\n", "a: é\nb: x # c\nc: z9\n"),
    ("a:\n  b: |\n    x\n  c: one\nd: {e: f}\n", "a:\n  b: |\n    x\n  c: o\nd: {e: f}\n"),
    ("a: 1-26-4\nb: q\n", "a: 1-27-1\nb: qq\n"), ("a: x1\n", "a: x\n"), ("a: x\n", "a: x1\n"),
    ("a: &b c\nd: *b\ne: f\n", "a: &b c\nd: *b\ne: g\n"),
    ("a: {b: c}\n", "a: {b: longer}\n"), ("- {a: b, c: d}\n", "- {a: b2, c: d-d}\n"),
    ("{\n  \"a\": \"b\",\n  \"c\": 1\n}\n", "{\n  \"a\": \"x:y\",\n  \"c\": 22\n}\n"),
    ("i: host/a:1.2\nb: {c: d:e}\n", "i: host:80/b:2\nb: {c: dd:e:f}\n"),
    ("a: x\n", "a: x:y\n"), ("a: {b: c}\n", "a: {b: c:d}\n"), ("a: 1:20\n", "a: 1:21\n"),
  ])
  func `values on lines of their own are exchanged`(model: String, text: String) throws {
    let twin = try #require(try twin(text, of: model))
    #expect(shown(twin) == shown(try document(text)))
  }

  @Test(arguments: [
    ("a: x\n", "b: x\n"), ("a: x\n", "a: x\nb: y\n"), ("a: x\nb: y\n", "a: x\n"),
    ("a: x\n", "a: -x\n"), ("a: x\n", "a: x y\n"), ("a: x\n", "a: x: y\n"), ("a: x\n", "a: #x\n"),
    ("a: x\n", "a:\n"), ("a:\n", "a: x\n"), ("a: x # c\n", "a: x # d\n"), ("a: x", "a: y"),
    ("a: 'x'\n", "a: 'x''y'\n"), ("a: 'x'\n", "a: \"x\"\n"), ("a: \"x\"\n", "a: \"\\x41\"\n"),
    ("a: {b: c}\n", "a: {b: c,d}\n"), ("a: {b: c}\n", "a: {b: c: d}\n"),
    ("a: {b: c}\n", "a: {b: c:}\n"), ("a: {b: c}\n", "a: {b: c:,}\n"), ("a: x\n", "a: x:\n"),
    ("a: {b: c }\n", "a: {b: d }\n"), ("a: [b]\n", "a: [c]\n"),
    ("a: {b: c}\n", "a: {b: c]\n"),
    ("? {a: b}\n: c\nd: e\n", "? {a: b}\n: c\nd: f\n"), ("a: :x\n", "a: :y\n"),
    ("a: x\n", "a: :x\n"), ("a: {b: c}\n", "a: {b: c\n"),
    ("a: &x b\n", "a: &x c\n"), ("a: |\n  x\n", "a: |\n  y\n"),
    ("a: x\n  y\n", "a: x\n  z\n"), ("? x\n: y\n", "? z\n: y\n"), ("a:  x\n", "a:  y\n"),
    ("a: x\n", " a: x\n"), ("a: x\r\n", "a: y\r\n"), ("a: ''\n", "a: 'x'\n"),
    ("a: \(String(repeating: "x", count: 9))\n", "a: \(String(repeating: "x", count: 2000))\n"),
  ])
  func `whatever else differs has to be parsed`(model: String, text: String) throws {
    #expect(try twin(text, of: model) == nil)
  }

  @Test(arguments: 0..<8)
  func `what is read like another equals what is parsed, whatever changed`(block: Int) throws {
    var read = 0
    for seed in 0..<400 {
      var random = SeededRandom(seed: UInt64(block * 400 + seed))
      var writer = RandomText(random: random)
      let model = writer.document(RandomValue.object(&random))
      guard let document = try? Document.parseSingle(model) else { continue }
      for _ in 0..<6 {
        let text = changed(model, &random)
        guard let twin = Document.read(text, chunk: 0..<text.count, like: document) else {
          continue
        }
        read += 1
        let parsed = try #require(
          try? Document.parseSingle(text),
          "seed \(block * 400 + seed): \(String(decoding: text, as: UTF8.self))")
        #expect(shown(twin) == shown(parsed), "seed \(block * 400 + seed)")
      }
    }
    #expect(read > 100, "the changes are to be such that some can be read")
  }

  /// The text with a few bytes changed, most of them inside words.
  private func changed(_ text: [UInt8], _ random: inout SeededRandom) -> [UInt8] {
    var text = text
    // The last character of words: before it, most changes make something else of the text.
    let ends = Array("\n,}".utf8)
    let words = text.indices.filter { offset in
      offset + 1 < text.count && ends.contains(text[offset + 1]) && text[offset] != 0x20
    }
    for _ in 0...random.below(3) where !words.isEmpty {
      let offset = min(random.pick(words), text.count - 1)
      let letters = Array("abcdefgh0123-._/".utf8)
      let byte = random.pick(random.chance(70) ? letters : Array("'\"#:{&* \n!|>?,]".utf8))
      switch random.below(3) {
      case 0: text[offset] = byte
      case 1: text.insert(byte, at: offset)
      default: text.remove(at: offset)
      }
    }
    return text
  }
}

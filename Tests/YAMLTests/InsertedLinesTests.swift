import TestSupport
import Testing
import YAML

/// Reading a document like the one before lines came: what is not parsed equals what parsing gives.
@Suite struct `a document that lines were added to is read without parsing the rest` {
  private func document(_ text: String) throws -> Document {
    try #require(try Document.parseSingle(Array(text.utf8)))
  }

  /// The text with lines put before the one with this number, and how it is read.
  private func read(_ model: String, adding lines: String, at line: Int) throws -> Document? {
    let bytes = Array(model.utf8)
    let place = bytes.split(separator: 0x0A, omittingEmptySubsequences: false).prefix(line)
      .reduce(0) { $0 + $1.count + 1 }
    let edit = TextEdit(place..<place, Array(lines.utf8))
    return Document.read(TextEdit.apply([edit], to: bytes), like: try document(model), after: edit)
  }

  @Test(arguments: [
    ("a: x\n", "b: y\n", 1), ("a: x\nc: z\n", "b: y\n", 1), ("a:\n  b: x\n", "  c: y\n", 2),
    ("a:\n  b: x\n", "c: y\n", 2), ("a:\n  b: x\nd: 1\n", "  c:\n    e: 'y'\n", 2),
    ("- a: x\n- b: y\n", "  c: z\n", 1), ("- a: x\n- b: y\n", "  c: z\n", 2),
    ("a:\n- x\n- y\nb: z\n", "c: q\n", 3), ("a: {b: c}\n", "d: \"e\"\n", 1),
    ("a: x # why\n\n# then\nb: y\n", "c: z\n", 1), ("a:\nb: y\n", "c: z\n", 1),
    ("a: &x b\nc: d\n", "e: f\n", 1), ("é: ü\nc: d\n", "e: f\n", 1),
    ("a: x\n  y\nb: z\n", "c: 1\n", 2), ("a: |\n  x\nb: y\nc: z\n", "d: 1\n", 3),
    ("---\na: x\n", "b: y\n", 2), ("a:\n  b:\n    c: x\nd: y\n", "    e: z\n", 3),
    ("a:\n  b:\n    c: x\nd: y\n", "  e: z\n", 3), ("a: ''\n", "b: y\n", 1),
  ])
  func `an entry between others is read by itself`(
    model: String, lines: String, place: Int
  ) throws {
    let document = try #require(try read(model, adding: lines, at: place))
    #expect(shown(document) == shown(try #require(try Document.parseSingle(document.source))))
  }

  @Test(arguments: [
    // Inside a text, a flow collection, or before the end of an entry.
    ("a: |\n  x\n  y\n", "  z: 1\n", 2), ("a: |\n  x\nb: y\n", "c: 1\n", 2),
    ("a: {b: c,\n d: e}\n", " f: g\n", 1), ("a: 'x\n\n y'\n", "b: c\n", 1),
    ("a:\n- x\n- y\n", "b: c\n", 2), ("a:\n  b: x\n  c: y\n", "d: z\n", 2),
    // Another depth, another shape, or the mapping's first entry.
    ("a: x\nb: y\n", "  c: z\n", 1), ("a:\n  b: x\n", " c: y\n", 2), ("a: x\n", "- b\n", 1),
    ("a: x\n", "b: [c]\n", 1), ("a: x\n", "b: &c d\n", 1), ("a: x\n", "b: # c\n", 1),
    ("b: x\n", "a: y\n", 0), ("a: x\n", "b: y", 1), ("a: x\n", "? b\n", 1),
    // Keys that are there, what a parser refuses, and what reaches across lines.
    ("a: x\nb: y\n", "a: z\n", 2), ("a: x\n", "b\n", 1), ("a: x\n", "b: c: d\n", 1),
    ("a: &x b\nc: *x\n", "d: e\n", 2), ("a: x\r\nb: y\r\n", "c: z\n", 1),
    ("a: x\n...\n", "b: y\n", 1), ("? a\n? b\n", "c: d\n", 1),
    ("\"a\": x\n", "a: y\n", 1),
  ])
  func `whatever else was added has to be parsed`(
    model: String, lines: String, place: Int
  ) throws {
    #expect(try read(model, adding: lines, at: place) == nil)
  }

  @Test(arguments: 0..<8)
  func `what is read so equals what is parsed, wherever lines were added`(block: Int) throws {
    var read = 0
    for number in 0..<400 {
      let seed = UInt64(block * 400 + number)
      var random = SeededRandom(seed: seed)
      var writer = RandomText(random: random)
      let model = writer.document(RandomValue.object(&random))
      guard let document = try? Document.parseSingle(model) else { continue }
      let starts = [0] + model.indices.filter { model[$0] == 0x0A }.map { $0 + 1 }
      for _ in 0..<12 {
        let place = random.pick(starts)
        let edit = TextEdit(place..<place, lines(at: place, of: model, &random))
        let text = TextEdit.apply([edit], to: model)
        guard let quick = Document.read(text, like: document, after: edit) else { continue }
        read += 1
        let parsed = try #require(
          try? Document.parseSingle(text), "seed \(seed): \(String(decoding: text, as: UTF8.self))")
        #expect(
          shown(quick) == shown(parsed), "seed \(seed): \(String(decoding: text, as: UTF8.self))")
      }
    }
    #expect(read > 100, "some of the lines are to be such that they can be read so")
  }

  /// Lines about as deep as those around a place, mostly entries.
  private func lines(at place: Int, of text: [UInt8], _ random: inout SeededRandom) -> [UInt8] {
    let start = text[..<max(place - 1, 0)].lastIndex(of: 0x0A).map { $0 + 1 } ?? 0
    let dashes = text[start...].prefix { $0 == 0x20 || $0 == UInt8(ascii: "-") }.count
    let column = max(0, dashes + random.pick([0, 0, 0, 0, -2, -1, 1, 2]))
    let pad = String(repeating: " ", count: column)
    let value = random.pick([
      "x", "x-1", "'y'", "\"z\"", "1", "true", "", "a: b", "- c", "[d]", "#e",
    ])
    let key = random.pick(["new", "new/key", "'new'", "- new", "a", "metadata"])
    let more = random.chance(30) ? "\(pad)  inner: \(random.pick(["v", "'w'"]))\n" : ""
    return Array("\(pad)\(key):\(more.isEmpty ? " \(value)" : "")\n\(more)".utf8)
  }
}

import TestSupport
import Testing
import YAML
import YAMLDiff

/// Pairs of texts of the YAML test suite that say the same in other words.
@Suite(.enabled(if: !SuiteCase.all.isEmpty, "\(SuiteCase.absence)"))
struct `texts of equal data in other styles have no difference` {
  /// Pairs that have a difference though libyaml reads both, or whose second text it refuses.
  static let exceptions: [String: String] = [
    "652Z out.yaml": "libyaml reads `?foo` in a flow mapping as the key foo",
    "652Z emit.yaml": "libyaml reads `?foo` in a flow mapping as the key foo",
    "652Z in.json": "libyaml reads `?foo` in a flow mapping as the key foo",
    "DFF7 out.yaml": "libyaml refuses a key that is nothing in block style",
    "HM87/01 out.yaml": "libyaml reads `[?x]` as a mapping in a list",
    "HM87/01 in.json": "libyaml reads `[?x]` as a mapping in a list",
    "JEF9/02 out.yaml": "libyaml takes spaces without a line end after `|+` for no line",
    "JEF9/02 in.json": "libyaml takes spaces without a line end after `|+` for no line",
    "L24T/01 emit.yaml": "libyaml gives a last line of spaces without a line end none",
    "L24T/01 in.json": "libyaml gives a last line of spaces without a line end none",
    "UGM3 in.json": "a price is 450.00 in YAML and 450 in JSON: a fraction is no integer here",
    "Y2GN in.json": "libyaml ends the anchor's name &an:chor at its colon",
  ]

  /// The second text; several JSON values become the documents of one stream.
  func text(_ bytes: [UInt8], of file: String) -> [UInt8] {
    guard file == "in.json" else { return bytes }
    return Array(JSONStream.values(in: bytes).joined(separator: "\n---\n".utf8))
  }

  func isEmpty(from: [UInt8], to: [UInt8]) throws(StreamError) -> Bool {
    try StreamDiff.compare(
      from: [StreamSource(name: "s", bytes: from)], to: [StreamSource(name: "s", bytes: to)],
      rules: .plain, ordersCount: true
    ).changes.isEmpty
  }

  @Test(arguments: ["out.yaml", "in.json", "emit.yaml"])
  func `in every pair of the YAML test suite that libyaml reads`(file: String) throws {
    var counts = (pairs: 0, equal: 0, refused: 0)
    for suiteCase in SuiteCase.all where !suiteCase.isError {
      guard let bytes = suiteCase.bytes(file) else { continue }
      counts.pairs += 1
      let input = suiteCase.input
      let other = text(bytes, of: file)
      // Equal bytes are equal unread.
      if SuiteDeviation.table[suiteCase.name]?.outcome == .refused, input != other {
        counts.refused += 1
        #expect(throws: StreamError.self, "\(suiteCase.name)") {
          try isEmpty(from: input, to: other)
        }
        continue
      }
      let forth = try? isEmpty(from: input, to: other)
      let back = try? isEmpty(from: other, to: input)
      #expect(forth == back)
      let name = "\(suiteCase.name) \(file)"
      #expect((forth == true) == (Self.exceptions[name] == nil), "\(name)")
      if forth == true { counts.equal += 1 }
    }
    print(
      "yaml-test-suite, in.yaml and \(file): \(counts.equal) of \(counts.pairs) pairs are equal; "
        + "libyaml refuses \(counts.refused)")
    #expect(counts.equal > 30)
  }
}

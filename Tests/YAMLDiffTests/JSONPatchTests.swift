import Foundation
import TestSupport
import Testing
import YAML
import YAMLDiff

/// The JSON Patch of a difference, applied by somebody else: Python's jsonpatch.
@Suite struct `a difference as a JSON Patch turns the old data into the new` {
  /// Reads lines of [old, patch, new] and prints how many patches do not give the new data.
  static let judge = """
    import json, sys, jsonpatch
    bad = 0
    for line in open(sys.argv[1], encoding='utf-8'):
        old, patch, new = json.loads(line)
        try:
            result = jsonpatch.JsonPatch(patch).apply(old)
        except Exception as error:
            result = repr(error)
        if json.dumps(result, sort_keys=True) != json.dumps(new, sort_keys=True):
            bad += 1
            print(line, result, file=sys.stderr)
    print('bad', bad)
    """

  @Test func `for every pair of small values`() throws {
    guard Python.hasModule("jsonpatch") else {
      print("skipped: python3 with jsonpatch is not installed")
      return
    }
    let values = Array(`the laws of differences hold for every pair of small values`.world)
    var lines: [String] = []
    for from in values {
      for to in values {
        let nodes = try [from, to].map { value in
          try #require(try Document.parseSingle(Array(CanonicalEmitter.emit(value).utf8))).root
        }
        let changes = try NodeDiff.changes(from: nodes[0], to: nodes[1]).map { try $0.value() }
        let patch = Value.sequence(ValueChange.jsonPatch(for: changes))
        lines.append(Value.sequence([from, patch, to]).json(isPretty: false))
      }
    }
    let folder = try Python.temporaryFolder()
    defer { try? FileManager.default.removeItem(at: folder) }
    let file = folder.appendingPathComponent("patches")
    try Data((lines.joined(separator: "\n") + "\n").utf8).write(to: file)
    let result = try Python.run(Self.judge, arguments: [file.path])
    #expect(result.output == "bad 0\n", "\(result.errors.prefix(2000))")
    print("\(lines.count) patches applied by jsonpatch")
  }
}

import Foundation
import TestSupport
import Testing
import YAML
import YAMLDiff

/// The public test suites of RFC 6902 and RFC 7386, where they are present.
@Suite struct `patches do what their standards say` {
  /// The folder of the public suites; nil where it is absent.
  static let suites: URL? = {
    let folder = SharedData.folder.appending(path: "data/suites")
    return FileManager.default.fileExists(atPath: folder.path) ? folder : nil
  }()

  static func value(_ object: Any) throws -> Value {
    let data = try JSONSerialization.data(withJSONObject: object, options: .fragmentsAllowed)
    return try #require(try Document.parseSingle(Array(data))).root.value()
  }

  @Test(arguments: ["tests.json", "spec_tests.json"])
  func `json-patch-tests`(file: String) throws {
    guard let suites = Self.suites else {
      return print("skipped: no suites in \(SharedData.folder.path)")
    }
    let data = try Data(contentsOf: suites.appending(path: "json-patch-tests/\(file)"))
    let rows = try #require(try JSONSerialization.jsonObject(with: data) as? [[String: Any]])
    var count = 0
    for row in rows where row["disabled"] == nil {
      guard let object = row["doc"], let operations = row["patch"] else { continue }
      count += 1
      let doc = try Self.value(object)
      let patch = try Self.value(operations)
      let comment = "\(row["comment"] ?? row)"
      if let expected = row["expected"] {
        let result = try JSONPatch(patch).applied(to: doc)
        #expect(result == (try Self.value(expected)), "\(comment)")
        try checkText(doc, result, comment)
      } else {
        #expect(throws: JSONPatch.Problem.self, "\(comment)") {
          try JSONPatch(patch).applied(to: doc)
        }
      }
    }
    print("\(file): \(count) of \(count) cases")
    #expect(count > 10)
  }

  /// The same change made on text, in YAML and in JSON, reads as the result.
  func checkText(_ old: Value, _ new: Value, _ comment: String) throws {
    for text in [CanonicalEmitter.emit(old), old.json(), old.json(isPretty: false)] {
      do {
        let edited = try DocumentPatch.rewrite(Array(text.utf8), to: new)
        let value = try #require(try Document.parseSingle(edited)).root.value()
        #expect(value == new, "\(comment): \(text)")
        // What was JSON is JSON afterwards.
        #expect(!DiffLaws.isJSON(Array(text.utf8)) || DiffLaws.isJSON(edited), "\(text)")
      } catch let error as EditError {
        Issue.record("refused: \(error.message), \(comment): \(text)")
      }
    }
  }

  @Test func `the examples of RFC 7386, appendix A`() throws {
    guard let suites = Self.suites else {
      return print("skipped: no suites in \(SharedData.folder.path)")
    }
    let data = try Data(contentsOf: suites.appending(path: "rfc7386/appendix_a.json"))
    let rows = try #require(try JSONSerialization.jsonObject(with: data) as? [[String: String]])
    for row in rows {
      let values = try ["original", "patch", "result"].map { key in
        try #require(try Document.parseSingle(Array((row[key] ?? "").utf8))).root.value()
      }
      #expect(MergePatch.apply(values[1], to: values[0]) == values[2], "\(row)")
    }
    print("rfc7386: \(rows.count) of \(rows.count) cases")
  }

  @Test(arguments: [
    (#"[{"op":"remove"}]"#, "found no path"),
    (#"[{"op":"spam","path":"/a"}]"#, "found the op \"spam\""),
    (#"[{"op":"add","path":"a","value":1}]"#, "path is \"a\", expected a JSON pointer"),
    (#"[{"op":"add","path":"/a"}]"#, "found no value"),
    (#"{"op":"add"}"#, "found no list"),
  ])
  func `a patch that is none says why`(row: (patch: String, message: String)) throws {
    let value = try #require(try Document.parseSingle(Array(row.patch.utf8))).root.value()
    let problem = #expect(throws: JSONPatch.Problem.self) { try JSONPatch(value) }
    #expect(problem?.message.hasPrefix(row.message) == true)
  }
}

import Foundation
import TestSupport
import Testing
import YAML
import YAMLDiff

/// A pair of JSON texts of jd's specification (github.com/josephburnett/jd).
struct JDCase: Decodable {
  let name: String
  let from: String
  let to: String

  // The expected output is in jd's own format, and not compared.
  enum CodingKeys: String, CodingKey {
    case name
    case from = "content_a"
    case to = "content_b"
  }

  static let folder = SharedData.folder.appending(path: "data/suites/jd-spec-cases")
  static let areThere = FileManager.default.fileExists(atPath: folder.path)
}

@Suite(.enabled(if: JDCase.areThere, "no data/suites/jd-spec-cases in \(SharedData.folder.path)"))
struct `the difference of jd's pairs turns one into the other and back` {
  @Test(arguments: ["core.json", "options.json", "errors.json"])
  func `as values and as edits of text`(file: String) throws {
    let data = try Data(contentsOf: JDCase.folder.appending(path: file))
    let cases = try JSONDecoder().decode([JDCase].self, from: data)
    var counts = (done: 0, empty: 0, unreadable: 0, refused: 0)
    for row in cases {
      let (a, b) = (Array(row.from.utf8), Array(row.to.utf8))
      guard let old = try? Document.parseSingle(a), let new = try? Document.parseSingle(b) else {
        if row.from.isEmpty || row.to.isEmpty {
          counts.empty += 1
        } else {
          counts.unreadable += 1
        }
        continue
      }
      counts.done += 1
      try DiffLaws.check(old.root, new.root, row.name)
      for (text, value) in [(a, try new.root.value()), (b, try old.root.value())] {
        guard case .success(let result) = try DiffLaws.rewritten(text, to: value, row.name) else {
          counts.refused += 1
          continue
        }
        if DiffLaws.isJSON(text), !DiffLaws.isJSON(result) {
          Issue.record(
            "\(row.name) is no JSON any more: \(String(decoding: result, as: UTF8.self))")
        }
      }
    }
    print(
      "jd \(file): \(counts.done) of \(cases.count) pairs, \(counts.empty) with an empty text, "
        + "\(counts.unreadable) not readable; \(counts.refused) edits refused")
    #expect(counts.refused == 0)
    #expect(counts.unreadable == (file == "errors.json" ? 4 : 0))
  }
}

import Foundation
import TestSupport
import Testing
import YAML

/// The table of Documentation/scalars.md: documentation and test are one.
@Suite struct ScalarTableTests {
  struct Row: Sendable, CustomTestStringConvertible {
    let input, type, value: String
    var testDescription: String { input }
  }

  static let rows: [Row] = {
    let file = SharedData.repository.appendingPathComponent("Documentation/scalars.md")
    guard let text = try? String(contentsOf: file, encoding: .utf8) else { return [] }
    return text.split(separator: "\n").compactMap { line in
      let cells = line.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
      guard cells.count == 3, cells[0].hasPrefix("`") else { return nil }
      return Row(
        input: String(cells[0].dropFirst().dropLast()), type: cells[1],
        value: String(cells[2].dropFirst().dropLast()))
    }
  }()

  @Test func `the table is found`() { #expect(Self.rows.count > 80) }

  @Test(arguments: rows) func `a scalar means what the documentation says`(row: Row) throws {
    // In a list a lone `-` would be another list.
    let text = row.input == "-" ? "[a, \"-\"]" : "- x\n- \(row.input)\n"
    let document = try #require(try Document.parseSingle(Array(text.utf8)))
    if row.type == "refused" {
      let range = text.utf8.count - 1 - row.input.utf8.count..<text.utf8.count - 1
      let error = #expect(throws: ParseError.self) { try document.root.value() }
      #expect(error?.range == range && error?.message == row.value && error?.hint != nil)
      #expect(throws: ParseError.self) { try document.root.checkData() }
      return
    }
    let value = try #require(try document.root.value().sequence?.last)
    #expect(Self.type(of: value) == row.type)
    #expect(value.json() == row.value)
    #expect(value == value)
  }

  private static func type(of value: Value) -> String {
    switch value {
    case .null: "null"
    case .bool: "boolean"
    case .number(let number): number.isInteger ? "integer" : "float"
    case .string: "string"
    case .sequence, .mapping: "collection"
    }
  }
}

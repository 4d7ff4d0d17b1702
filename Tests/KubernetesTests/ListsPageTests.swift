import Foundation
import Kubernetes
import TestSupport
import Testing
import YAML
import YAMLDiff

/// The tables of Documentation/lists.md: documentation and table are one.
@Suite struct `the page about lists says what the table says` {
  /// The lines of a table of the page, by the header of its last column.
  static func lines(_ header: String) throws -> [String] {
    let file = SharedData.repository.appendingPathComponent("Documentation/lists.md")
    let lines = try String(contentsOf: file, encoding: .utf8).components(separatedBy: "\n")
    let start = try #require(lines.firstIndex { $0.hasSuffix("| \(header) |") })
    return lines[(start + 2)...].prefix { $0.hasPrefix("|") }.map { String($0) }
  }

  @Test(arguments: Column.allCases) func `each line of both is in the other`(column: Column) throws
  {
    let page = try Self.lines(column.rawValue)
    let table = PageTable(column: column).lines
    let missing = table.filter { !page.contains($0) }
    #expect(missing.isEmpty, "missing on the page:\n\(missing.joined(separator: "\n"))")
    #expect(page.filter { !table.contains($0) } == [])
    #expect(page == table)
  }
}

/// What a table of the page tells about a field, by the header of its last column.
enum Column: String, CaseIterable, Sendable {
  case keys = "items are the same by"
  case meaning = "compares as"

  /// The last cell for a schema; nil when there is nothing to tell.
  func cell(_ schema: Schema) -> String? {
    switch (self, schema.list) {
    case (.keys, .map(let keys)):
      keys.map { key in
        "`\(key.name)`" + (key.fallback?.string.map { " (\($0) where left out)" } ?? "")
      }.joined(separator: ", ")
    case (.keys, .set): "their value"
    case (.meaning, _):
      schema.meaning.map { meaning in
        meaning("1000m") == meaning("1") ? "quantity" : "int-or-string"
      }
    default: nil
    }
  }
}

/// A table of the page, made of what is known; a type that stands again is told once.
struct PageTable {
  let column: Column
  private(set) var lines: [String] = []
  private var kind = ""
  /// Where a type is told.
  private var told: [ObjectIdentifier: String] = [:]

  init(column: Column) {
    self.column = column
    func known(_ kind: String) -> Schema {
      KnownSchemas.kinds.first { $0.kind == kind }?.schema ?? .unknown
    }
    tell("any `metadata`", known("Pod")["metadata"])
    tell("container", known("Pod")["spec"]["containers"].item)
    tell("Pod `spec`", known("Pod")["spec"])
    tell("Pod template", known("PodTemplate")["template"])
    tell("Job `spec`", known("Job")["spec"])
    for (group, name, schema) in KnownSchemas.kinds {
      tell(group.isEmpty ? name : "\(name) of \(group)", schema)
    }
  }

  private mutating func tell(_ kind: String, _ schema: Schema) {
    self.kind = kind
    visit(schema, path: "")
  }

  private mutating func visit(_ schema: Schema, path: String) {
    guard tells(schema) else { return }
    let isType = !schema.properties.isEmpty
    if isType, let place = told[ObjectIdentifier(schema)] {
      add(path, "as in \(place)")
      return
    }
    if isType { told[ObjectIdentifier(schema)] = kind + (path.isEmpty ? "" : " `\(path)`") }
    if let cell = column.cell(schema) { add(path, cell) }
    for (key, value) in Self.fields(schema) {
      visit(value, path: path.isEmpty ? key : "\(path).\(key)")
    }
    if let additional = schema.additional { visit(additional, path: path + ".*") }
    if let items = schema.items { visit(items, path: path + "[]") }
  }

  private mutating func add(_ path: String, _ cell: String) {
    lines.append("| \(kind) | \(path.isEmpty ? "" : "`\(path)`") | \(cell) |")
  }

  /// Whether a schema has something to tell, in itself or inside.
  private func tells(_ schema: Schema) -> Bool {
    let inside =
      Self.fields(schema).map(\.value)
      + [schema.additional, schema.items].compactMap(\.self)
    return column.cell(schema) != nil || inside.contains { tells($0) }
  }

  /// The fields that a page is to tell of: the metadata of every kind are the same, and nobody
  /// writes a status.
  private static func fields(_ schema: Schema) -> [(key: String, value: Schema)] {
    schema.properties.filter { !["metadata", "status"].contains($0.key) }
      .sorted { $0.key < $1.key }
  }
}

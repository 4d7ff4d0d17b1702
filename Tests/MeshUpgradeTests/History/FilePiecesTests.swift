import Files
import Testing

@testable import MeshUpgrade

/// A file whose documents come and go as a phase is taken back.
@Suite struct `A file put together again` {
  private static let path = RepositoryPath("a.yaml")
  private static let licence = "# Licence\n\n"

  /// The text of a file whose documents are `today`, once some are taken out and those of `before`
  /// with the keys are back.
  private func assembled(
    _ today: String, removing removed: [Int] = [], inserting inserted: [Int] = [],
    of before: String = ""
  ) throws -> String? {
    let path = try #require(Self.path)
    let old = try DocumentFile(path, Array(before.utf8)).documents
    var pieces = removed.map { FilePiece.removal(chunk: $0) }
    for position in inserted {
      pieces.append(
        .insertion(old[position].version, after: position == 0 ? nil : old[position - 1].key))
    }
    return try FilePieces(path: path, today: Array(today.utf8), pieces: pieces).assembled()
      .map { String(decoding: $0, as: UTF8.self) }
  }

  private static func object(_ name: String) -> String {
    "kind: ConfigMap\nmetadata: {name: \(name)}\n"
  }

  @Test func `the comment that heads it stays when its first document goes`() throws {
    let (a, b) = (Self.object("a"), Self.object("b"))
    #expect(
      try assembled("\(Self.licence)# of a\n\(a)---\n\(b)", removing: [0])
        == "\(Self.licence)---\n\(b)")
    #expect(try assembled("\(Self.licence)\(a)", removing: [0]) == nil)
  }

  @Test(arguments: ["# Licence\n\n", "# Licence\n\n# Licence\n\n---\n", "# Licence\n---\n", ""])
  func `its first document comes back below the head that it has`(head: String) throws {
    let (a, b) = (Self.object("a"), Self.object("b"))
    let before = "\(head)\(a)---\n\(b)"
    // What FileRewriter leaves of it.
    let today =
      head.hasSuffix("---\n") ? head + String(b) : "\(head)---\n\(b)"
    #expect(try assembled(today, inserting: [0], of: before) == before)
  }

  @Test func `a head that was edited since stays as it is`() throws {
    let (a, b) = (Self.object("a"), Self.object("b"))
    #expect(
      try assembled("# 2026\n\n---\n\(b)", inserting: [0], of: "# 2025\n\n\(a)---\n\(b)")
        == "# 2026\n\n\(a)---\n\(b)")
    #expect(
      try assembled("# 2026\n\n\(b)", inserting: [0], of: "\(a)---\n\(b)")
        == "# 2026\n\n\(a)---\n\(b)")
  }

  @Test(arguments: ["\n", "\r\n", "\r"])
  func `markers that it takes end as its own lines do`(lineBreak: String) throws {
    let (a, b) = (Self.object("a"), Self.object("b"))
    let before = "\(a)---\n\(b)".replacing("\n", with: lineBreak)
    let today = b.replacing("\n", with: lineBreak)
    #expect(try assembled(today, inserting: [0], of: before) == before)
    // A last line without an end gets one.
    let last = String(a.dropLast()).replacing("\n", with: lineBreak)
    #expect(try assembled(last, inserting: [1], of: before) == before)
  }
}

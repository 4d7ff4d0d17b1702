import TestSupport
import Testing
import YAML

/// Edits at the awkward places of every file of the tricky corpus (see its INDEX).
@Suite(.enabled(if: !TrickyFile.all.isEmpty, "\(TrickyFile.absence)"))
struct `every file of the tricky corpus is edited exactly` {
  @Test func `a file is read, unless it is listed with its reason`() {
    for file in TrickyFile.all {
      let isRead = (try? Document.parseAll(file.bytes)) != nil
      #expect(isRead == (TrickyFile.refused[file.number] == nil), "\(file.name)")
    }
    print("tricky corpus: \(TrickyFile.all.count) files, \(TrickyFile.refused.count) refused")
  }

  /// Files without a place to edit.
  private static let withoutPlaces: [Int: String] = [
    64: "`{{< >}}` reads as a mapping in place of a key",
    66: "`{{ }}` reads as a mapping in place of a key",
  ]

  @Test(arguments: TrickyFile.all.filter { TrickyFile.refused[$0.number] == nil })
  func `an edit changes its place, no other byte and no other document`(file: TrickyFile) throws {
    var counts = (edited: 0, shared: 0)
    for document in try Document.parseAll(file.bytes) {
      guard let edit = try TrickyEdit(document, of: file) else { continue }
      let limit = document.chunk.count > 2_000 ? 1 : 2
      for operation in AwkwardPlaces(document).operations(limit: limit) {
        guard let intended = operation.applied(to: edit.value) else { continue }
        do throws(EditError) {
          try edit.check(operation, gives: intended)
          counts.edited += 1
        } catch {
          switch error.problem {
          case .sharedAnchor, .mergedKey: counts.shared += 1
          default: Issue.record("\(file.name) \(operation): \(error.problem)")
          }
        }
      }
    }
    #expect((counts.edited == 0) == (Self.withoutPlaces[file.number] != nil))
    print("tricky \(file.name): \(counts.edited) edits exact, \(counts.shared) refused as shared")
  }

  @Test(arguments: TrickyRow.all)
  func `the place that makes a file hard changes by these very bytes`(row: TrickyRow) throws {
    let file = try #require(TrickyFile.all.first { $0.number == row.number })
    let document = try Document.parseAll(file.bytes)[row.document]
    let result = try DocumentEditor.apply(
      [row.operation], to: Array(file.bytes[document.chunk]), position: document.positionInChunk)
    let whole =
      file.bytes[..<document.chunk.lowerBound] + result + file.bytes[document.chunk.upperBound...]
    let places = file.bytes.ranges(of: Array(row.old.utf8))
    let place = try #require(places.first)
    #expect(places.count == 1)
    let expected =
      file.bytes[..<place.lowerBound] + Array(row.new.utf8) + file.bytes[place.upperBound...]
    if whole != expected {
      Issue.record("\(row.testDescription)\n\(result.shown.prefix(3000))")
    }
  }
}

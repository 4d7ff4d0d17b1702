import TestSupport
import Testing
import YAML

/// Edits at the awkward places of every file of the tricky corpus (see its INDEX).
@Suite(.enabled(if: !TrickyFile.all.isEmpty, "\(TrickyFile.absence)"))
struct `every file of the tricky corpus is edited exactly` {
  @Test func `every text is read, but what must be refused`() {
    let refused = Set(TrickyRefusal.all.map(\.number))
    for file in TrickyFile.all where !refused.contains(file.number) {
      #expect(file.read().errors.isEmpty, "\(file.name)")
    }
    let partly = TrickyRefusal.all.count { $0.readable > 0 }
    print(
      "tricky corpus: \(TrickyFile.all.count) files, \(refused.count - partly) refused, \(partly) in part"
    )
  }

  @Test(arguments: TrickyRefusal.all)
  func `what must be refused is, with its place`(refusal: TrickyRefusal) throws {
    let file = try #require(TrickyFile.all.first { $0.number == refusal.number })
    let (documents, errors) = file.read()
    let told = errors.map { error in
      let place = SourceText.position(of: error.range.lowerBound, in: file.bytes)
      return "\(place.line):\(place.column) \(error.message)"
    }
    #expect(told == refusal.errors)
    #expect(documents.count == refusal.readable)
    let isOfReason = errors.allSatisfy { error in
      switch (error.problem, refusal.reason) {
      case (.duplicateKey, .duplicateKey), (.wideEncoding, .wideEncoding), (.syntax, .template),
        (.syntax, .syntax):
        true
      default: false
      }
    }
    #expect(isOfReason && !errors.isEmpty)
    // An edit of such a text is refused as its reading is, at the same place.
    for chunk in DocumentSplitter.chunks(of: file.bytes) {
      let text = Array(file.bytes[chunk])
      guard (try? Document.parseAll(text)) == nil, refusal.reason != .wideEncoding else { continue }
      #expect(throws: EditError.self) { try DocumentEditor.apply([.set(["kind"], "X")], to: text) }
    }
  }

  @Test(arguments: TrickyFile.all.filter { !$0.read().documents.isEmpty })
  func `an edit changes its place, no other byte and no other document`(file: TrickyFile) throws {
    var counts = (edited: 0, shared: 0)
    for document in file.read().documents {
      let edit = try TrickyEdit(document, of: file)
      let limit = document.chunk.count > 2_000 ? 1 : 2
      for operation in AwkwardPlaces(edit.plainDocument).operations(limit: limit) {
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
    #expect(counts.edited > 0)
    print("tricky \(file.name): \(counts.edited) edits exact, \(counts.shared) refused as shared")
  }

  @Test(arguments: TrickyRow.all)
  func `the place that makes a file hard changes by these very bytes`(row: TrickyRow) throws {
    let file = try #require(TrickyFile.all.first { $0.number == row.number })
    let document = file.read().documents[row.document]
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

import TestSupport
import Testing
import YAML

/// The law of editing over every YAML and JSON file of the shared data.
@Suite(.enabled(if: !CorpusFile.all.isEmpty, "\(CorpusFile.absence)"))
struct `an edit of any file changes its place and nothing else` {
  private static let seed = SeededRandom.seed(20_261_121)
  /// How many parts the files are dealt to, so that they are worked on side by side.
  private static let parts = 4
  /// Beyond this a chunk's edits cost too much to try one in every run.
  private static let largestChunk = 60_000

  @Test(arguments: 0..<Self.parts)
  func `no edit changes no byte, a random one those of its place`(part: Int) throws {
    var tally = CorpusEdits()
    for (index, file) in CorpusFile.all.enumerated() where index % Self.parts == part {
      var random = SeededRandom(seed: Self.seed &+ UInt64(index))
      let bytes = file.bytes
      guard let documents = try? Document.parseAll(bytes) else {
        tally.unreadable += 1
        continue
      }
      tally.files += 1
      for document in documents {
        let chunk = Array(bytes[document.chunk])
        tally.documents += 1
        #expect(
          try DocumentEditor.apply([], to: chunk, position: document.positionInChunk) == chunk)
        guard chunk.count <= Self.largestChunk else { continue }
        try tally.tryEdit(chunk, at: document.positionInChunk, file.name, &random)
      }
    }
    // Cases of the suite are made to be awkward; files that people wrote are never refused.
    #expect(tally.refused.allSatisfy { $0.hasPrefix("suites/yaml-test-suite/") })
    #expect(tally.refused.count * 50 < tally.edited)
    print("law 1, part \(part), seed \(Self.seed): \(tally)")
  }
}

/// What became of the edits of a corpus.
struct CorpusEdits: CustomStringConvertible {
  var files = 0
  var unreadable = 0
  var documents = 0
  var edited = 0
  var shared = 0
  var withoutPlace = 0
  var refused: [String] = []

  var description: String {
    "\(files) files, \(unreadable) not readable, \(documents) documents, \(edited) edited, "
      + "\(withoutPlace) without a place to edit, \(shared) edits refused as shared, "
      + "\(refused.count) for other reasons \(refused)"
  }

  /// Makes one random edit of a document and checks all that it must keep.
  mutating func tryEdit(
    _ chunk: [UInt8], at position: Int, _ label: String, _ random: inout SeededRandom
  ) throws {
    let before = try Document.parse(chunk, chunk: 0..<chunk.count)
    guard let value = try? before[position].root.value(),
      let operation = RandomOperation.make(on: value, &random),
      let intended = operation.applied(to: value)
    else {
      withoutPlace += 1
      return
    }
    do throws(EditError) {
      let result = try DocumentEditor.apply([operation], to: chunk, position: position)
      edited += 1
      let after = try? Document.parse(result, chunk: 0..<result.count)
      var values = before.map { try? $0.root.value() }
      values[position] = intended
      if after?.map({ try? $0.root.value() }) != values {
        Issue.record("other data: \(label) \(operation)\n\(result.shown)")
      }
      let window = EditWindow(document: before[position], operation: operation)
      if !window.holdsChange(from: chunk, to: result) {
        Issue.record("bytes outside: \(label) \(operation)\n\(chunk.shown)\n=>\n\(result.shown)")
      }
    } catch {
      switch error.problem {
      case .sharedAnchor, .mergedKey: shared += 1
      default: refused.append("\(label): \(operation) \(error.problem)")
      }
    }
  }
}

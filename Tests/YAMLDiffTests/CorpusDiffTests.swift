import TestSupport
import Testing
import YAML
import YAMLDiff

/// The laws of differences over every YAML and JSON file of the shared data.
@Suite(.enabled(if: !CorpusFile.all.isEmpty, "\(CorpusFile.absence)"))
struct `the laws of differences hold for every file` {
  private static let seed = SeededRandom.seed(20_261_121)
  /// How many parts the files are dealt to, so that they are worked on side by side.
  private static let parts = 4
  /// Beyond this a document's changes cost too much to try them in every run.
  private static let largestChunk = 40_000

  @Test(arguments: 0..<Self.parts)
  func `with what it says in another style, with random changes, with its other documents`(
    part: Int
  ) throws {
    var tally = CorpusDiffs()
    for (index, file) in CorpusFile.all.enumerated() where index % Self.parts == part {
      var random = SeededRandom(seed: Self.seed &+ UInt64(index))
      guard let documents = try? Document.parseAll(file.bytes),
        let values = try? documents.map({ try $0.root.value() })
      else {
        tally.unreadable += 1
        continue
      }
      tally.files += 1
      for (position, document) in documents.enumerated() {
        tally.documents += 1
        let label = "\(file.name) \(position)"
        let shuffled = RandomMutation.withKeysShuffled(values[position], &random)
        try tally.compareStyles(document.root, shuffled, label)
        // Every second one, so that the whole takes seconds.
        guard random.chance(50), document.chunk.count < Self.largestChunk else { continue }
        let other = random.below(documents.count)
        if other != position { try tally.compare(document.root, documents[other].root, label) }
        let mutated = RandomMutation.mutated(values[position], &random)
        try tally.compare(document.root, try DiffLaws.node(mutated), "\(label) \(mutated.json())")
        try tally.rewrite(document, to: mutated, label)
      }
    }
    // Cases of the suite are made to be awkward; files that people wrote are never refused.
    #expect(tally.refused.allSatisfy { $0.hasPrefix("suites/yaml-test-suite/") })
    #expect(tally.refused.count * 20 < tally.rewritten)
    print("laws 2 and 3, part \(part), seed \(Self.seed): \(tally)")
  }
}

/// What became of the comparisons of a corpus.
struct CorpusDiffs: CustomStringConvertible {
  var files = 0
  var unreadable = 0
  var documents = 0
  var pairs = 0
  var rewritten = 0
  var shared = 0
  var refused: [String] = []

  var description: String {
    "\(files) files, \(unreadable) not readable or without data, \(documents) documents, "
      + "\(pairs) pairs, \(rewritten) given other data as text, \(shared) refused as shared, "
      + "\(refused.count) for other reasons \(refused)"
  }

  /// A document differs neither from itself nor from its data in another style, with its keys in
  /// another order (law 4).
  func compareStyles(_ root: Node, _ value: Value, _ label: String) throws {
    let canonical = try DiffLaws.node(value)
    for (from, to) in [(root, root), (root, canonical), (canonical, root)] {
      #expect(try DiffLaws.difference(from, to).isEmpty, "\(label)")
    }
  }

  mutating func compare(_ from: Node, _ to: Node, _ label: String) throws {
    pairs += 1
    try DiffLaws.check(from, to, label)
  }

  /// Gives the text of a document that has its chunk for itself other data.
  mutating func rewrite(_ document: Document, to value: Value, _ label: String) throws {
    let chunk = Array(document.source[document.chunk])
    guard try Document.parse(chunk, chunk: 0..<chunk.count).count == 1 else { return }
    switch try DiffLaws.rewritten(chunk, to: value, label) {
    case .success: rewritten += 1
    case .failure(let error) where error.isAboutSharing: shared += 1
    case .failure(let error): refused.append("\(label): \(error.problem)")
    }
  }
}

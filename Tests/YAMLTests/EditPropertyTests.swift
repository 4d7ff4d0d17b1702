import Foundation
import FuzzLaws
import TestSupport
import Testing
import YAML

/// Random edits of random texts: what must hold for every one of them.
@Suite struct EditPropertyTests {
  private static let perBlock = 530

  /// Other seeds for a longer hunt: `MESHPHASE_SEED_BLOCK=10` starts where the usual run ends.
  private static let first =
    ProcessInfo.processInfo.environment["MESHPHASE_SEED_BLOCK"].flatMap { Int($0) } ?? 0

  @Test(arguments: first..<(first + 10))
  func `5,000 random edits keep the law of editing`(block: Int) throws {
    var judge = Python.hasYAML ? try PythonJudge() : nil
    var made = 0
    var shared = 0
    var templated = 0
    var refused: [String: Int] = [:]
    for seed in (block * Self.perBlock)..<((block + 1) * Self.perBlock) {
      guard let edit = RandomEdit(seed: UInt64(seed)) else { continue }
      made += 1
      do throws(EditError) {
        let result = try DocumentEditor.apply([edit.operation], to: edit.text)
        edit.check(result)
        if edit.isSameBesideTemplate() { templated += 1 }
        try? judge?.add(
          yaml: result, json: edit.intended.json(isPretty: false), label: "seed \(seed)")
      } catch {
        if edit.expects(error) {
          shared += 1
          continue
        }
        refused["\(error.problem)", default: 0] += 1
        if ProcessInfo.processInfo.environment["SHOW_REFUSALS"] != nil { edit.show("\(error)") }
      }
    }
    let refusals = refused.values.reduce(0, +)
    print(
      "random edits \(block): \(made) made, \(shared) refused as shared, \(refusals) for other reasons \(refused); \(templated) beside a template"
    )
    #expect(templated * 4 > made, "many edits are possible beside a template")
    #expect(refusals * 50 < made, "the refusal rate is small")
    if judge == nil { print("random edits: no python3 with yaml here, so no second opinion") }
    for complaint in try judge?.complaints() ?? [] { Issue.record("\(complaint)") }
  }
}

/// One random text and operation.
struct RandomEdit {
  let seed: UInt64
  let text: [UInt8]
  let before: Document
  let value: Value
  let operation: EditOperation
  let intended: Value
  /// Whether aliases or merge keys make several places one.
  let isShared: Bool

  init?(seed: UInt64) {
    var random = SeededRandom(seed: seed)
    let data = RandomValue.object(&random)
    var writer = RandomText(random: random)
    text = writer.document(data)
    random = writer.random
    isShared = writer.isShared
    self.seed = seed
    do {
      let documents = try Document.parse(text, chunk: 0..<text.count)
      guard documents.count == 1 else {
        Issue.record("seed \(seed): \(documents.count) documents")
        return nil
      }
      before = documents[0]
      value = try before.root.value()
    } catch {
      Issue.record("seed \(seed): \(error)\n\(String(decoding: text, as: UTF8.self))")
      return nil
    }
    if !writer.endsOpen, !writer.hasMerge, value != data {
      Issue.record("seed \(seed): \(text.shown)")
    }
    guard let operation = RandomOperation.make(on: value, &random),
      let intended = operation.applied(to: value)
    else { return nil }
    self.operation = operation
    self.intended = intended
  }

  /// Whether this refusal is right: the place is shared with another.
  func expects(_ error: EditError) -> Bool {
    switch error.problem {
    case .sharedAnchor, .mergedKey: true
    case .unverified: isShared
    default: false
    }
  }

  func show(_ note: String) {
    print("seed \(seed): \(note)\n\(operation)\n\(String(decoding: text, as: UTF8.self))")
  }

  /// Checks an edited text.
  func check(_ result: [UInt8]) {
    let shown = "seed \(seed), \(operation)\n\(text.shown)\n=>\n\(result.shown)"
    guard let after = try? Document.parse(result, chunk: 0..<result.count), after.count == 1,
      let data = try? after[0].root.value()
    else {
      Issue.record("not one document: \(shown)")
      return
    }
    if data != intended { Issue.record("other data: \(shown)") }
    let window = EditWindow(document: before, operation: operation)
    if !window.holdsChange(from: text, to: result) { Issue.record("bytes outside: \(shown)") }
    let lost = window.lostComments(from: text, to: result)
    if !lost.isEmpty { Issue.record("comments \(lost) lost: \(shown)") }
    checkInverse(result, shown)
  }

  /// Makes the edit once more with a template in place of some scalar; false where it is refused.
  func isSameBesideTemplate() -> Bool {
    var random = SeededRandom(seed: seed)
    var scalars: [Range<Int>] = []
    var waiting = [before.root]
    while let node = waiting.popLast() {
      let holdsBreak = text[node.range].contains { $0 == 0x0A || $0 == 0x0D }
      if node.kind == .scalar, !node.range.isEmpty, !holdsBreak, node.anchor == nil, node.tag == nil
      {
        scalars.append(node.range)
      }
      if node.kind != .alias { waiting += node.children }
    }
    guard !scalars.isEmpty else { return false }
    do throws(Violation) {
      return try TemplateLaw.check(
        [operation], on: text, position: 0, inPlaceOf: random.pick(scalars), intended: intended)
        == .changed
    } catch {
      Issue.record("seed \(seed): \(error)")
      return false
    }
  }

  private func checkInverse(_ result: [UInt8], _ shown: String) {
    guard let inverse = operation.inverse(on: value) else {
      Issue.record("no inverse: \(shown)")
      return
    }
    do throws(EditError) {
      let back = try DocumentEditor.apply([inverse], to: result)
      let documents = try? Document.parse(back, chunk: 0..<back.count)
      if (try? documents?.first?.root.value()) != value {
        Issue.record("inverse \(inverse) differs: \(shown)")
      }
    } catch {
      guard !expects(error) else { return }
      Issue.record("inverse \(inverse) refused, \(error): \(shown)")
    }
  }
}

extension [UInt8] {
  /// The text with its line ends to be seen.
  var shown: String {
    String(decoding: self, as: UTF8.self)
      .replacing("\r\n", with: "␍␊\n").replacing("\r", with: "␍\n")
  }
}

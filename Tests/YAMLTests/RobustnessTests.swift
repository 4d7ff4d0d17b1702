import Foundation
import TestSupport
import Testing
import YAML

/// Texts of others: the YAML test suite and files found in public repositories.
@Suite struct RobustnessTests {
  @Test func `every case of the YAML test suite is read or refused, and so are its edits`() throws {
    guard let files = SharedData.files(in: "suites/yaml-test-suite") else {
      print("skipped: no yaml-test-suite in \(SharedData.folder.path)")
      return
    }
    var tally = Tally()
    for file in files where file.lastPathComponent == "in.yaml" { try tally.tryOut(file) }
    print("yaml-test-suite: \(tally)")
  }

  @Test func `every file of the tricky corpus is read or refused, and so are its edits`() throws {
    guard let files = SharedData.files(in: "corpora/tricky") else {
      print("skipped: no corpora/tricky in \(SharedData.folder.path)")
      return
    }
    var tally = Tally()
    for file in files where ["yaml", "yml", "json"].contains(file.pathExtension) {
      try tally.tryOut(file)
    }
    print("tricky corpus: \(tally)")
  }

  @Test(arguments: 0..<10)
  func `a text with random bytes changed is read or refused, and so are its edits`(
    block: Int
  ) throws {
    var tally = Tally()
    for seed in (block * 100)..<((block + 1) * 100) {
      var random = SeededRandom(seed: UInt64(seed) ^ 0xFFFF)
      let value = RandomValue.object(&random)
      var writer = RandomText(random: random)
      var text = writer.document(value)
      random = writer.random
      for _ in 0..<(1 + random.below(4)) {
        let position = random.below(text.count)
        let byte = random.pick(Array("\n\r\t -:?#&*!|>'\"%@`[]{},~ab0é\u{85}".utf8))
        switch random.below(3) {
        case 0: text[position] = byte
        case 1: text.insert(byte, at: position)
        default: text.remove(at: position)
        }
      }
      tally.tryOut(text, label: "seed \(seed)")
    }
  }
}

/// What became of the texts that were tried.
private struct Tally: CustomStringConvertible {
  var read = 0
  var refused = 0
  var edited = 0
  var editsRefused: [String] = []

  var description: String {
    "\(read) read, \(refused) refused; \(edited) edited, \(editsRefused.count) edits refused "
      + editsRefused.joined(separator: ", ")
  }

  mutating func tryOut(_ file: URL) throws {
    tryOut(
      [UInt8](try Data(contentsOf: file)),
      label: file.pathComponents.suffix(2).joined(separator: "/"))
  }

  /// Reads a text; edits each of its documents that is a mapping.
  mutating func tryOut(_ source: [UInt8], label: String) {
    guard let documents = try? Document.parseAll(source) else {
      refused += 1
      return
    }
    read += 1
    for document in documents where document.root.kind == .mapping {
      guard let value = try? document.root.value() else { continue }
      let chunk = Array(source[document.chunk])
      for operation in [
        EditOperation.set(["metadata", "labels", "x"], "new"), .set(["x-new-key"], "y"),
      ] where operation.applied(to: value) != nil {
        tryEdit(operation, chunk, document, value, label)
      }
    }
  }

  private mutating func tryEdit(
    _ operation: EditOperation, _ chunk: [UInt8], _ document: Document, _ value: Value,
    _ label: String
  ) {
    do throws(EditError) {
      let result = try DocumentEditor.apply(
        [operation], to: chunk, position: document.positionInChunk)
      let after = try? Document.parse(result, chunk: 0..<result.count)
      let data = try? after?[document.positionInChunk].root.value()
      if data != operation.applied(to: value) { Issue.record("\(label): \(operation)") }
      edited += 1
    } catch {
      editsRefused.append("\(label) \(error.problem)")
    }
  }
}

import Foundation
import Testing
import YAML
import YAMLDiff

/// The laws of differences for one pair of documents, as values and as text.
enum DiffLaws {
  /// The difference of two nodes without their documents.
  static func difference(_ from: Node, _ to: Node) throws -> [ValueChange] {
    try NodeDiff.changes(from: from, to: to).map { try $0.value() }
  }

  /// A value as a document in generated style.
  static func node(_ value: Value) throws -> Node {
    try #require(try Document.parseSingle(Array(CanonicalEmitter.emit(value).utf8))).root
  }

  /// There is a difference exactly when the values are not equal; applying it to the old value
  /// gives the new one; and all of it the other way round.
  static func check(_ a: Node, _ b: Node, _ label: @autoclosure () -> String) throws {
    let values = (a: try a.value(), b: try b.value())
    for (from, to, old, new) in [(a, b, values.a, values.b), (b, a, values.b, values.a)] {
      let changes = try difference(from, to)
      if changes.isEmpty != (old == new) { Issue.record("a difference of nothing: \(label())") }
      if ValueChange.apply(changes, to: old) != new { Issue.record("not applied: \(label())") }
    }
  }

  /// Whether a text is JSON to somebody else's parser.
  static func isJSON(_ text: [UInt8]) -> Bool {
    (try? JSONSerialization.jsonObject(with: Data(text), options: .fragmentsAllowed)) != nil
  }

  /// Giving a text the new data makes a text that reads as it, or is refused.
  static func rewritten(
    _ chunk: [UInt8], to value: Value, _ label: @autoclosure () -> String
  ) throws -> Result<[UInt8], EditError> {
    let text: [UInt8]
    do throws(EditError) { text = try DocumentPatch.rewrite(chunk, to: value) } catch {
      return .failure(error)
    }
    let values = try Document.parse(text, chunk: 0..<text.count).map { try $0.root.value() }
    if values != [value] {
      Issue.record("other data: \(label())\n\(String(decoding: text, as: UTF8.self))")
    }
    return .success(text)
  }
}

extension EditError {
  /// Whether the place is refused because anchors make it several places.
  var isAboutSharing: Bool {
    switch problem {
    case .sharedAnchor, .mergedKey: true
    default: false
    }
  }
}

import Testing
import YAML

/// One hand-made case of editing: a text, what is done to it, and exactly what comes out.
struct EditRow: Sendable, CustomTestStringConvertible {
  enum Refusal: Sendable { case noPlace, shared, merged, unexpected, unverified, unreadable }
  enum Outcome: Sendable {
    case text(String)
    case refusal(Refusal)
  }

  let name: String
  let before: String
  let operations: [EditOperation]
  let outcome: Outcome
  var position = 0

  init(_ name: String, _ before: String, _ operations: EditOperation..., gives after: String) {
    self.init(name: name, before: before, operations: operations, outcome: .text(after))
  }

  init(_ name: String, _ before: String, _ operations: EditOperation..., refused: Refusal) {
    self.init(name: name, before: before, operations: operations, outcome: .refusal(refused))
  }

  private init(name: String, before: String, operations: [EditOperation], outcome: Outcome) {
    self.name = name
    self.before = before
    self.operations = operations
    self.outcome = outcome
  }

  /// The row, about another document of its chunk.
  func inDocument(_ position: Int) -> EditRow {
    var row = self
    row.position = position
    return row
  }

  var testDescription: String { name }

  /// Runs the row: text, data, comments, and that the inverse gives the data back.
  func check() throws {
    let bytes = Array(before.utf8)
    switch outcome {
    case .refusal(let refusal):
      let error = #expect(throws: EditError.self) {
        try DocumentEditor.apply(operations, to: bytes, position: position)
      }
      if let error { #expect(refusal.matches(error.problem), "\(error.problem)") }
    case .text(let after):
      var text = bytes
      for operation in operations {
        let value = try data(of: text)
        let edited = try DocumentEditor.apply([operation], to: text, position: position)
        text = edited
        // No operation empties a document.
        guard value != .null else { continue }
        let inverse = try #require(operation.inverse(on: value))
        let back = try DocumentEditor.apply([inverse], to: edited, position: position)
        #expect(try data(of: back) == value, "\(back.shown)")
      }
      #expect(text == Array(after.utf8), "\(text.shown)")
      #expect(try DocumentEditor.apply(operations, to: bytes, position: position) == text)
    }
  }

  private func data(of text: [UInt8]) throws -> Value {
    let documents = try Document.parse(text, chunk: 0..<text.count)
    return try documents[position].root.value()
  }
}

extension EditRow.Refusal {
  func matches(_ problem: EditError.Problem) -> Bool {
    switch (self, problem) {
    case (.noPlace, .noSuchPath), (.shared, .sharedAnchor), (.merged, .mergedKey),
      (.unexpected, .unexpected), (.unverified, .unverified), (.unreadable, .unreadable):
      true
    default: false
    }
  }
}

extension EditOperation {
  /// Sets the label `rev` to `new`.
  static let add = EditOperation.set(["metadata", "labels", "rev"], "new")
  /// Removes the label `rev`.
  static let drop = EditOperation.remove(["metadata", "labels", "rev"])
  /// Turns the label `inject` into `rev: new`.
  static let move = EditOperation.rename(["metadata", "labels", "inject"], to: "rev", "new")
}

extension PathStep: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral {
  public init(stringLiteral key: String) { self = .key(key) }
  public init(integerLiteral index: Int) { self = .index(index) }
}

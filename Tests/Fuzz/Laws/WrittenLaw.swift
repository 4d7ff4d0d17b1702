import YAML

/// What must hold for data that is written as YAML and as JSON.
enum WrittenLaw {
  static func check(_ document: Document, _ value: Value) throws(Violation) {
    let text = Array(CanonicalEmitter.emit(value).utf8)
    let evidence = [
      ("text", Array(document.source[document.chunk]).shown), ("written", text.shown),
    ]
    let again = try read(text, "canonical YAML can be read", evidence)
    try require(again.value == value, "canonical YAML reads as the same data", evidence)
    let second = Array(CanonicalEmitter.emit(again.value).utf8)
    try require(
      second == text, "writing, reading and writing gives the same bytes",
      evidence + [("again", second.shown)])
    try checkEquality(document.root, again.root, evidence)
    for isPretty in [true, false] {
      let json = Array(value.json(isPretty: isPretty).utf8)
      let evidence = evidence + [("JSON", json.shown)]
      let read = try read(json, "JSON can be read", evidence)
      try require(read.value == value.asJSON, "JSON reads as the same data", evidence)
    }
  }

  private static func checkEquality(
    _ one: Node, _ other: Node, _ evidence: [(name: String, text: String)]
  ) throws(Violation) {
    try require(
      one.isEqual(to: other) && other.isEqual(to: one), "nodes with the same data are equal",
      evidence)
    try require(
      one.fingerprint == other.fingerprint, "equal nodes have the same fingerprint", evidence)
  }

  private static func read(
    _ text: [UInt8], _ law: String, _ evidence: [(name: String, text: String)]
  ) throws(Violation) -> (root: Node, value: Value) {
    do {
      if let root = try Document.parseSingle(text)?.root { return (root, try root.value()) }
      throw Violation(law: law + ", as one document", evidence: evidence)
    } catch let error as Violation { throw error } catch {
      throw Violation(law: law + ": \(error)", evidence: evidence)
    }
  }
}

extension Value {
  /// What is left of this data in JSON, which has no infinities and no not-a-number.
  fileprivate var asJSON: Value {
    switch self {
    case .number(let number):
      number.json.hasPrefix("\"") ? .string(number.spelling) : self
    case .sequence(let items): .sequence(items.map(\.asJSON))
    case .mapping(let mapping):
      .mapping(Mapping(mapping.entries.map { (key: $0.key, value: $0.value.asJSON) }))
    default: self
    }
  }
}

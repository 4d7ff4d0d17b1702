import Kubernetes
import YAML
import YAMLDiff

/// What must hold for the differences of every two texts, and for their merges with a third.
package enum DiffLaw {
  /// Checks one input: two texts, a third one for merges, and what chooses; NUL separates them.
  @discardableResult
  package static func check(_ input: [UInt8]) throws(Violation) -> Outcome {
    var (texts, choices) = Choices.parts(of: input, texts: 3)
    while texts.count < 3 { texts.append(texts[0]) }
    guard let from = try ReadText(texts[0]), let to = try ReadText(texts[1]),
      let other = try ReadText(texts[2])
    else { return .unread }
    var outcome = Outcome.read
    let rules = choices.pick([0, 1, 2, 3, 4]) ?? 0
    for (index, old) in from.documents.enumerated() where index < to.documents.count {
      let isChanged = try check(
        Side(old, from.values[index]), Side(to.documents[index], to.values[index]),
        Self.rules(rules, old.root))
      if isChanged { outcome = .changed }
      try ValueMergeLaw.check(
        from.values[index], to.values[index],
        index < other.values.count ? other.values[index] : .null)
    }
    try StreamLaw.check(from, to, other)
    return outcome
  }

  /// A document and its data.
  struct Side {
    let document: Document
    let value: Value

    init(_ document: Document, _ value: Value) {
      self.document = document
      self.value = value
    }

    var chunk: [UInt8] { Array(document.source[document.chunk]) }
  }

  private static func rules(_ choice: Int, _ root: Node) -> ListRules {
    switch choice {
    case 1: return { _ in .map(keys: ["name"]) }
    case 2: return { _ in .map(keys: ["port", "protocol"]) }
    case 3: return { _ in .set }
    case 4: return { $0.steps.count % 2 == 0 ? .atomic : .inferred }
    default: return ListTypes.rules(forKind: root["kind"]?.text ?? "")
    }
  }

  private static func check(
    _ from: Side, _ to: Side, _ rules: @escaping ListRules
  ) throws(Violation) -> Bool {
    var evidence = [("from", from.chunk.shown), ("to", to.chunk.shown)]
    let areEqual = from.value == to.value
    let (old, new) = (from.document.root, to.document.root)
    try require(old.isEqual(to: new) == areEqual, "nodes are equal exactly as data", evidence)
    try require(new.isEqual(to: old) == areEqual, "equality has no sides", evidence)
    guard
      let changes = try? NodeDiff.changes(from: old, to: new, rules: rules)
        .map({ (change) throws(ParseError) in try change.value() })
    else { throw Violation(law: "the differences of data are data", evidence: evidence) }
    evidence.append(("changes", "\(changes)"))
    try require(changes.isEmpty == areEqual, "no difference exactly when equal", evidence)
    try require(
      ValueChange.apply(changes, to: from.value) == to.value,
      "applying the difference of a and b to a gives b", evidence)
    try checkPatches(changes, from, to, evidence)
    return try checkRewrite(from, to, rules, evidence)
  }

  private static func checkPatches(
    _ changes: [ValueChange], _ from: Side, _ to: Side, _ evidence: [(name: String, text: String)]
  ) throws(Violation) {
    let patch = Value.sequence(ValueChange.jsonPatch(for: changes))
    let evidence = evidence + [("patch", patch.json())]
    let result: Value
    do throws(JSONPatch.Problem) { result = try JSONPatch(patch).applied(to: from.value) } catch {
      throw Violation(law: "the JSON Patch of a and b is for a: \(error)", evidence: evidence)
    }
    try require(result == to.value, "the JSON Patch of a and b turns a into b", evidence)
  }

  /// Whether there was something to patch and the text was patched; a refusal is right as well.
  private static func checkRewrite(
    _ from: Side, _ to: Side, _ rules: @escaping ListRules,
    _ evidence: [(name: String, text: String)]
  ) throws(Violation) -> Bool {
    let chunk = from.chunk
    guard (try? Document.parse(chunk, chunk: 0..<chunk.count))?.count == 1,
      let text = try? DocumentPatch.rewrite(chunk, to: to.value, rules: rules)
    else { return false }
    let evidence = evidence + [("rewritten", text.shown)]
    guard let document = (try? Document.parseSingle(text)).flatMap({ $0 }) else {
      throw Violation(law: "a rewritten document can be read", evidence: evidence)
    }
    try require(
      (try? document.root.value()) == to.value, "a rewritten document has the new data", evidence)
    if from.value == to.value {
      try require(text == chunk, "equal data leaves the text as it is", evidence)
    }
    return text != chunk
  }
}

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
    let choice = choices.pick([0, 1, 2, 3, 4]) ?? 0
    for (index, old) in from.documents.enumerated() where index < to.documents.count {
      let isChanged = try check(
        Side(old, from.values[index]), Side(to.documents[index], to.values[index]),
        Self.schema(choice, old.root))
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

  private static func schema(_ choice: Int, _ root: Node) -> Schema {
    switch choice {
    case 1: return everywhere { _ in .map(keys: ["name"]) }
    case 2: return everywhere { _ in .map(keys: ["port", "protocol"]) }
    case 3: return everywhere { _ in .set }
    case 4: return everywhere { $0 % 2 == 0 ? .atomic : .inferred }
    default: return KnownSchemas.schema(of: root)
    }
  }

  /// A schema that says the same of every list, by its depth.
  private static func everywhere(_ rule: (Int) -> ListRule) -> Schema {
    (0..<Document.depthLimit).reversed().reduce(Schema.unknown) { inner, depth in
      Schema(list: rule(depth), additional: inner, items: inner)
    }
  }

  private static func check(
    _ from: Side, _ to: Side, _ schema: Schema
  ) throws(Violation) -> Bool {
    var evidence = [("from", from.chunk.shown), ("to", to.chunk.shown)]
    let areEqual = from.value == to.value
    let (old, new) = (from.document.root, to.document.root)
    try require(old.isEqual(to: new) == areEqual, "nodes are equal exactly as data", evidence)
    try require(new.isEqual(to: old) == areEqual, "equality has no sides", evidence)
    guard
      let changes = try? NodeDiff.changes(from: old, to: new, schema: schema)
        .map({ (change) throws(ParseError) in try change.value() })
    else { throw Violation(law: "the differences of data are data", evidence: evidence) }
    evidence.append(("changes", "\(changes)"))
    try require(changes.isEmpty == areEqual, "no difference exactly when equal", evidence)
    try require(
      ValueChange.apply(changes, to: from.value) == to.value,
      "applying the difference of a and b to a gives b", evidence)
    try checkPatches(changes, from, to, evidence)
    try checkTwin(from, to, evidence)
    return try checkRewrite(from, to, schema, evidence)
  }

  /// What is read like another document equals what is parsed.
  private static func checkTwin(
    _ from: Side, _ to: Side, _ evidence: [(name: String, text: String)]
  ) throws(Violation) {
    let (old, new) = (from.chunk, to.chunk)
    guard let models = try? Document.parse(old, chunk: 0..<old.count), models.count == 1,
      let twin = Document.read(new, chunk: 0..<new.count, like: models[0])
    else { return }
    guard let parsed = try? Document.parse(new, chunk: 0..<new.count), parsed.count == 1 else {
      throw Violation(law: "what is read like another document can be parsed", evidence: evidence)
    }
    try require(
      ranges(twin.root) == ranges(parsed[0].root) && twin.root.isEqual(to: parsed[0].root),
      "what is read like another document is what parsing gives", evidence)
  }

  private static func ranges(_ node: Node) -> [Range<Int>] {
    [node.range] + node.children.flatMap(ranges)
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
    _ from: Side, _ to: Side, _ schema: Schema,
    _ evidence: [(name: String, text: String)]
  ) throws(Violation) -> Bool {
    let chunk = from.chunk
    guard (try? Document.parse(chunk, chunk: 0..<chunk.count))?.count == 1,
      let text = try? DocumentPatch.rewrite(chunk, to: to.value, schema: schema)
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

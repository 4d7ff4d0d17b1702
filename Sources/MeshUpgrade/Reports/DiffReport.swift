internal import Files
internal import Kubernetes
package import YAML
package import YAMLDiff

/// The differences of two sides as reports show them: object by object, with places.
package struct DiffReport {
  private let outcome: StreamDiff.Outcome
  private let from: [StreamSource]
  private let to: [StreamSource]
  /// Whether the values of Secrets are shown as they are.
  private let showsSecrets: Bool

  package init(
    _ outcome: StreamDiff.Outcome, from: [StreamSource], to: [StreamSource], showsSecrets: Bool
  ) {
    self.outcome = outcome
    self.from = from
    self.to = to
    self.showsSecrets = showsSecrets
  }

  /// Whether the sides differ.
  package var isEmpty: Bool { outcome.changes.isEmpty }

  /// Documents whose identity another of the same side has, told in words.
  package var warnings: [String] {
    outcome.duplicates.map { document in
      let name = ObjectReference(document.node).map(\.description) ?? "a document"
      return "\(name) stands more than once on one side; its documents are matched in order"
    }
  }

  // MARK: JSON

  /// The differences as JSON (DESIGN §7).
  package func json() throws(ParseError) -> Value {
    var changes: [Value] = []
    for change in outcome.changes { changes += try json(change) }
    return ["formatVersion": "1", "changes": .sequence(changes)]
  }

  private func json(_ change: DocumentChange) throws(ParseError) -> [Value] {
    let node = (change.to ?? change.from)?.node
    let object = node.flatMap { ObjectReference($0) }
    var result: [Value] = []
    switch change.kind {
    case .added, .removed, .moved:
      result.append(try whole(change, object: object))
    case .renamed:
      let old = change.from.flatMap { ObjectReference($0.node) }
      result.append(
        entry(
          change.kind.rawValue, object: object, path: "", keyedPath: "",
          from: old?.json, to: object?.json, places: places(change)))
    case .changed: break
    }
    for inside in change.changes { result.append(try json(inside, of: change, object: object)) }
    return result
  }

  private func whole(
    _ change: DocumentChange, object: ObjectReference?
  ) throws(ParseError) -> Value {
    let isMoved = change.kind == .moved
    return entry(
      change.kind.rawValue, object: object, path: "", keyedPath: "",
      from: isMoved ? nil : try value(of: change.from, object: object),
      to: isMoved ? nil : try value(of: change.to, object: object), places: places(change))
  }

  private func value(
    of document: StreamDocument?, object: ObjectReference?
  ) throws(ParseError) -> Value? {
    guard let document else { return nil }
    return masked(try document.node.value(), at: Path(), of: object)
  }

  private func json(
    _ inside: NodeChange, of change: DocumentChange, object: ObjectReference?
  ) throws(ParseError) -> Value {
    let value = try inside.value()
    var places = Mapping()
    if let node = inside.from, let document = change.from {
      places["from"] = place(of: node, in: from[document.source])
    }
    if let node = inside.to, let document = change.to {
      places["to"] = place(of: node, in: to[document.source])
    }
    let isMoved = value.kind == .moved
    return entry(
      value.kind.rawValue, object: object, path: value.path.pointer, keyedPath: value.keyedPath,
      from: isMoved ? nil : value.from.map { masked($0, at: value.path, of: object) },
      to: isMoved ? nil : value.to.map { masked($0, at: value.path, of: object) }, places: places)
  }

  private func entry(
    _ kind: String, object: ObjectReference?, path: String, keyedPath: String, from: Value?,
    to: Value?, places: Mapping
  ) -> Value {
    var fields: [(key: String, value: Value)] = [
      ("kind", .string(kind)), ("object", object?.json ?? .null), ("path", .string(path)),
      ("keyedPath", .string(keyedPath)),
    ]
    if let from { fields.append(("from", from)) }
    if let to { fields.append(("to", to)) }
    fields.append(("places", .mapping(places)))
    return .mapping(Mapping(fields))
  }

  private func places(_ change: DocumentChange) -> Mapping {
    var places = Mapping()
    if let document = change.from {
      places["from"] = place(of: document.node, in: from[document.source])
    }
    if let document = change.to {
      places["to"] = place(of: document.node, in: to[document.source])
    }
    return places
  }

  private func place(of node: Node, in source: StreamSource) -> Value {
    let position = node.position
    return Place(file: source.name, line: position.line, column: position.column).json
  }

  // MARK: Secrets

  /// The value with what a Secret keeps replaced by stars; that it differs is still told.
  private func masked(_ value: Value, at path: Path, of object: ObjectReference?) -> Value {
    guard !showsSecrets, object?.key.kind == "Secret", object?.key.group.isEmpty == true else {
      return value
    }
    let hidden: Set<PathStep> = [.key("data"), .key("stringData")]
    if let first = path.steps.first { return hidden.contains(first) ? Self.stars(value) : value }
    guard case .mapping(var mapping) = value else { return value }
    for key in ["data", "stringData"] { mapping[key] = mapping[key].map(Self.stars) }
    return .mapping(mapping)
  }

  private static func stars(_ value: Value) -> Value {
    guard case .mapping(let mapping) = value else { return "***" }
    return .mapping(Mapping(mapping.entries.map { ($0.key, "***") }))
  }

  // MARK: Text

  /// The differences as a person reads them; `isBrief` leaves out what is inside documents.
  package func text(isBrief: Bool) throws(ParseError) -> StyledText {
    var text = StyledText()
    for change in outcome.changes { try add(change, to: &text, isBrief: isBrief) }
    return text
  }

  private func add(
    _ change: DocumentChange, to text: inout StyledText, isBrief: Bool
  ) throws(ParseError) {
    let document = change.to ?? change.from
    let source = change.to.map { to[$0.source] } ?? change.from.map { from[$0.source] }
    guard let document, let source else { return }
    let name = ObjectReference(document.node).map(\.description) ?? "document without a name"
    switch change.kind {
    case .added: text.add("+ ", .added)
    case .removed: text.add("- ", .removed)
    case .moved: text.add("> ", .name)
    case .renamed: text.add("~ ", .name)
    case .changed: text.add("  ")
    }
    text.add(name, .heading)
    text.add("  \(source.name):\(document.node.position.line)", .dim)
    addOrigin(change, to: &text)
    text.endLine()
    if isBrief { return }
    let object = ObjectReference(document.node)
    for inside in change.changes { add(try inside.value(), of: object, to: &text) }
  }

  private func addOrigin(_ change: DocumentChange, to text: inout StyledText) {
    guard let document = change.from, change.to != nil else { return }
    let source = from[document.source]
    switch change.kind {
    case .moved: text.add(" moved from \(source.name):\(document.node.position.line)", .dim)
    case .renamed:
      let old = ObjectReference(document.node).map(\.key.name) ?? ""
      text.add(" renamed from \(old)", .dim)
    default: break
    }
  }

  private func add(_ change: ValueChange, of object: ObjectReference?, to text: inout StyledText) {
    text.add("    \(ChangeText.path(of: change)): ")
    func shown(_ value: Value?) -> String {
      ChangeText.text(of: value.map { masked($0, at: change.path, of: object) })
    }
    switch change.kind {
    case .added: text.add("+ \(shown(change.to))", .added)
    case .removed: text.add("- \(shown(change.from))", .removed)
    case .changed:
      text.add(shown(change.from), .removed)
      text.add(" → ")
      text.add(shown(change.to), .added)
    case .moved: text.add("moved from \(change.oldPath?.pointer ?? "")", .dim)
    }
    text.endLine()
  }
}

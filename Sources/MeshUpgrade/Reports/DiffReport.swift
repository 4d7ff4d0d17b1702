internal import Files
internal import Kubernetes
package import YAML
package import YAMLDiff

/// The differences of two sides as reports show them: object by object, with places.
package struct DiffReport {
  private let outcome: StreamDiff.Outcome
  /// The chunks that changes are in, by where they start, each looked through for its lines once.
  private let from: ChunkPlaces
  private let to: ChunkPlaces
  /// Whether the values of Secrets are shown as they are.
  private let showsSecrets: Bool

  package init(
    _ outcome: StreamDiff.Outcome, from: [StreamSource], to: [StreamSource], showsSecrets: Bool
  ) {
    self.outcome = outcome
    self.from = ChunkPlaces(outcome.changes.compactMap(\.from), in: from)
    self.to = ChunkPlaces(outcome.changes.compactMap(\.to), in: to)
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
      places["from"] = from.place(of: node, in: document)?.json
    }
    if let node = inside.to, let document = change.to {
      places["to"] = to.place(of: node, in: document)?.json
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
      places["from"] = from.place(of: document.node, in: document)?.json
    }
    if let document = change.to {
      places["to"] = to.place(of: document.node, in: document)?.json
    }
    return places
  }

  private func shown(_ place: Place?) -> String { place.map { "\($0.file):\($0.line)" } ?? "" }

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
    _ change: DocumentChange, to output: inout StyledText, isBrief: Bool
  ) throws(ParseError) {
    let document = change.to ?? change.from
    guard let document else { return }
    let place = (change.to == nil ? from : to).place(of: document.node, in: document)
    let name = ObjectReference(document.node).map(\.description) ?? "document without a name"
    switch change.kind {
    case .added: output.add("+ ", .added)
    case .removed: output.add("- ", .removed)
    case .moved: output.add("> ", .name)
    case .renamed: output.add("~ ", .name)
    case .changed: output.add("  ")
    }
    output.add(name, .heading)
    output.add("  \(shown(place))", .dim)
    addOrigin(change, to: &output)
    output.endLine()
    if isBrief { return }
    let object = ObjectReference(document.node)
    for inside in change.changes { add(try inside.value(), of: object, to: &output) }
  }

  private func addOrigin(_ change: DocumentChange, to text: inout StyledText) {
    guard let document = change.from, change.to != nil else { return }
    switch change.kind {
    case .moved:
      let place = from.place(of: document.node, in: document)
      text.add(" moved from \(shown(place))", .dim)
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

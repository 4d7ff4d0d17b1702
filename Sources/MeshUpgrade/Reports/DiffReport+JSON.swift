internal import Files
internal import Kubernetes
package import YAML
internal import YAMLDiff

extension DiffReport {
  /// The differences as JSON (DESIGN §7), which `meshphase patch` applies
  /// (`Documentation/reports.md`).
  package func json() throws(ParseError) -> Value {
    let positions = positions
    var changes: [Value] = []
    for document in documents {
      for change in document.changes { changes += try json(change, of: document, positions) }
    }
    return [
      "formatVersion": "1", "changes": .sequence(changes),
      "findings": .sequence(findings.map(\.json)),
    ]
  }

  private func json(
    _ change: DocumentChange, of document: ReportedDocument, _ positions: DocumentPositions?
  ) throws(ParseError) -> [Value] {
    let position = positions.map { [$0.field(of: change)] } ?? []
    var fields: [(key: String, value: Value)] = [
      ("kind", .string(change.kind.rawValue)), ("object", document.object?.json ?? .null),
      ("path", ""), ("keyedPath", ""),
    ]
    var isMasked = false
    switch change.kind {
    case .added, .removed:
      for (key, side) in [("from", change.from), ("to", change.to)] {
        guard let side, let value = try value(of: side) else { continue }
        fields.append((key, value))
        isMasked = try value != side.node.value()
      }
    case .renamed:
      if let from = document.oldObject { fields.append(("from", from.json)) }
      if let to = document.object { fields.append(("to", to.json)) }
    case .moved, .changed: break
    }
    fields.append(("places", .places(document.from, document.to)))
    fields += position + notes(of: change, document)
    fields += Value.unwritable(fields)
    if isMasked { fields.append(("masked", true)) }
    let whole = change.kind == .changed ? [] : [Value.mapping(Mapping(fields))]
    return whole + (try changes(of: change).map { $0.json(of: document.object, position) })
      + comments(of: change).map { $0.json(of: document.object) }
  }

  /// What else one has to know to make a change of a whole document.
  private func notes(
    of change: DocumentChange, _ document: ReportedDocument
  ) -> [(key: String, value: Value)] {
    var notes: [(key: String, value: Value)] = []
    if change.kind == .renamed, let from = change.from, let to = change.to {
      let names = DocumentNames(from.node, to.node)
      let told = DocumentNames(objects: document.oldObject?.json, document.object?.json)
      if !names.isTold(by: told) { notes.append(("names", names.json)) }
    }
    if [.added, .removed, .renamed].contains(change.kind), isRepeated(change) {
      notes.append(("repeated", true))
    }
    return notes
  }
}

extension ReportedChange {
  /// The change as JSON; `inside` and `lines` are there where they can be told.
  fileprivate func json(
    of object: ObjectReference?, _ position: [(key: String, value: Value)] = []
  ) -> Value {
    var fields: [(key: String, value: Value)] = [
      ("kind", .string(value.kind.rawValue)), ("object", object?.json ?? .null),
      ("path", .string(value.path.pointer)), ("keyedPath", .string(value.keyedPath)),
    ]
    if let oldPath = value.oldPath, oldPath != value.path {
      fields.append(("fromPath", .string(oldPath.pointer)))
    }
    if value.kind != .moved {
      if let from = value.from { fields.append(("from", from)) }
      if let to = value.to { fields.append(("to", to)) }
    }
    fields += Value.unwritable(fields)
    fields.append(("places", .places(from, to)))
    fields += position
    if isMasked { fields.append(("masked", true)) }
    switch detail {
    case .inside(let changes):
      fields.append(("inside", .sequence(changes.map { $0.json(of: object) })))
    // Strings with the same data have no change inside.
    case .style: fields.append(("inside", []))
    case .lines(let text):
      fields.append(("lines", .sequence(text.diff.hunks.joined().map(\.json))))
      if text.from != nil || text.to != nil {
        fields.append(("firstLines", .places(text.from, text.to)))
      }
    case nil: break
    }
    return .mapping(Mapping(fields))
  }
}

extension ReportedComment {
  /// The change as JSON: `comment` says where the comment stands, seen from what is at the path.
  fileprivate func json(of object: ObjectReference?) -> Value {
    var fields: [(key: String, value: Value)] = [
      ("kind", .string(change.kind.rawValue)), ("object", object?.json ?? .null),
      ("path", .string(change.path.pointer)), ("keyedPath", .string(change.keyedPath)),
      ("comment", .string(change.position.rawValue)),
    ]
    if let from = change.from { fields.append(("from", .string(from))) }
    if let to = change.to { fields.append(("to", .string(to))) }
    fields.append(("places", .places(from, to)))
    return .mapping(Mapping(fields))
  }
}

extension Value {
  /// The field `numbers`: pointers to what JSON has to write as a string and is a number.
  fileprivate static func unwritable(
    _ fields: [(key: String, value: Value)]
  ) -> [(key: String, value: Value)] {
    let values = fields.filter { ["from", "to", "names"].contains($0.key) }
    let pointers = values.flatMap { field in
      field.value.unwritableNumbers.map { Value.string("/\(field.key)\($0.pointer)") }
    }
    return pointers.isEmpty ? [] : [("numbers", .sequence(pointers))]
  }

  /// Where infinities and not-a-numbers are.
  private var unwritableNumbers: [Path] {
    switch self {
    case .null, .bool, .string: []
    case .number(let number): number.json.hasPrefix("\"") ? [Path()] : []
    case .sequence(let items):
      items.enumerated().flatMap { index, item in
        item.unwritableNumbers.map { $0.prefixed(by: [.index(index)]) }
      }
    case .mapping(let mapping):
      mapping.entries.flatMap { entry in
        entry.value.unwritableNumbers.map { $0.prefixed(by: [.key(entry.key)]) }
      }
    }
  }
}

extension Value {
  fileprivate static func places(_ from: Place?, _ to: Place?) -> Value {
    var places = Mapping()
    places["from"] = from?.json
    places["to"] = to?.json
    return .mapping(places)
  }
}

extension LineDiff.Line {
  /// The line with its numbers in the strings; what ends it is told where it is no LF.
  fileprivate var json: Value {
    var fields: [(key: String, value: Value)] = [
      ("kind", .string(kind.rawValue)), ("text", .string(line.text)),
    ]
    if line.end != "\n" { fields.append(("end", .string(line.end))) }
    if let from { fields.append(("from", .number(Number(from)))) }
    if let to { fields.append(("to", .number(Number(to)))) }
    return .mapping(Mapping(fields))
  }
}

internal import Files
internal import Kubernetes
package import YAML
internal import YAMLDiff

extension DiffReport {
  /// The differences as JSON (DESIGN §7).
  package func json() throws(ParseError) -> Value {
    var changes: [Value] = []
    for document in documents {
      for change in document.changes { changes += try json(change, of: document) }
    }
    return [
      "formatVersion": "1", "changes": .sequence(changes),
      "findings": .sequence(findings.map(\.json)),
    ]
  }

  private func json(
    _ change: DocumentChange, of document: ReportedDocument
  ) throws(ParseError) -> [Value] {
    var fields: [(key: String, value: Value)] = [
      ("kind", .string(change.kind.rawValue)), ("object", document.object?.json ?? .null),
      ("path", ""), ("keyedPath", ""),
    ]
    switch change.kind {
    case .added, .removed:
      if let from = try value(of: change.from) { fields.append(("from", from)) }
      if let to = try value(of: change.to) { fields.append(("to", to)) }
    case .renamed:
      if let from = document.oldObject { fields.append(("from", from.json)) }
      if let to = document.object { fields.append(("to", to.json)) }
    case .moved, .changed: break
    }
    fields.append(("places", .places(document.from, document.to)))
    let whole = change.kind == .changed ? [] : [Value.mapping(Mapping(fields))]
    return whole + (try changes(of: change).map { $0.json(of: document.object) })
      + comments(of: change).map { $0.json(of: document.object) }
  }
}

extension ReportedChange {
  /// The change as JSON; `inside` and `lines` are there where they can be told.
  fileprivate func json(of object: ObjectReference?) -> Value {
    var fields: [(key: String, value: Value)] = [
      ("kind", .string(value.kind.rawValue)), ("object", object?.json ?? .null),
      ("path", .string(value.path.pointer)), ("keyedPath", .string(value.keyedPath)),
    ]
    if value.kind != .moved {
      if let from = value.from { fields.append(("from", from)) }
      if let to = value.to { fields.append(("to", to)) }
    }
    fields.append(("places", .places(from, to)))
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

internal import Files
package import Kubernetes
package import YAML

extension Finding {
  /// The finding as JSON (DESIGN §7); what does not apply is absent.
  package var json: Value {
    var fields: [(key: String, value: Value)] = [
      ("rule", .string(rule.code)), ("severity", .string(severity.rawValue)),
    ]
    if let phase { fields.append(("phase", .string(phase))) }
    if let namespace { fields.append(("namespace", .string(namespace))) }
    if let object { fields.append(("object", object.json)) }
    if let place { fields.append(("place", place.json)) }
    fields.append(("message", .string(message)))
    if let hint { fields.append(("hint", .string(hint))) }
    if !notes.isEmpty {
      fields.append(
        (
          "notes",
          .sequence(notes.map { ["place": $0.place.json, "message": .string($0.message)] })
        ))
    }
    fields.append(("preexisting", .bool(isPreexisting)))
    if let counterexample { fields.append(("counterexample", counterexample.json)) }
    return .mapping(Mapping(fields))
  }

  /// The one JSON document that a check prints, which finds things and refuses nothing.
  package static func findingsJSON(_ findings: [Finding]) -> Value {
    ["formatVersion": "1", "findings": .sequence(findings.map(\.json))]
  }

  /// The one JSON document that a refused request prints.
  package static func errorsJSON(_ findings: [Finding]) -> Value {
    ["formatVersion": "1", "errors": .sequence(findings.map(\.json))]
  }
}

extension ObjectReference {
  /// The object as JSON: group, version, kind, namespace (null for objects of the cluster), name.
  package var json: Value {
    [
      "group": .string(key.group), "version": .string(version), "kind": .string(key.kind),
      "namespace": key.namespace.map { .string($0) } ?? .null, "name": .string(key.name),
    ]
  }
}

extension Place {
  /// The place as JSON: file, line, column.
  var json: Value {
    ["file": .string(file), "line": .number(Number(line)), "column": .number(Number(column))]
  }
}

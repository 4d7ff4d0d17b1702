import Foundation
import Testing

/// The contract of DESIGN §7: every key that a report promises, with its type.
///
/// Keys may be added; a key that is promised may not be missing.
indirect enum JSONShape: Sendable {
  case text
  case integer
  case bool
  case any
  case null(or: JSONShape)
  case list(of: JSONShape)
  case object([String: JSONShape], optional: [String: JSONShape] = [:])

  /// What is wrong with a value; nothing when it has the shape.
  func problems(of json: JSON, at path: String = "$") -> [String] {
    switch self {
    case .any: return json.isMissing ? ["\(path) is missing"] : []
    case .text: return json.text == nil ? ["\(path) is no text"] : []
    case .integer: return json.isInteger ? [] : ["\(path) is no integer"]
    case .bool: return json.isBool ? [] : ["\(path) is no truth value"]
    case .null(let shape): return json.isNull ? [] : shape.problems(of: json, at: path)
    case .list(let shape):
      guard json.isList else { return ["\(path) is no list"] }
      return json.items.enumerated().flatMap { shape.problems(of: $1, at: "\(path)[\($0)]") }
    case .object(let required, let optional):
      guard json.isObject else { return ["\(path) is no object"] }
      let missing = required.keys.filter { json[$0].isMissing }.map { "\(path).\($0) is missing" }
      let fields = required.merging(optional) { $1 }.filter { !json[$0.key].isMissing }
      return missing.sorted()
        + fields.sorted { $0.key < $1.key }.flatMap {
          $1.problems(of: json[$0], at: "\(path).\($0)")
        }
    }
  }
}

extension JSONShape {
  static let place = JSONShape.object(["file": .text, "line": .integer, "column": .integer])
  static let object = JSONShape.object([
    "group": .text, "version": .text, "kind": .text, "namespace": .null(or: .text), "name": .text,
  ])
  static let change = JSONShape.object(
    [
      "kind": .text, "object": object, "path": .text, "keyedPath": .text,
      "places": .object([:], optional: ["from": place, "to": place]),
    ], optional: ["from": .any, "to": .any])
  /// A change of a difference: what is inside a string is there where it can be told.
  static func change(depth: Int) -> JSONShape {
    let line = JSONShape.object(
      ["kind": .text, "text": .text], optional: ["end": .text, "from": .integer, "to": .integer])
    let places = JSONShape.object([:], optional: ["from": place, "to": place])
    let positions = JSONShape.object([:], optional: ["from": .integer, "to": .integer])
    return .object(
      [
        "kind": .text, "object": .null(or: object), "path": .text, "keyedPath": .text,
        "places": places,
      ],
      optional: [
        "from": .any, "to": .any, "lines": .list(of: line), "firstLines": places,
        "fromPath": .text, "document": positions, "list": positions, "masked": .bool,
        "repeated": .bool, "numbers": .list(of: .text),
        "names": .object(["from": .any, "to": .any]),
        "inside": depth > 0 ? .list(of: change(depth: depth - 1)) : .any,
      ])
  }
  static let difference = JSONShape.object(
    ["formatVersion": .text, "changes": .list(of: change(depth: 4))])
  static let finding = JSONShape.object(
    ["rule": .text, "severity": .text, "message": .text, "preexisting": .bool],
    optional: [
      "phase": .text, "namespace": .text, "object": object, "place": place, "hint": .text,
    ])
  static let phase = JSONShape.object([
    "index": .integer, "name": .text, "actions": .list(of: .text), "namespaces": .list(of: .text),
    "files": .list(
      of: .object(["path": .text, "status": .text, "added": .integer, "removed": .integer])),
    "changes": .list(of: change), "rollback": .list(of: change),
    "restarts": .list(
      of: .object(["kind": .text, "namespace": .text, "name": .text, "replicas": .integer])),
    "manualSteps": .list(of: .object(["text": .text, "command": .null(or: .text)])),
    "checks": .list(
      of: .object(["when": .text, "text": .text, "command": .text, "expect": .text])),
    "estimate": .object(["pods": .integer, "minutes": .integer]),
    "findings": .list(of: finding), "branch": .null(or: .text), "commit": .null(or: .text),
    "rollbackBranch": .null(or: .text), "rollbackCommit": .null(or: .text),
  ])
  static let revision = JSONShape.object(["revision": .text], optional: ["version": .text])
  static let plan: [String: JSONShape] = [
    "formatVersion": .text, "mesh": .text, "from": revision, "to": revision,
    "base": .object(["ref": .text, "commit": .text]), "phases": .list(of: phase),
    "assumptions": .list(of: .any), "findings": .list(of: finding),
    "skipped": .list(of: .object(["file": .text, "reason": .text])),
  ]
  static let references = JSONShape.list(
    of: .object(["name": .text, "from": .null(or: .text), "to": .text]))

  /// Checks the report of `plan -o json`.
  static func checkPlan(_ json: JSON) throws {
    #expect(JSONShape.object(plan).problems(of: json).isEmpty)
    #expect(json["formatVersion"].text == "1")
    for change in json["phases"].items.flatMap({ $0["changes"].items + $0["rollback"].items }) {
      checkSides(of: change)
    }
  }

  /// Checks the report of `commit -o json`.
  static func checkCommit(_ json: JSON) throws {
    try checkPlan(json)
    #expect(references.problems(of: json["refs"], at: "$.refs").isEmpty)
  }

  /// Checks the one document of a refused run.
  static func checkRefusal(_ json: JSON) throws {
    #expect(json.keys == ["formatVersion", "errors"])
    #expect(JSONShape.list(of: finding).problems(of: json["errors"]).isEmpty)
    #expect(!json["errors"].items.isEmpty)
  }

  /// Checks the one document of `lint -o json`.
  static func checkFindings(_ json: JSON) throws {
    #expect(json.keys == ["formatVersion", "findings"])
    #expect(json["formatVersion"].text == "1")
    #expect(JSONShape.list(of: finding).problems(of: json["findings"]).isEmpty)
  }

  /// `from` and `to` are absent, not null, where there is none, and so are their places.
  private static func checkSides(of change: JSON) {
    let sides = Set(["from", "to"]).filter { !change[$0].isMissing }
    let expected: Set<String> =
      switch change["kind"].text {
      case "added": ["to"]
      case "removed": ["from"]
      default: ["from", "to"]
      }
    #expect(sides == expected)
    #expect(change["places"].keys == expected)
  }
}

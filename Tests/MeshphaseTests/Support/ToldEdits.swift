import Foundation

/// What a report of `diff -o json` tells, in a form that can be compared: a line for each change.
struct ToldEdits {
  /// The changes but moves and comments.
  private(set) var lines: [String] = []
  /// The documents that moved.
  private(set) var moved: [String] = []
  /// The paths of the items that moved, by their documents.
  private(set) var movedItems: [String: [String]] = [:]
  /// The changed comments: where, what before and after, by their documents.
  private(set) var comments: [String: [(place: String, from: String, to: String)]] = [:]
  /// The files before and after, by the documents.
  private(set) var files: [String: Set<[String]>] = [:]

  init(_ report: [UInt8]) throws {
    let json = try JSONSerialization.jsonObject(with: Data(report)) as? [String: Any]
    for change in json?["changes"] as? [[String: Any]] ?? [] { add(change) }
    lines.sort()
  }

  private mutating func add(_ change: [String: Any]) {
    let name = Self.name(change["object"])
    let path = change["path"] as? String ?? "?"
    let places = change["places"] as? [String: [String: Any]] ?? [:]
    files[name, default: []].insert(
      ["from", "to"].map { places[$0]?["file"] as? String ?? "" })
    if let place = change["comment"] as? String {
      let texts = ["from", "to"].map { change[$0] as? String ?? "" }
      comments[name, default: []].append((place, texts[0], texts[1]))
    } else if change["kind"] as? String == "moved" {
      if path.isEmpty { moved.append(name) } else { movedItems[name, default: []].append(path) }
    } else {
      add(change, of: name)
    }
  }

  private mutating func add(_ change: [String: Any], of name: String) {
    let kind = change["kind"] as? String ?? "?"
    if kind == "renamed" {
      lines.append(Self.line(kind, name, "", from: Self.name(change["from"]), to: name))
      return
    }
    let path = change["path"] as? String ?? "?"
    lines.append(Self.line(kind, name, path, from: change["from"], to: change["to"]))
    for inner in change["inside"] as? [[String: Any]] ?? [] {
      add(inner, of: "inside \(name)")
    }
  }

  /// A change as a line; values as JSON with sorted keys.
  static func line(_ kind: String, _ name: String, _ path: String, from: Any?, to: Any?) -> String {
    "\(kind) \(name) \(path): \(text(from)) -> \(text(to))"
  }

  private static func text(_ value: Any?) -> String {
    guard let value else { return "nothing" }
    let options: JSONSerialization.WritingOptions = [
      .sortedKeys, .fragmentsAllowed, .withoutEscapingSlashes,
    ]
    let data = try? JSONSerialization.data(withJSONObject: value, options: options)
    return data.map { String(decoding: $0, as: UTF8.self) } ?? "?"
  }

  /// The name of an object of the report, as ``GeneratedCorpus`` has it.
  private static func name(_ object: Any?) -> String {
    let fields = object as? [String: Any] ?? [:]
    func field(_ key: String) -> String { fields[key] as? String ?? "" }
    let version = [field("group"), field("version")].filter { !$0.isEmpty }.joined(separator: "/")
    return [version, field("kind"), field("namespace"), field("name")].joined(separator: " ")
  }
}

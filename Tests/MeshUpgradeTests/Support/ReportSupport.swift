import Kubernetes
import TestSupport
import YAML
import YAMLDiff

@testable import MeshUpgrade

/// Two texts as `meshphase diff` compares them.
struct Compared {
  let report: DiffReport
  let old: String
  let new: String

  init(_ old: String, _ new: String, showsSecrets: Bool = false) throws {
    self.old = old
    self.new = new
    let from = [StreamSource(name: "old.yaml", bytes: Array(old.utf8))]
    let to = [StreamSource(name: "new.yaml", bytes: Array(new.utf8))]
    var options = DiffReport.Options()
    options.showsSecrets = showsSecrets
    report = DiffReport(
      try StreamDiff.compare(from: from, to: to, rules: .kubernetes, ordersCount: true),
      from: from, to: to, options: options)
  }

  /// Every change inside the documents, those inside strings not followed.
  var changes: [ReportedChange] {
    get throws {
      try report.documents.flatMap { try $0.changes.flatMap { try report.changes(of: $0) } }
    }
  }

  /// Everything that any output says.
  var everything: String {
    get throws {
      try [
        text(report, .full), text(report, .normal),
        DiffMarkdown.text(report, isFull: true, limit: 1_000_000), report.json().json(),
      ].joined()
    }
  }
}

/// Values as configuration files have them.
struct RandomConfiguration {
  var random: SeededRandom

  mutating func mapping(depth: Int = 0) -> Value {
    let keys = ["a", "b", "c", "d/e", "port", "name"].filter { _ in random.chance(60) }
    let entries = keys.map { key in (key: key, value: value(depth: depth + 1)) }
    return .mapping(Mapping(entries.isEmpty ? [("z", "only")] : entries))
  }

  mutating func value(depth: Int) -> Value {
    switch random.below(depth > 3 ? 4 : 6) {
    case 0: return .number(Number(random.below(5)))
    case 1: return .bool(random.chance(50))
    case 2: return .string(random.pick(["x", "two words", "é: ü", "- q", "true", ""]))
    case 3: return .string(random.pick(["one\ntwo\nthree\n", "one\n2\n", "a\n\nb"]))
    case 4:
      return .sequence((0..<random.below(4)).map { _ in value(depth: depth + 1) })
    default: return mapping(depth: depth)
    }
  }

  /// The value with some of it replaced.
  mutating func changed(_ value: Value) -> Value {
    switch value {
    case .mapping(let mapping):
      var entries = mapping.entries.map { (key: $0.key, value: changed($0.value)) }
      if random.chance(15) { entries.append(("new", self.value(depth: 3))) }
      if random.chance(15) { entries = Array(entries.dropFirst()) }
      return .mapping(Mapping(entries))
    case .sequence(let items):
      let kept = items.filter { _ in !random.chance(10) }.map { changed($0) }
      return .sequence(random.chance(20) ? kept + [self.value(depth: 3)] : kept)
    default: return random.chance(25) ? self.value(depth: 4) : value
    }
  }

  /// A value as the text of a string: YAML, or JSON on one line.
  mutating func text(_ value: Value, isJSON: Bool) -> String {
    isJSON ? value.json(isPretty: false) : CanonicalEmitter.emit(value)
  }

  /// A ConfigMap that has a text under `file`, in some style.
  static func configMap(_ text: String, isLiteral: Bool) -> String {
    let body =
      isLiteral
      ? "  file: |2\n"
        + text.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
        .map { $0.isEmpty ? "\n" : "    \($0)\n" }.joined()
      : "  file: " + Value.string(text).json(isPretty: false) + "\n"
    return "# A comment.\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata:\n" + body
  }
}

/// The text of a report, whole.
private func text(_ report: DiffReport, _ detail: DiffText.Detail) throws -> String {
  var text = ""
  try DiffText.tell(report, detail: detail) { text += $0.plain }
  return text
}

internal import Kubernetes
internal import YAML

/// Reads `versions.yaml`, and says everything that is wrong with it.
struct VersionTableReader {
  private let source: SourceFile
  private var findings: [Finding] = []

  /// The table in a file.
  static func read(_ template: Template) throws(Refusal) -> VersionTable {
    var reader = VersionTableReader(source: template.source)
    let table = reader.table(template.document.root.resolved)
    guard reader.findings.isEmpty else { throw Refusal(reader.findings) }
    return table
  }

  private init(source: SourceFile) { self.source = source }

  private mutating func table(_ root: Node) -> VersionTable {
    var fields = fields(of: root, named: ["minors", "families"])
    for name in ["minors", "families"] where fields[name] == nil && root.kind == .mapping {
      report(root, "the table has no \(name)")
    }
    var families: [VersionTable.Family] = []
    for (name, node) in entries(of: fields.removeValue(forKey: "families")) {
      families.append(family(named: name.text ?? "", node))
    }
    var minors: [VersionTable.Minor] = []
    for (version, name) in entries(of: fields.removeValue(forKey: "minors")) {
      if let minor = minor(version, family: name, of: families) { minors.append(minor) }
    }
    return VersionTable(families: families, minors: minors)
  }

  private mutating func family(named name: String, _ node: Node) -> VersionTable.Family {
    var fields = fields(of: node, named: ["conditions", "values"])
    var conditions: [String: Range<Int>] = [:]
    if let list = fields.removeValue(forKey: "conditions") {
      if list.kind != .sequence { report(list, "expected a list of conditions") }
      for item in list.items.map(\.resolved) {
        guard let condition = item.text else {
          report(item, "expected the name of a condition")
          continue
        }
        if RenderContext.conditionNames.contains(condition) { reportReserved(item) }
        conditions[condition] = item.range
      }
    }
    var values: [String: Value] = [:]
    for (key, node) in entries(of: fields.removeValue(forKey: "values")) {
      guard let name = key.text else { continue }
      if RenderContext.sample(for: .revisionTag).values[name] != nil || name == "item" {
        reportReserved(key)
      }
      values[name] = value(of: node)
    }
    return VersionTable.Family(name: name, conditions: conditions, values: values)
  }

  private mutating func minor(
    _ version: Node, family node: Node, of families: [VersionTable.Family]
  ) -> VersionTable.Minor? {
    let text = version.text ?? ""
    let parts = text.split(separator: ".", omittingEmptySubsequences: false).map { Int($0) }
    guard parts.count == 2, let major = parts[0], let minor = parts[1],
      "\(major).\(minor)" == text, major >= 0, minor >= 0
    else {
      report(version, "\(text) is not an Istio minor", hint: #"write it as "1.14""#)
      return nil
    }
    let name = node.resolved.text
    guard let family = families.firstIndex(where: { $0.name == name }) else {
      report(
        node, "no family is named \(name ?? "like that")",
        hint: "the families are: \(families.map(\.name).joined(separator: ", "))")
      return nil
    }
    return VersionTable.Minor(major: major, minor: minor, family: family)
  }

  /// The values of a mapping that may have only these keys.
  private mutating func fields(of node: Node, named names: [String]) -> [String: Node] {
    var fields: [String: Node] = [:]
    for (key, value) in entries(of: node) {
      if let name = key.text, names.contains(name) {
        fields[name] = value.resolved
      } else {
        report(
          key, "no field is named \(key.text ?? "like that")",
          hint: "the fields are: \(names.joined(separator: ", "))")
      }
    }
    return fields
  }

  /// The keys and values of a mapping; none where nothing is written.
  private mutating func entries(of node: Node?) -> [(key: Node, value: Node)] {
    guard let node = node?.resolved else { return [] }
    if node.kind == .scalar, value(of: node) == .null { return [] }
    if node.kind != .mapping { report(node, "expected a mapping") }
    return node.pairs
  }

  private mutating func value(of node: Node) -> Value? {
    do throws(ParseError) {
      return try node.value()
    } catch {
      report(Finding(.template, in: source, at: error.range, message: error.message))
      return nil
    }
  }

  private mutating func reportReserved(_ node: Node) {
    report(node, "\(node.text ?? "") has a meaning already, expected another name")
  }

  private mutating func report(_ node: Node, _ message: String, hint: String? = nil) {
    report(Finding(.template, in: source, at: node.range, message: message, hint: hint))
  }

  private mutating func report(_ finding: Finding) {
    if !findings.contains(finding) { findings.append(finding) }
  }
}

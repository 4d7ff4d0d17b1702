internal import Kubernetes
internal import YAML

/// Turns a template into data: its tags replaced, its aliases followed, its merge keys applied.
///
/// A defect does not stop it, so that all of them are found at once; what it gives then is of no
/// use.
struct TemplateEngine {
  /// The text of the template, for messages.
  private let source: SourceFile
  private let parameters: TemplateParameters
  /// The rule that a defect breaks.
  private let rule: Rule
  /// What `item` stands for, inside the node of an `!each`.
  var item: Value?
  private var depth = 0
  private var count = 0
  /// What is wrong, each thing once, in the order of the expansion.
  private(set) var findings: [Finding] = []
  /// The conditions that the template asks about.
  private(set) var usedConditions: Set<String> = []

  init(source: SourceFile, parameters: TemplateParameters, rule: Rule = .template) {
    self.source = source
    self.parameters = parameters
    self.rule = rule
  }

  /// The data of a template; nil when a condition drops all of it.
  static func expand(_ template: Template, with parameters: TemplateParameters)
    throws(Refusal) -> Value?
  {
    var engine = TemplateEngine(source: template.source, parameters: parameters)
    let value = engine.value(of: template.document.root)
    guard engine.findings.isEmpty else { throw Refusal(engine.findings) }
    return value
  }

  /// The data of a node; nil when its condition does not hold.
  mutating func value(of written: Node) -> Value? {
    let node = written.resolved
    switch TemplateTag(node.tag) {
    case .plain: return data(of: node)
    case .parameter: return parameter(node)
    case .when(let condition): return holds(condition, at: node) ? data(of: node) : nil
    case .each(let list):
      report(node, "!each:\(list) stands outside a list", hint: "write it as an item: - !each:…")
    case .unknown(let tag):
      report(node, "the tag \(tag) is not one of !param, !when:CONDITION and !each:LIST")
    }
    return .null
  }

  /// The data of a node, whatever its own tag.
  mutating func data(of node: Node) -> Value {
    guard enter(node) else { return .null }
    defer { depth -= 1 }
    switch node.kind {
    case .mapping: return mapping(node)
    case .sequence: return sequence(node)
    case .scalar, .alias:
      do throws(ParseError) {
        return try node.value()
      } catch {
        report(error)
        return .null
      }
    }
  }

  /// Counts a node; false when there are too many, or too many inside each other.
  private mutating func enter(_ node: Node) -> Bool {
    guard count < Document.expansionLimit else {
      if count == Document.expansionLimit { report(ParseError(.aliasBomb, at: node.range)) }
      count = Document.expansionLimit + 1
      return false
    }
    guard depth < Document.depthLimit else {
      report(ParseError(.tooDeep, at: node.range))
      return false
    }
    count += 1
    depth += 1
    return true
  }

  private mutating func holds(_ condition: String, at node: Node) -> Bool {
    usedConditions.insert(condition)
    if !parameters.knownConditions.contains(condition) {
      let known = parameters.knownConditions.sorted().joined(separator: ", ")
      report(
        node, "no condition is named \(condition)",
        hint: known.isEmpty ? "there are no conditions here" : "the conditions are: \(known)")
    }
    return parameters.conditions.contains(condition)
  }

  /// The value of `!param NAME`.
  private mutating func parameter(_ node: Node) -> Value {
    guard let name = node.text, !name.isEmpty else {
      report(node, "!param stands before the name of a parameter")
      return .null
    }
    switch named(name, at: node) {
    case .sequence?:
      report(node, "\(name) is a list, expected one value", hint: "write it as - !each:\(name)")
    case .mapping?:
      report(node, "\(name) is a mapping, expected one value")
    case let value?: return value
    case nil: break
    }
    return .null
  }

  /// What a name stands for; a name that is not known is reported.
  mutating func named(_ name: String, at node: Node) -> Value? {
    let steps = name.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
    if let item, steps.first == "item" {
      let path = Path(keys: Array(steps.dropFirst()))
      guard let value = item[path] else {
        report(node, "the item of this !each has nothing named \(name.dropFirst(5))")
        return nil
      }
      return value
    }
    if parameters.unset.contains(name) {
      report(
        node, "the parameter \(name) has no value",
        hint: "write it in meshphase.yaml: spec.parameters: {\(name): …}")
      return nil
    }
    guard let value = parameters.values[name] else {
      let known = parameters.values.keys.sorted() + (item == nil ? [] : ["item"])
      report(
        node, "no parameter is named \(name)",
        hint: "the parameters are: \(known.joined(separator: ", "))")
      return nil
    }
    return value
  }

  mutating func report(_ node: Node, _ message: String, hint: String? = nil) {
    report(Finding(rule, in: source, at: node.range, message: message, hint: hint))
  }

  mutating func report(_ error: ParseError) {
    report(
      Finding(rule, in: source, at: error.range, message: error.message, hint: error.hint))
  }

  private mutating func report(_ finding: Finding) {
    if !findings.contains(finding) { findings.append(finding) }
  }
}

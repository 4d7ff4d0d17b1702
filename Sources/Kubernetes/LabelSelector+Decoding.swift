package import YAML

extension LabelSelector {
  /// Reads the selector of a node, with every problem that it has.
  package static func decode(_ node: Node) -> (selector: LabelSelector, problems: [NodeProblem]) {
    var reader = NodeReader()
    let selector = reader.selector(of: Field(root: node))
    return (selector, reader.problems)
  }
}

extension NodeReader {
  /// The label selector of a field; what is wrong in it is left out.
  package mutating func selector(of field: Field) -> LabelSelector {
    guard let fields = fields(of: field, known: ["matchLabels", "matchExpressions"]) else {
      return LabelSelector()
    }
    let labels = fields["matchLabels"].map { self.labels(of: $0) } ?? [:]
    var requirements: [LabelSelector.Requirement] = []
    for item in fields["matchExpressions"].flatMap({ items(of: $0) }) ?? [] {
      if let requirement = requirement(of: item) { requirements.append(requirement) }
    }
    return LabelSelector(matchLabels: labels, matchExpressions: requirements)
  }

  /// The labels of a field by key; what is wrong in it is left out.
  package mutating func labels(of field: Field) -> [String: String] {
    marks(of: field) { $0.labelValue(of: $1) }
  }

  /// The annotations of a field by key, whose values are any text.
  package mutating func annotations(of field: Field) -> [String: String] {
    marks(of: field, named: "annotation") { $0.text(of: $1) }
  }

  private mutating func marks(
    of field: Field, named kind: String = "label", value: (inout NodeReader, Field) -> String?
  ) -> [String: String] {
    var marks: [String: String] = [:]
    for entry in entries(of: field) ?? [] {
      guard let key = entry.key?.text else { continue }
      checkLabelKey(key, of: kind, at: entry)
      marks[key] = value(&self, entry)
    }
    return marks
  }

  private mutating func requirement(of field: Field) -> LabelSelector.Requirement? {
    let required: KeyValuePairs = [
      "key": "the key of a label",
      "operator": alternatives(LabelSelector.Operator.allCases.map(\.rawValue)),
    ]
    guard let fields = fields(of: field, known: ["key", "operator", "values"], required: required)
    else { return nil }
    let key = fields["key"].flatMap { text(of: $0) }
    if let key, let place = fields["key"] { checkLabelKey(key, at: place) }
    let values = fields["values"].map { texts(of: $0) { $0.labelValue(of: $1) } } ?? []
    let comparison = fields["operator"].flatMap {
      choice(of: $0, as: LabelSelector.Operator.self)
    }
    guard let key, let comparison else { return nil }
    checkValues(values, of: comparison, at: fields["values"] ?? field)
    return LabelSelector.Requirement(key: key, operator: comparison, values: values)
  }

  private mutating func checkValues(
    _ values: [String], of comparison: LabelSelector.Operator, at field: Field
  ) {
    switch comparison {
    case .isIn, .notIn:
      if values.isEmpty, field.node.resolved.kind != .scalar {
        report("found no values, expected at least one for \(comparison.rawValue)", at: field)
      }
    case .exists, .doesNotExist:
      if !values.isEmpty {
        report("found values, expected none for \(comparison.rawValue)", at: field)
      }
    }
  }

  private mutating func labelValue(of field: Field) -> String? {
    guard let text = text(of: field) else { return nil }
    if NameSyntax.isLabelValue(text) { return text }
    report(
      "found \(quoted(text)), expected a label value: at most 63 letters, digits, \"-\", \"_\" and "
        + "\".\", with a letter or digit first and last", at: field)
    return nil
  }

  private mutating func checkLabelKey(
    _ key: String, of kind: String = "label", at field: Field
  ) {
    guard !NameSyntax.isLabelKey(key) else { return }
    report(
      "found the \(kind) key \(quoted(key)), expected a form such as mesh or example.com/mesh",
      at: field)
  }
}

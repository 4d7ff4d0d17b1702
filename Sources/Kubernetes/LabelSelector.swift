/// Which objects are meant, by their labels: `metav1.LabelSelector`.
package struct LabelSelector: Hashable, Sendable {
  /// How a requirement compares, by Kubernetes' own names.
  package enum Operator: String, Sendable, CaseIterable {
    case isIn = "In"
    case notIn = "NotIn"
    case exists = "Exists"
    case doesNotExist = "DoesNotExist"
  }

  /// One condition on one label.
  package struct Requirement: Hashable, Sendable {
    /// The label's key.
    package let key: String
    /// How the label's value is compared.
    package let `operator`: Operator
    /// The values to compare with; none for `Exists` and `DoesNotExist`.
    package let values: [String]

    package init(key: String, operator: Operator, values: [String] = []) {
      self.key = key
      self.operator = `operator`
      self.values = values
    }

    /// Whether labels meet the condition; a label that is absent is `NotIn` every list.
    package func matches(_ labels: [String: String]) -> Bool {
      switch (`operator`, labels[key]) {
      case (.isIn, let value?): values.contains(value)
      case (.isIn, nil): false
      case (.notIn, let value?): !values.contains(value)
      case (.notIn, nil): true
      case (.exists, let value): value != nil
      case (.doesNotExist, let value): value == nil
      }
    }
  }

  /// The labels that must be there with these very values.
  package let matchLabels: [String: String]
  /// The other conditions, in the order of the file.
  package let matchExpressions: [Requirement]

  package init(matchLabels: [String: String] = [:], matchExpressions: [Requirement] = []) {
    self.matchLabels = matchLabels
    self.matchExpressions = matchExpressions
  }

  /// Whether labels meet every condition; the empty selector matches everything.
  package func matches(_ labels: [String: String]) -> Bool {
    matchLabels.allSatisfy { labels[$0.key] == $0.value }
      && matchExpressions.allSatisfy { $0.matches(labels) }
  }
}

extension LabelSelector: CustomStringConvertible {
  /// The selector as `kubectl --selector` takes it: `mesh=prod,tier in (web,api)`.
  package var description: String {
    let labels = matchLabels.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
    return (labels.map { "\($0.key)=\($0.value)" } + matchExpressions.map(\.description))
      .joined(separator: ",")
  }
}

extension LabelSelector.Requirement: CustomStringConvertible {
  package var description: String {
    switch `operator` {
    case .isIn: "\(key) in (\(values.joined(separator: ",")))"
    case .notIn: "\(key) notin (\(values.joined(separator: ",")))"
    case .exists: key
    case .doesNotExist: "!\(key)"
    }
  }
}

internal import Kubernetes
internal import YAML

/// A PodDisruptionBudget: how many of some Pods may be missing.
struct DisruptionBudget {
  let checked: CheckedObject
  /// Which Pods of its namespace it is about; nil for none.
  ///
  /// No selector is none; an empty one is every Pod, and none in `policy/v1beta1`.
  let selector: LabelSelector?

  init(_ checked: CheckedObject) {
    self.checked = checked
    let node = checked.object.node[["spec", "selector"]]
    let selector = node?.kind == .mapping ? node.map { LabelSelector.decode($0).selector } : nil
    let isNone = selector == LabelSelector() && checked.object.reference.version == "v1beta1"
    self.selector = isNone ? nil : selector
  }

  /// How many of `expected` Pods may be missing; nil where it says nothing.
  ///
  /// Both shares are rounded up (Kubernetes, "Specifying a Disruption Budget for your Application").
  func allowed(of expected: Int) -> Int? {
    let spec = checked.object.node["spec"]
    if let count = PodReplacement.count(spec?["maxUnavailable"], of: expected, roundedUp: true) {
      return count
    }
    return PodReplacement.count(spec?["minAvailable"], of: expected, roundedUp: true)
      .map { max(0, expected - $0) }
  }
}

/// The budgets of a namespace, found by the labels of Pods.
struct DisruptionBudgets {
  private struct Label: Hashable {
    let key: String
    let value: String
  }

  let budgets: [DisruptionBudget]
  /// The positions of budgets by one label that their Pods must have.
  private var byLabel: [Label: [Int]] = [:]
  /// The positions of those that demand none.
  private var others: [Int] = []

  init(_ objects: [CheckedObject]) {
    budgets = objects.map { DisruptionBudget($0) }
    for (index, budget) in budgets.enumerated() {
      guard let selector = budget.selector else { continue }
      let keys = selector.matchLabels.keys.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
      if let key = keys.first, let value = selector.matchLabels[key] {
        byLabel[Label(key: key, value: value), default: []].append(index)
      } else {
        others.append(index)
      }
    }
  }

  /// The positions of the budgets that are about Pods with these labels, in order.
  func matching(_ labels: [String: String]) -> [Int] {
    let found = labels.flatMap { byLabel[Label(key: $0.key, value: $0.value)] ?? [] } + others
    return found.filter { budgets[$0].selector?.matches(labels) == true }.sorted()
  }
}

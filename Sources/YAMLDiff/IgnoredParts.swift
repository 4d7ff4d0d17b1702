internal import YAML

/// The rules that lead on from one place of a document, and what they ignore there and below.
struct IgnoredParts {
  /// A rule that is on the way: which one, and the step of it that comes next.
  private struct Active: Equatable {
    let rule: Int
    let step: Int
  }

  private let rules: [IgnoreRules.PathRule]
  private var active: [Active] = []
  /// The kinds of changes that do not count at this place.
  private(set) var kinds: ChangeKinds = []

  /// What rules say about a document's root; nil when there are none.
  init?(_ rules: IgnoreRules?) {
    guard let rules, !rules.paths.isEmpty else { return nil }
    self.rules = rules.paths
    active = rules.paths.indices.map { Active(rule: $0, step: 0) }
  }

  private init(after parts: IgnoredParts) {
    rules = parts.rules
    kinds = parts.kinds
  }

  /// Whether the whole part is as good as absent.
  var isCovered: Bool { kinds == .all }

  /// What the rules say one entry further; nil when they say nothing there and below.
  func entering(key: String) -> IgnoredParts? { entering { $0.leads(toKey: key) } }

  /// What the rules say one item further; `keys` say what an item is that leaves them out.
  func entering(item: Node, at position: Int, keys: [ListKey]? = nil) -> IgnoredParts? {
    let item = item.resolved
    guard item.kind == .mapping else { return entering { $0.leads(toItem: position) { _ in nil } } }
    return entering { step in
      step.leads(toItem: position) { key in
        let given = try? item[key]?.value()
        return (given ?? keys?.first { $0.name == key }?.fallback)?.itemText
      }
    }
  }

  /// What the rules say one item further.
  func entering(item: Value, at position: Int) -> IgnoredParts? {
    entering { step in step.leads(toItem: position) { item[$0]?.itemText } }
  }

  private func entering(_ leads: (PathPattern.Step) -> Bool) -> IgnoredParts? {
    var next = IgnoredParts(after: self)
    for item in active {
      let steps = rules[item.rule].pattern.steps
      var step = item.step
      if steps[step] == .anyDepth {
        if step + 1 < steps.count { next.add(item.rule, step) }
        step += 1
        if step == steps.count || leads(steps[step]) { next.add(item.rule, step + 1) }
      } else if leads(steps[step]) {
        next.add(item.rule, step + 1)
      }
    }
    return next.active.isEmpty && next.kinds.isEmpty ? nil : next
  }

  private mutating func add(_ rule: Int, _ step: Int) {
    if step >= rules[rule].pattern.steps.count {
      kinds.formUnion(rules[rule].kinds)
    } else if !active.contains(Active(rule: rule, step: step)) {
      active.append(Active(rule: rule, step: step))
    }
  }
}

// MARK: What is left

extension IgnoredParts {
  /// Whether changes of some kind do not count for any part of a node.
  func ignoresAll(of node: Node, _ kind: ChangeKinds = .all) -> Bool {
    if kinds.isSuperset(of: kind) { return true }
    if active.isEmpty { return false }
    let node = node.resolved
    switch node.kind {
    case .mapping:
      if node.hasMerges { return (try? node.value()).map { rest(of: $0, kind) == nil } ?? false }
      let pairs = node.pairs
      return !pairs.isEmpty
        && pairs.allSatisfy { pair in
          entering(key: pair.key.resolved.text ?? "")?.ignoresAll(of: pair.value, kind) ?? false
        }
    case .sequence:
      let items = node.items
      return !items.isEmpty
        && items.enumerated().allSatisfy { position, item in
          entering(item: item, at: position)?.ignoresAll(of: item, kind) ?? false
        }
    case .scalar, .alias: return false
    }
  }

  /// A value without the parts whose changes of some kind do not count; nil when nothing is left.
  func rest(of value: Value, _ kind: ChangeKinds = .all) -> Value? {
    if kinds.isSuperset(of: kind) { return nil }
    switch value {
    case .mapping(let mapping):
      let entries = mapping.entries.compactMap { entry -> (key: String, value: Value)? in
        guard let parts = entering(key: entry.key) else { return entry }
        return parts.rest(of: entry.value, kind).map { (entry.key, $0) }
      }
      return entries.isEmpty && !mapping.isEmpty ? nil : .mapping(Mapping(entries))
    case .sequence(let items):
      let rest = items.enumerated().compactMap { position, item -> Value? in
        guard let parts = entering(item: item, at: position) else { return item }
        return parts.rest(of: item, kind)
      }
      return rest.isEmpty && !items.isEmpty ? nil : .sequence(rest)
    default: return value
    }
  }
}

extension Value {
  /// How a keyed path writes this value: text as it is, anything else as JSON.
  var itemText: String { string ?? json(isPretty: false) }
}

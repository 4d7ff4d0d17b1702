internal import Kubernetes
internal import YAML

extension DesiredStateDecoder {
  /// How namespaces are moved.
  mutating func strategy(of field: Field) -> DesiredState.Strategy {
    var strategy = DesiredState.Strategy()
    let known = ["type", "order", "restart", "maxPodsPerPhase", "restartRate"]
    guard let fields = reader.fields(of: field, known: known) else { return strategy }
    strategy.kind = fields["type"].flatMap { reader.choice(of: $0) } ?? strategy.kind
    strategy.order = fields["order"].flatMap { reader.choice(of: $0) } ?? strategy.order
    strategy.restart = fields["restart"].flatMap { reader.choice(of: $0) } ?? strategy.restart
    strategy.maxPodsPerPhase =
      fields["maxPodsPerPhase"].flatMap { reader.integer(of: $0, in: 1 ... .max) }
      ?? strategy.maxPodsPerPhase
    strategy.restartRate =
      fields["restartRate"].flatMap { reader.integer(of: $0, in: 1 ... .max) }
      ?? strategy.restartRate
    return strategy
  }

  /// The phases, each at its position of the file.
  mutating func phases(of field: Field) -> [PhaseSpec]? {
    guard let items = reader.items(of: field) else { return nil }
    if items.isEmpty {
      reader.report(
        "found an empty list, expected at least one phase", at: field,
        hint: "leave the key out to have the phases of the strategy")
    }
    var phases: [PhaseSpec] = []
    for item in items { phases.append(phase(of: item)) }
    return phases
  }

  private mutating func phase(of field: Field) -> PhaseSpec {
    var phase = PhaseSpec(name: "", actions: [])
    let known = ["name", "actions", "namespaces", "percent", "gatewayNamespaces"]
    let required: KeyValuePairs = [
      "name": "the phase's name",
      "actions": "a list of \(alternatives(Action.allCases.map(\.rawValue)))",
    ]
    guard let fields = reader.fields(of: field, known: known, required: required) else {
      return phase
    }
    phase.name =
      fields["name"].flatMap { reader.label(of: $0, limit: Self.nameLimit) } ?? ""
    if let actions = fields["actions"] { phase.actions = self.actions(of: actions) }
    phase.namespaces = fields["namespaces"].map { labels(of: $0) }
    phase.percent = fields["percent"].flatMap { reader.integer(of: $0, in: 1...100) }
    phase.gatewayNamespaces = fields["gatewayNamespaces"].map { labels(of: $0) }
    return phase
  }

  private mutating func actions(of field: Field) -> [Action] {
    if field.node.resolved.kind == .sequence, field.node.resolved.items.isEmpty {
      reader.report("found an empty list, expected at least one action", at: field)
    }
    let texts = reader.texts(of: field) { $0.choice(of: $1, as: Action.self)?.rawValue }
    return texts.compactMap(Action.init(rawValue:))
  }
}

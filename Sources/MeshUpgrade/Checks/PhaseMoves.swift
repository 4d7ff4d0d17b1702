internal import Kubernetes

/// Which phase of a plan moves what.
struct PhaseMoves: Sendable {
  /// The phase that relabels a namespace.
  let relabels: [String: String]
  /// The namespaces that some phase relabels or restarts.
  let namespaces: Set<String>
  /// The phase that moves the revision tags; nil where none does.
  let tags: String?
  /// The first phase whose changes put proxies on the target; nil where everything is there.
  let first: String?

  init(_ phases: [PlannedPhase]) {
    var relabels: [String: String] = [:]
    var namespaces: Set<String> = []
    for phase in phases where phase.resolved.actions.contains(where: \.concernsNamespaces) {
      namespaces.formUnion(phase.resolved.namespaces)
      guard phase.resolved.actions.contains(.relabel) else { continue }
      for name in phase.resolved.namespaces where relabels[name] == nil {
        relabels[name] = phase.phase.name
      }
    }
    self.relabels = relabels
    self.namespaces = namespaces
    tags =
      phases.first {
        $0.resolved.actions.contains(.moveTags) && $0.resolved.scope != .inactiveTags
      }?.phase.name
    first = phases.first(where: Self.movesProxies)?.phase.name
  }

  /// Whether a phase's changes put proxies on the target: labels and templates, or tags.
  private static func movesProxies(_ phase: PlannedPhase) -> Bool {
    let changes = phase.phase.changes
    if phase.resolved.actions.contains(where: \.concernsNamespaces) { return !changes.isEmpty }
    return changes.contains { $0.object.key.kind == "MutatingWebhookConfiguration" }
      && phase.resolved.actions.contains(.moveTags) && phase.resolved.scope != .inactiveTags
  }
}

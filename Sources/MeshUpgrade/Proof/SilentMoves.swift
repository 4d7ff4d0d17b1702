internal import Kubernetes

/// Namespaces that no label shows to follow what moves, and whose Pods go over all the same (MP016):
/// those that a tag injects by default.
struct SilentMoves {
  let context: PlanningContext
  let report: ProofReport

  func findings(beside told: [Finding]) -> [Finding] {
    let known = Set(told.filter { $0.rule == .silentMove }.compactMap(\.namespace))
    let before = revisions(report.base)
    var last = before
    var found: [Finding] = []
    for end in report.phases {
      let now = revisions(end)
      for name in PhaseList.bytewise(Array(now.keys)) {
        guard let old = last[name] ?? nil, let new = now[name] ?? nil, old != new,
          before[name] == context.from.revision, new == context.to.revision,
          context.selected[name] == nil, !known.contains(name)
        else { continue }
        found.append(
          Finding(
            .silentMove, .warning, namespace: name,
            message: "the Pods of namespace \(name) go over to \(new) whenever they restart, once"
              + " phase \(end.name) has synced, and it is in no phase",
            hint: "add it to spec.namespaces, or restart it yourself before Retire"
          ).inPhase(end.name))
      }
      last = now
    }
    return found
  }

  private func revisions(_ end: ProofReport.PhaseEnd) -> [String: String?] {
    var result: [String: String?] = [:]
    for group in end.groups {
      for name in group.namespaces { result.updateValue(group.revision, forKey: name) }
    }
    return result
  }
}

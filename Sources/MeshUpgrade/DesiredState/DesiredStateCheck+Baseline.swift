internal import Kubernetes
internal import YAML

extension DesiredStateCheck {
  /// Baseline comes first, alone, and with a dump to take the objects from.
  mutating func checkBaseline() {
    for (index, phase) in (state.phases ?? []).enumerated()
    where phase.actions.contains(.baseline) && hasReadableActions(index) {
      let path = actionPath(index, .baseline)
      if index > 0 {
        report(
          at: path,
          "found Baseline in phase \(index + 1) of \(state.phases?.count ?? 0), expected it in the"
            + " first",
          hint: "the phases after it edit what it puts into Git")
      }
      if let other = phase.actions.first(where: { $0 != .baseline }) {
        report(
          at: path, "found Baseline beside \(other.rawValue), expected it in a phase of its own",
          hint: "Baseline is never taken back, and \(other.rawValue) is")
      }
      let dump = Path(desiredState: "spec/controlPlane/clusterObjects")
      if !source.has(dump) {
        report(
          at: path,
          "found Baseline without spec"
            + ".controlPlane.clusterObjects, expected the dump to take the objects from",
          hint: "write it with kubectl get … -o yaml, commit it, and name it there")
      }
    }
  }
}

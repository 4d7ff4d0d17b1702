internal import Kubernetes
internal import YAML

extension DesiredStateCheck {
  /// The managed control plane has channels in place of revisions of one's own.
  mutating func checkManaged() {
    let revision = state.to.revision
    guard state.distribution.channels, !revision.isEmpty, !state.to.isManaged else { return }
    report(
      at: Path(desiredState: "spec/to/revision"),
      "found \(quoted(revision)), expected \(alternatives(ControlPlane.channels.map(\.revision))):"
        + " distribution \(state.distribution.name) has these channels only",
      hint: "for a control plane that is installed in the cluster write distribution: ASM")
  }
}

extension DesiredStateDecoder {
  /// Refuses the managed implementation without istiod, which many know by this name.
  ///
  /// Returns whether the field names it.
  mutating func refuseTrafficDirector(_ field: Field) -> Bool {
    let text = field.node.resolved.text ?? ""
    guard text.uppercased().map({ $0 == "-" ? "_" : $0 }).elementsEqual("TRAFFIC_DIRECTOR") else {
      return false
    }
    reader.report(
      "found \(quoted(text)), which has no revisions: Google moves its proxies by itself, and no"
        + " label chooses a version", at: field,
      hint: "there is nothing to plan; for a managed istiod write distribution: ASMManaged and one"
        + " of its channels")
    return true
  }
}

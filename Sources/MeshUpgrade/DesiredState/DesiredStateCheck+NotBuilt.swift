internal import Kubernetes
internal import YAML

extension DesiredStateCheck {
  /// Refuses by name what the design has and this version does not.
  mutating func checkBuilt() {
    if state.to.isUnrevisioned {
      report(
        .notBuilt, at: Path(desiredState: "spec/to/revision"),
        "an upgrade to the un-revisioned install \"default\" is not built yet; a plan "
          + "needs a named revision",
        hint: "to have a revision serve as the default, list the tag default in spec.tags")
    }
  }
}

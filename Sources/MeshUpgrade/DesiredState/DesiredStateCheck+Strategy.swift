internal import Kubernetes
internal import YAML

extension DesiredStateCheck {
  /// A strategy by which namespaces follow a tag has one to move, and a phase that moves it.
  mutating func checkStrategy() {
    let kind = state.strategy.kind
    guard kind.movesTag else { return }
    checkTagsToMove(kind)
    let phases = state.phases ?? []
    guard !phases.isEmpty, moveIndex == nil, phases.indices.allSatisfy(hasReadableActions) else {
      return
    }
    report(
      at: Path(desiredState: "spec/phases"),
      "found no phase with MoveTags, expected one: by strategy \(kind.rawValue) namespaces move"
        + " with their tag",
      hint: "add one before the restarts: - {name: promote, actions: [MoveTags, MoveService,"
        + " MoveValidator]}")
  }

  private mutating func checkTagsToMove(_ kind: DesiredState.Strategy.Kind) {
    // Tags that could not be read are told elsewhere.
    guard !state.tags.contains(""), !state.tags.isEmpty || !hasTags else { return }
    let path = Path(desiredState: "spec/strategy/type")
    if kind == .followDefault, !state.tags.contains(MeshLabels.defaultRevision) {
      report(
        at: path,
        "found FollowDefault without default in spec.tags, expected the tag that namespaces with"
          + " istio-injection: enabled follow",
        hint: "write spec.tags: [default]")
    } else if kind == .moveTag, state.tags.isEmpty {
      report(
        at: path, "found MoveTag without spec.tags, expected the tags that the namespaces carry",
        hint: "list them: spec.tags: [TAG]")
    }
  }

  private var hasTags: Bool { source.has(Path(desiredState: "spec/tags/0")) }
}

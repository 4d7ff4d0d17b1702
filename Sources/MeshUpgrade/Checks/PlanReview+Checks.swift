/// The checks that look at the plan as a whole and simulate nothing.
extension PlanReview {
  func checks() -> [Finding] {
    let moves = PhaseMoves(phases)
    let tags = TagRevisions(context: context, base: base)
    let namespaces = LabelledNamespace.all(context: context, base: base)
    let objects = CheckedObjects(context: context, base: base)
    let skew = VersionSkewCheck(
      context: context, namespaces: namespaces, moves: moves, tags: tags)
    let silent = SilentMoveCheck(
      context: context, base: base, namespaces: namespaces, moves: moves, tags: tags)
    let labels = RevisionLabelCheck(
      context: context, configuration: objects.configuration, namespaces: namespaces, moves: moves)
    let filters = PinnedFilterCheck(
      context: context, configuration: objects.configuration, moves: moves)
    let configs = MeshConfigCheck(context: context, sources: objects.meshConfigs, moves: moves)
    let disruptions = DisruptionCheck(context: context, objects: objects)
    let restarts = RestartOrderCheck(context: context, base: base)
    return restarts.findings(phases) + skew.findings() + silent.findings() + labels.findings()
      + filters.findings()
      + configs.findings() + disruptions.findings(phases)
  }
}

/// The checks that look at the plan as a whole and simulate nothing.
extension PlanReview {
  func checks() -> [Finding] {
    let moves = PhaseMoves(phases)
    let tags = TagRevisions(context: context, base: base)
    let namespaces = LabelledNamespace.all(context: context, base: base)
    return VersionSkewCheck(context: context, namespaces: namespaces, moves: moves, tags: tags)
      .findings()
      + SilentMoveCheck(
        context: context, base: base, namespaces: namespaces, moves: moves, tags: tags
      ).findings()
  }
}

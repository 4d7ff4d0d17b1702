import Files
import Testing

@testable import MeshUpgrade

extension PlanFixture {
  /// A phase that is built by itself, and the repository after it.
  typealias BuiltPhase = (phase: Phase, after: MeshRepository)

  /// Builds phases one after the other, without the planner's list of them.
  func build(_ phases: [ResolvedPhase]) throws -> [BuiltPhase] {
    let (context, base) = try context()
    var built: [BuiltPhase] = []
    for (position, phase) in phases.enumerated() {
      var builder = PhaseBuilder(
        context: context, resolved: phase, before: built.last?.after ?? base)
      let draft = try builder.build(index: position + 1)
      built.append((try draft.finished().phase, draft.after))
    }
    return built
  }

  /// What the planner would hand to the builder, for a desired state that states `from`.
  func context() throws -> (context: PlanningContext, base: MeshRepository) {
    let (desired, source, _) = try DesiredState.decode(desiredStateFile(self.desired))
    let files = repositoryFiles
    let cluster = try ClusterObjects(desired, source: source, files: files)
    let overlays = try OverlaySet(
      desired, source: source, files: files, injectionURL: desired.injectionURL(cluster))
    let repository = MeshRepository(files, scope: { _ in true })
    let state = MeshState(repository, controlPlaneNamespace: desired.controlPlane.namespace)
    let search = AdoptionSearch(
      desired: desired, cluster: cluster, repository: repository, state: state)
    let output = OutputFolder(desired: desired, source: source, tree: files.tree)
    let selected = NamespaceSelection(
      desired: desired, source: source, repository: repository, state: state
    ).selected
    let context = PlanningContext(
      desired: desired, source: source, tree: files.tree, state: state, cluster: cluster,
      adoption: try Adoption(search: search, output: output, leavingBareService: true),
      templates: try TemplateLibrary.builtIn(), overlays: overlays, baseBranch: nil, ownFiles: [],
      from: try #require(desired.from), question: ProofQuestion(),
      following: TagFollowing(desired: desired, repository: repository, state: state),
      oldInjectors: [],
      selected: Dictionary(selected.map { ($0.name, $0) }) { first, _ in first },
      workloads: [:])
    return (context, repository)
  }
}

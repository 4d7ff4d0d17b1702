internal import Files
internal import Kubernetes
internal import YAML

/// A phase that was needed before it landed keeps its place afterwards.
extension Planner {
  /// The phases, with those that make tags ahead of their use: whether they are needed is decided as
  /// if no tag had been made yet, so that the places of the others stay.
  func withPreparations(_ phases: [ResolvedPhase], tagsOf start: Start) -> [ResolvedPhase] {
    let made = desired.tags.flatMap { start.state.tagWebhooks[$0] ?? [] }.filter {
      isMade($0, in: start.repository)
    }
    guard !made.isEmpty else { return phases }
    let gone = Set(made.map(\.file))
    let earlier = Planner(
      desired: desired, source: source,
      files: RepositoryFiles(
        tree: FileTree(entries: files.tree.entries.filter { !gone.contains($0.path) }),
        contents: files.contents.filter { !gone.contains($0.key) }),
      templates: templates, ignored: ignored, baseReference: baseReference)
    let question = ProofQuestion(isRefused: false)
    guard let before = try? earlier.outcome(asking: question).phases.map(\.resolved) else {
      return phases
    }
    var result = phases
    for (position, phase) in before.enumerated() where phase.scope == .inactiveTags {
      guard position + 1 < before.count,
        let index = result.firstIndex(where: { $0.name == before[position + 1].name }),
        !result.contains(where: { $0.name == phase.name })
      else { continue }
      result.insert(phase, at: index)
    }
    return result
  }

  /// Whether meshphase has made a tag itself: it is in the output folder, under its own name, and not put there as it
  /// was in the cluster, which protects it from being pruned.
  private func isMade(_ locator: MeshRepository.Locator, in repository: MeshRepository) -> Bool {
    guard let output = RepositoryPath.resolve(desired.repository.output, from: nil),
      locator.file.isInside(output), let object = repository.object(at: locator),
      locator.file.name == "\(object.key.name).yaml"
    else { return false }
    return !LiveManifest.isProtected(
      object.text("metadata", "annotations", LiveManifest.syncOptions))
  }
}

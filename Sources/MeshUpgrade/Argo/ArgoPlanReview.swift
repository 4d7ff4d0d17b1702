internal import Files
internal import Kubernetes
internal import YAML
internal import YAMLDiff

extension PlanReview {
  /// What Argo CD makes of the plan: of what it generates and edits, and of what is there.
  func argoFindings() -> [Finding] {
    guard !context.state.applications.applications.isEmpty else { return [] }
    return ArgoPlanReview(self).findings()
  }
}

/// Looks at a plan from the side of the Applications that are to sync it.
struct ArgoPlanReview {
  /// A manifest that the plan writes into a new file.
  struct Generated {
    let phase: String
    let file: RepositoryPath
    let objects: [ManifestObject]
  }

  let plan: PlanReview
  /// The base as Argo CD has it.
  let base: ArgoReview
  /// The repository after the last phase, and which Applications sync what of it.
  let final: MeshRepository
  let map: ApplicationMap
  let graph: KustomizationGraph
  let generated: [Generated]

  var context: PlanningContext { plan.context }

  init(_ plan: PlanReview) {
    self.plan = plan
    base = ArgoReview(repository: plan.base, state: plan.context.state)
    final = plan.phases.last?.after ?? plan.base
    graph = KustomizationGraph(final)
    map = ApplicationMap(
      plan.context.state.applications.applications, graph: graph, of: final)
    generated = plan.phases.flatMap { phase in
      phase.phase.files.filter { $0.status == .added && !$0.isPlain }.map { file in
        Generated(
          phase: phase.phase.name, file: file.path,
          objects: phase.after.file(file.path)?.objects ?? [])
      }
    }
  }

  func findings() -> [Finding] {
    let standing = (base.standing() + ownFiles() + unprotected()).map(\.preexisting)
    let found =
      standing + unsyncedFiles() + transformedObjects() + unseenFiles() + trackedRevisions()
      + forbiddenObjects() + generatedWebhooks() + shared() + marks()
      + injectionLabelConsumers()
    return Finding.inOrderOfPlaces(found)
  }

  /// The files of meshphase itself that an Application would apply (MP102).
  private func ownFiles() -> [Finding] {
    context.ownFiles.compactMap { path, source in
      let file = ManifestFile(
        path: path, bytes: source.bytes, filter: DocumentFilter(names: ["kind"]))
      guard let object = file.objects.first else { return nil }
      return base.misread(object, in: source, at: path)
    }
  }

  // MARK: What the plan touches

  /// The files with manifests that the plan edits or adds, with the first phase that does.
  var touched: [(file: RepositoryPath, phase: String)] {
    var seen: Set<RepositoryPath> = []
    return plan.phases.flatMap { phase in
      phase.phase.files.filter { $0.status != .deleted && !$0.isPlain }.compactMap { file in
        let isKustomization = Kustomization.fileNames.contains(file.path.name)
        guard !isKustomization, seen.insert(file.path).inserted else { return nil }
        return (file.path, phase.phase.name)
      }
    }
  }

  /// The Applications that sync a file once it is there, in the order of the repository.
  func holders(of file: RepositoryPath) -> [ArgoApplication] {
    map.applications(holding: file).sorted().map { map.applications[$0] }
  }

  /// MP105 for what is generated.
  private func generatedWebhooks() -> [Finding] {
    generated.flatMap { generated in
      holders(of: generated.file).prefix(1).flatMap { application in
        generated.objects.flatMap { base.webhooks(generated: $0, by: application) }
          .map { $0.inPhase(generated.phase) }
      }
    }
  }

  /// MP106 for what is touched.
  private func shared() -> [Finding] {
    let review = ArgoReview(repository: final, state: context.state, map: map, graph: graph)
    return review.sharedFiles(touched.map(\.file), what: "the plan writes")
  }

  /// MP109 for the namespaces that are edited.
  private func unprotected() -> [Finding] {
    let edited = Set(
      plan.phases.flatMap(\.phase.changes).map(\.object.key).filter {
        $0.kind == "Namespace" && $0.group.isEmpty
      })
    return base.unprotectedNamespaces(
      base.definitions.filter { edited.contains($0.key) })
  }

  /// MP112 for the workloads that get a mark, or have one.
  private func marks() -> [Finding] {
    var result: [ArgoReview.MarkedWorkload] = []
    for planned in plan.phases {
      let places = planned.phase.changes.map { ($0.fromPlace?.file ?? "", $0) }
      let byFile = Dictionary(grouping: places) { $0.0 }.mapValues { $0.map(\.1) }
      let restarted = Set(
        planned.phase.changes.filter(Self.isMark).map { $0.object.key })
      for workload in context.state.workloads where restarted.contains(workload.reference.key) {
        guard let object = plan.base.object(at: workload.locator) else { continue }
        result.append(
          ArgoReview.MarkedWorkload(
            object: object, phase: planned.phase.name,
            changesOnlyMarks: { application in
              byFile.allSatisfy { file, changes in
                guard let path = RepositoryPath(file),
                  holders(of: path).contains(where: { $0.object.key == application.object.key })
                else { return true }
                return changes.allSatisfy(Self.isMark)
              }
            }))
      }
    }
    return base.ignoredMarks(of: result)
  }

  /// Whether a change is about the restart mark and nothing else, with whatever had to be made
  /// around it.
  private static func isMark(_ change: Change) -> Bool {
    if change.value.path.steps.last == .key(MeshLabels.restartedFor) { return true }
    guard change.value.kind == .added, !change.createsObject else { return false }
    var value = change.value.to
    while let mapping = value?.mapping, mapping.keys.count == 1, let key = mapping.keys.first {
      if key == MeshLabels.restartedFor { return true }
      value = mapping[key]
    }
    return false
  }
}

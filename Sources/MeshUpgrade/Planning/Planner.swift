package import Files
internal import Kubernetes
internal import YAML

/// Plans an upgrade: a pure function of the base's files, the desired state and the templates.
package struct Planner {
  var desired: DesiredState
  let source: DesiredStateSource
  let files: RepositoryFiles
  let templates: TemplateLibrary
  /// Files that are no manifests of the mesh, such as the desired state itself.
  let ignored: Set<RepositoryPath>
  /// The full name of the base's ref; nil where it is not known.
  let baseReference: String?
  /// A repository much like the base's: files with equal bytes are not read again.
  var alike: MeshRepository?
  /// The phases as they were before any of them landed; nil to work them out.
  var frame: PhaseFrame?

  package init(
    desired: DesiredState, source: DesiredStateSource, files: RepositoryFiles,
    templates: TemplateLibrary, ignored: Set<RepositoryPath>, baseReference: String? = nil
  ) {
    self.desired = desired
    self.source = source
    self.files = files
    self.templates = templates
    self.ignored = ignored
    self.baseReference = baseReference
  }

  /// What Argo CD makes of the plan, errors included, in the order of places; refused where no plan
  /// can be made.
  package func argoFindings(warnings: [Finding] = []) throws(Refusal) -> [Finding] {
    let question = ProofQuestion(isRefused: false)
    let found = try plan(warnings: warnings, asking: question).findings
    return Finding.inOrderOfPlaces(found.filter(\.rule.isAboutArgo))
  }

  /// The plan; refused with every reason that is known at once.
  ///
  /// A plan whose proof finds an error is refused too, unless the question says otherwise.
  package func plan(
    warnings: [Finding] = [], asking question: ProofQuestion = ProofQuestion()
  ) throws(Refusal) -> Plan {
    try outcome(warnings: warnings, asking: question).plan
  }

  /// The plan with its phases on the repositories that they lead from and to.
  func outcome(
    warnings: [Finding] = [], asking question: ProofQuestion
  ) throws(Refusal) -> PlanOutcome {
    let cluster = try ClusterObjects(desired, source: source, files: files)
    let overlays = try OverlaySet(
      desired, source: source, files: files, injectionURL: desired.injectionURL(cluster))
    let repository = MeshRepository(
      files, scope: scope(cluster, overlays), alike: alike)
    let state = MeshState(
      repository, controlPlaneNamespace: desired.controlPlane.namespace,
      url: desired.repository.url)
    let search = AdoptionSearch(
      desired: desired, cluster: cluster, repository: repository, state: state)
    var start = try start(
      search, leavingBareService: desired.from?.isUnrevisioned == true || desired.to.isManaged,
      warnings: warnings, asking: question)
    // The Service of an un-revisioned install stays as it is, so it is not put into Git.
    if start.from.isUnrevisioned, start.adoption.holdsBareService() {
      start = try self.start(
        search, leavingBareService: true, warnings: warnings, asking: question)
    }
    return try locating(start.adoption) { () throws(Refusal) in
      let outcome = try plan(
        start, base: repository, cluster: cluster, overlays: overlays, asking: question)
      if question.isRefused { try refuse(Self.errors(in: outcome.plan)) }
      return outcome.adding(desired.unusedExceptions(in: outcome.plan, source))
    }
  }

  /// The files of the base that count, also where no plan can be made of them.
  func baseRepository() throws(Refusal) -> MeshRepository {
    let cluster = try ClusterObjects(desired, source: source, files: files)
    let overlays = try OverlaySet(
      desired, source: source, files: files, injectionURL: desired.injectionURL(cluster))
    return MeshRepository(files, scope: scope(cluster, overlays), alike: alike)
  }

  /// What phases are planned from.
  struct Start {
    let adoption: Adoption
    /// The repository with what Baseline puts into it, and what that holds.
    let repository: MeshRepository
    let state: MeshState
    let selected: [SelectedNamespace]
    let survey: Survey
    let findings: [Finding]
    let from: ControlPlane
  }

  private func start(
    _ search: AdoptionSearch, leavingBareService: Bool, warnings: [Finding],
    asking question: ProofQuestion
  ) throws(Refusal) -> Start {
    let adoption = try Adoption(
      search: search,
      output: OutputFolder(desired: desired, source: source, tree: files.tree),
      leavingBareService: leavingBareService)
    return try locating(adoption) { () throws(Refusal) in
      let isEmpty = adoption.items.isEmpty
      let repository = isEmpty ? search.repository : try adoption.applied(to: search.repository)
      let state =
        isEmpty
        ? search.state
        : MeshState(
          repository, controlPlaneNamespace: desired.controlPlane.namespace,
          url: desired.repository.url)
      let selection = NamespaceSelection(
        desired: desired, source: source, repository: repository, state: state)
      let survey = Survey(
        desired: desired, source: source, repository: repository, state: state,
        cluster: search.cluster, selected: selection.selected)
      let found = desired.settled(
        warnings + selection.findings + survey.findings())
      try refuse(found, asking: question)
      let from = try from(repository, state, search.cluster, selection.selected)
      let alike = desired.settled(survey.tags(namedLike: from))
      try refuse(alike, asking: question)
      return Start(
        adoption: adoption, repository: repository, state: state, selected: selection.selected,
        survey: survey, findings: found + alike, from: from)
    }
  }

  /// Does something, whose refusal is told at the dump where a file is yet to be made of it.
  private func locating<Result>(
    _ adoption: Adoption, _ body: () throws(Refusal) -> Result
  ) throws(Refusal) -> Result {
    do throws(Refusal) { return try body() } catch {
      throw Refusal(error.findings.map(adoption.located), outcome: error.outcome)
    }
  }

  private func plan(
    _ start: Start, base: MeshRepository, cluster: ClusterObjects, overlays: OverlaySet,
    asking question: ProofQuestion
  ) throws(Refusal) -> PlanOutcome {
    try start.adoption.refuseWithoutPhase(desired, source)
    let context = PlanningContext(
      desired: desired, source: source, tree: files.tree, state: start.state, cluster: cluster,
      adoption: start.adoption, templates: templates, overlays: overlays,
      baseBranch: TrackedRevision.branch(baseReference), ownFiles: ownFiles(overlays),
      from: start.from, question: question,
      following: TagFollowing(
        desired: desired, repository: start.repository, state: start.state),
      oldInjectors: oldInjectors(start),
      selected: Dictionary(start.selected.map { ($0.name, $0) }) { first, _ in first },
      workloads: Self.byNamespace(start.state.workloads))
    let phases = try PhaseList(
      desired: desired, source: source, selected: start.selected,
      baselineReason: start.adoption.reason, neutraliseReason: context.neutraliseReason,
      splitReason: { SplitCheck(context: context, repository: start.repository).reason(for: $0) }
    ).phases()
    let follow = FollowCheck(context: context, repository: start.repository)
    try refuse(desired.settled(follow.findings(for: phases)))
    let left = start.findings + desired.settled(start.survey.namespacesLeftOut(of: phases))
    let retire = desired.settled(retireErrors(phases, warnings: left))
    try refuse(retire, asking: question)
    let prepared =
      frame?.phases(over: phases, selected: Set(start.selected.map(\.name)))
      ?? withPreparations(phases, tagsOf: start)
    let ground = Ground(
      context: context, repository: base, there: context.generatedBefore(start.repository),
      findings: (left + retire).map(start.adoption.located))
    return try prove(prepared, on: ground, asking: question)
  }

  /// The injectors of the un-revisioned install, where the tag `default` takes over.
  private func oldInjectors(_ start: Start) -> [MeshRepository.Locator] {
    guard start.from.isUnrevisioned, desired.tags.contains(MeshLabels.defaultRevision) else {
      return []
    }
    let names = ControlPlaneObjects(
      revision: start.from.revision, namespace: desired.controlPlane.namespace, version: nil)
    return start.state.injectors.filter { locator in
      start.repository.object(at: locator).map { names.owns($0, namespaces: []) } ?? false
    }
  }

  private static func byNamespace(_ workloads: [Workload]) -> [String: [Workload]] {
    var result: [String: [Workload]] = [:]
    for workload in workloads {
      for namespace in workload.namespaces { result[namespace, default: []].append(workload) }
    }
    return result
  }

  // MARK: Steps

  /// The desired state and the files of overlays, where they are in the base commit.
  private func ownFiles(_ overlays: OverlaySet) -> [(path: RepositoryPath, source: SourceFile)] {
    files.contents.keys.filter { path in
      ignored.contains(path) || overlays.folders.contains { path.isInside($0) }
    }.sorted().compactMap { path in
      files.contents[path].map { (path, SourceFile(name: path.description, bytes: $0)) }
    }
  }

  private func scope(
    _ cluster: ClusterObjects, _ overlays: OverlaySet
  ) -> (RepositoryPath) -> Bool {
    let include = desired.repository.include.map { PathGlob($0) }
    let exclude = desired.repository.exclude.map { PathGlob($0) }
    // What meshphase has put there itself has to be found again.
    let output = RepositoryPath.resolve(desired.repository.output, from: nil)
    return { path in
      path != cluster.path && !ignored.contains(path)
        && !overlays.folders.contains { path.isInside($0) }
        && (include.contains { $0.matches(path) } || output.map(path.isInside) == true)
        && !exclude.contains { $0.matches(path) }
    }
  }

  private func from(
    _ repository: MeshRepository, _ state: MeshState, _ cluster: ClusterObjects,
    _ selected: [SelectedNamespace]
  ) throws(Refusal) -> ControlPlane {
    if let from = desired.from { return from }
    return try FromInference(
      desired: desired, source: source, repository: repository, state: state, cluster: cluster,
      selected: selected, tree: files.tree
    ).revision()
  }

  func refuse(
    _ findings: [Finding], asking question: ProofQuestion = ProofQuestion()
  ) throws(Refusal) {
    let errors = findings.filter(question.refuses)
    guard errors.isEmpty else { throw Refusal(errors) }
  }

  /// A mesh namespace in no phase forbids Retire: it may still need the old revision.
  private func retireErrors(_ phases: [ResolvedPhase], warnings: [Finding]) -> [Finding] {
    guard let retire = phases.first(where: { $0.actions.contains(.retire) }) else { return [] }
    return warnings.filter {
      $0.rule == .namespaceInNoPhase && $0.namespace != nil && desired.exception(for: $0) == nil
    }.map { warning in
      var error = warning
      error.rule = .revisionStillNamed
      error.severity = .error
      error.phase = retire.name
      error.message = "Retire is refused: \(warning.message) (\(warning.rule))"
      error.hint =
        "add the namespace to the plan, exclude its file if it is not of this mesh, write phases"
        + " without Retire, or, if it does without that revision, except it: exceptions: [{rule: MP012, namespace: \(warning.namespace ?? ""), reason: …}]"
      return error
    }
  }

  func skipped(_ repository: MeshRepository, _ graph: KustomizationGraph) -> [SkippedFile] {
    let files = repository.defectiveFiles.compactMap { file in
      file.defects.first.map { Self.skipped(file.path, file.source, $0.error, in: $0.chunk) }
    }
    let known = Set(files.map(\.path))
    let kustomizations = graph.unreadable.filter { !known.contains($0.path) }.map {
      Self.skipped($0.path, $0.source, $0.error, in: 0..<$0.source.bytes.count)
    }
    return (files + kustomizations).sorted { $0.path < $1.path }
  }

  private static func skipped(
    _ path: RepositoryPath, _ source: SourceFile, _ error: ParseError, in chunk: Range<Int>
  ) -> SkippedFile {
    let place = source.place(at: error.range.lowerBound)
    let text = String(decoding: source.bytes[chunk], as: UTF8.self)
    let kind = text.contains("{{") ? "a template: " : ""
    return SkippedFile(path: path, reason: "\(kind)\(error.message), line \(place.line)")
  }
}

internal import Files
internal import Kubernetes
internal import YAML

/// New files that no Application takes in, or takes in wrongly.
extension ArgoPlanReview {
  private static let output = Path(keys: ["spec", "repository", "output"])

  // MARK: Outside

  /// New manifests that no Application syncs: in a folder of none (MP101), or in a folder whose
  /// kustomization or chart leaves them out (MP102).
  ///
  /// Nothing is said where the repository has an Application whose source only Argo CD knows.
  func unsyncedFiles() -> [Finding] {
    let unsynced = generated.filter { holders(of: $0.file).isEmpty }
    let unreadable = unreadableKustomizations()
    guard let first = unsynced.first, unreadable.isEmpty, isJudged(first.file) else {
      return unreadable
    }
    let more =
      unsynced.count > 1 ? " and \(CommitMessage.count(unsynced.count - 1, "more file"))" : ""
    let what = "\(first.file)\(more)"
    guard let (application, source) = surrounding(first.file) else {
      return [outside(what, first)]
    }
    switch map.rendering(of: source) {
    case .kustomize: return [unlisted(what, first, application, source)]
    case .helm: return [outsideTemplates(what, first, application, source)]
    case .plugin, .directory: return [leftOut(what, first, application, source)]
    }
  }

  /// Whether an Application's folder is one of this repository, and none is a template.
  private func isJudged(_ file: RepositoryPath) -> Bool {
    let readsThisRepository = map.applications.contains { application in
      application.sources.contains { source in
        guard let path = source.path, !source.surrounds(file) else { return true }
        return context.tree.entries.contains { $0.path.isInside(path) }
      }
    }
    return readsThisRepository && !hasUnknownApplications
  }

  private var hasUnknownApplications: Bool {
    if map.applications.contains(where: \.hasTemplatedSource) { return true }
    let kind = Array("kind: Application".utf8)
    return plan.base.defectiveFiles.contains { file in
      file.defects.contains { file.source.bytes[$0.chunk].firstRange(of: kind) != nil }
    }
  }

  /// The Application with the nearest folder around a file.
  private func surrounding(
    _ file: RepositoryPath
  ) -> (application: ArgoApplication, source: ArgoApplication.Source)? {
    var best: (application: ArgoApplication, source: ArgoApplication.Source)?
    for application in map.applications {
      for source in application.sources where source.surrounds(file) {
        let length = source.path?.bytes.count ?? 0
        if length > best?.source.path?.bytes.count ?? -1 { best = (application, source) }
      }
    }
    return best
  }

  private func outside(_ what: String, _ generated: Generated) -> Finding {
    let folders = Set(map.applications.flatMap { $0.sources.compactMap(\.path?.description) })
    let known = folders.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }.prefix(3)
    return context.source.finding(
      .generatedFileNotSynced, at: Self.output,
      message: "\(what) would be synced by no Application of this repository, so what the plan"
        + " writes there would never reach the cluster",
      hint: "write repository: {output: FOLDER} with a folder that an Application reads"
        + (known.isEmpty ? "" : " (such as \(known.joined(separator: ", ")))")
        + ", or add an Application with source: {path:"
        + " \(generated.file.folder?.description ?? ".")}"
    ).inPhase(generated.phase)
  }

  private func leftOut(
    _ what: String, _ generated: Generated, _ application: ArgoApplication,
    _ source: ArgoApplication.Source
  ) -> Finding {
    let isDeeper = !source.recurses && generated.file.folder != source.path
    return base.finding(
      .generatedFileNotSynced, .error, about: application,
      at: source.node.ownPair(isDeeper ? "path" : "directory")?.key,
      message:
        "\(what) would be synced by no Application: \(application.title) reads the folder and"
        + (isDeeper ? " none below it" : " leaves the file out by its include or exclude"),
      hint: isDeeper
        ? "write source: {directory: {recurse: true}}, or choose its own folder in"
          + " spec.repository.output"
        : "write include and exclude so that \(generated.file.name) is read"
    ).inPhase(generated.phase)
  }

  // MARK: Kustomizations and charts

  private func unlisted(
    _ what: String, _ generated: Generated, _ application: ArgoApplication,
    _ source: ArgoApplication.Source
  ) -> Finding {
    let kustomization = graph.kustomization(in: source.path)
    // The farthest kustomization that takes the file in is what this one has to name.
    let top = graph.reaching(generated.file).last.flatMap(\.path.folder) ?? generated.file
    let entry = source.relative(top)?.description ?? top.description
    let text = kustomization?.source
    let node = kustomization?.root.ownPair("resources")?.key ?? kustomization?.root
    return Finding(
      .generatedFileMisread, in: text ?? SourceFile(name: "", bytes: []),
      at: text.map { (node?.range ?? 0..<0).prefixLine($0) } ?? 0..<0,
      message: "\(what) would not be synced: \(application.title) renders this kustomization, which"
        + " does not take it in",
      hint: "write resources: [\(entry)], with what is there already"
    ).inPhase(generated.phase)
  }

  private func outsideTemplates(
    _ what: String, _ generated: Generated, _ application: ArgoApplication,
    _ source: ArgoApplication.Source
  ) -> Finding {
    base.finding(
      .generatedFileMisread, .error, about: application, at: source.node.ownPair("path")?.key,
      message: "\(what) would not be synced: \(application.title) renders a Helm chart there, and"
        + " Helm reads manifests from its templates only",
      hint: "choose a folder of plain manifests in spec.repository.output, with an Application that"
        + " reads it"
    ).inPhase(generated.phase)
  }

  /// Kustomizations of the folder that new files go to, and cannot be entered into.
  private func unreadableKustomizations() -> [Finding] {
    graph.unreadable.compactMap { path, source, error in
      guard let first = generated.first(where: { $0.file.folder == path.folder }) else {
        return nil
      }
      return Finding(
        .generatedFileMisread, in: source, at: error.range,
        message: "\(first.file) cannot be entered into this kustomization, which cannot be read:"
          + " \(error.message)",
        hint: error.hint ?? "mend it, or choose another folder in spec.repository.output"
      ).inPhase(first.phase)
    }
  }

  // MARK: Changed on the way

  /// Kustomizations, and options of Applications, that would rename what the plan generates or give
  /// a Service another selector (MP102); and texts that Helm would take for a template of manifests.
  func transformedObjects() -> [Finding] {
    var told: Set<Place?> = []
    let found = generated.flatMap { generated -> [Finding] in
      let holders = holders(of: generated.file)
      let kustomizations = graph.reaching(generated.file).filter {
        isUsed($0, for: generated.file, by: holders)
      }
      return generated.objects.flatMap { object in
        let inFiles = kustomizations.compactMap { kustomization in
          Transformation.find(in: kustomization.root, for: object).map { found in
            Finding(
              .generatedFileMisread, in: kustomization.source, at: found.node.range,
              object: object.reference,
              message: "this kustomization \(found.effect(on: object.key))",
              hint: Self.transformationHint)
          }
        }
        let inApplications = holders.compactMap { application in
          application.sources.compactMap { source in
            source.node["kustomize"].flatMap { Transformation.find(in: $0, for: object) }
          }.first.map { found in
            base.finding(
              .generatedFileMisread, .error, about: application, at: found.node,
              message: "\(application.title) \(found.effect(on: object.key))",
              hint: Self.transformationHint)
          }
        }
        return (inFiles + inApplications).map { $0.inPhase(generated.phase) }
      }
    }
    return (found + textsInCharts()).filter { told.insert($0.place).inserted }
  }

  private static let transformationHint =
    "choose a folder in spec.repository.output that is rendered without it"

  /// Whether a kustomization is on the way from an Application to a file; all are where the
  /// repository has no Application for it.
  private func isUsed(
    _ kustomization: Kustomization, for file: RepositoryPath, by holders: [ArgoApplication]
  ) -> Bool {
    let folders = holders.flatMap(\.sources).map(\.path)
    return folders.isEmpty || folders.contains(kustomization.path.folder)
      || graph.reaching(kustomization.path.folder ?? file).contains { outer in
        folders.contains(outer.path.folder)
      }
  }

  /// The marker of a retirement is plain text: in `templates` Helm would render it as a manifest.
  private func textsInCharts() -> [Finding] {
    plan.phases.flatMap { phase in
      phase.phase.files.filter { $0.status == .added && $0.isPlain }.compactMap { file in
        let holder = map.applications(holding: file.path).sorted().first {
          map.applications[$0].sources.contains { source in
            source.surrounds(file.path) && map.rendering(of: source) == .helm
          }
        }
        guard let holder else { return nil }
        return context.source.finding(
          .generatedFileMisread, at: Self.output,
          message: "\(file.path) is no manifest, and \(map.applications[holder].title) would render"
            + " it as one: it lies in a chart's templates",
          hint: "write repository: {output: FOLDER} with a folder of plain manifests"
        ).inPhase(phase.phase.name)
      }
    }
  }
}

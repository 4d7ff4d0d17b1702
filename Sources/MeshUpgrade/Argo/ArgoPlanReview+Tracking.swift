internal import Files
internal import Kubernetes
internal import YAML

/// Applications that a merged phase does not reach.
extension ArgoPlanReview {
  // MARK: Revisions

  /// Applications that sync what the plan writes, and track another revision than the base (MP103).
  ///
  /// An error where no Application of the file follows the base; else a warning, as the phase does
  /// reach the cluster of the one that does. `HEAD` is the default branch, taken to be the base.
  func trackedRevisions() -> [Finding] {
    guard let branch = context.baseBranch else { return [] }
    var told: [Int: (file: RepositoryPath, phase: String, isError: Bool)] = [:]
    for (file, phase) in touched {
      let holders = map.applications(holding: file).sorted()
      let stray = holders.filter { !follows(map.applications[$0], file, branch) }
      for index in stray {
        let isError = stray.count == holders.count
        if told[index] == nil || (isError && told[index]?.isError == false) {
          told[index] = (file, phase, isError)
        }
      }
    }
    return told.keys.sorted().compactMap { index in
      told[index].map { stray(map.applications[index], $0.file, $0.phase, branch, $0.isError) }
    }
  }

  private func sources(
    of application: ArgoApplication, around file: RepositoryPath
  ) -> [ArgoApplication.Source] {
    let around = application.sources.filter { $0.surrounds(file) }
    return around.isEmpty ? application.sources : around
  }

  private func follows(
    _ application: ArgoApplication, _ file: RepositoryPath, _ branch: String
  ) -> Bool {
    sources(of: application, around: file).contains {
      TrackedRevision($0.node["targetRevision"]?.filledText).follows(branch)
    }
  }

  private func stray(
    _ application: ArgoApplication, _ file: RepositoryPath, _ phase: String, _ branch: String,
    _ isError: Bool
  ) -> Finding {
    let pair = sources(of: application, around: file).lazy
      .compactMap { $0.node.ownPair("targetRevision") }.first
    let text = pair?.value.resolved.text ?? ""
    let what: String =
      if case .commit = TrackedRevision(text) {
        "the commit \(text)"
      } else {
        "\(text)"
      }
    return base.finding(
      .otherRevisionTracked, isError ? .error : .warning, about: application, at: pair?.key,
      message:
        "\(application.title) syncs \(file), which phase \(phase) writes, and tracks \(what),"
        + " expected \(branch), the branch that the plan is made on",
      hint:
        "write targetRevision: \(branch); or plan on the branch it tracks: --base \(text); if it"
        + " reads another repository, name this one: spec.repository.url"
    ).inPhase(phase)
  }

  // MARK: Paths

  private static let pathsAnnotation = "argocd.argoproj.io/manifest-generate-paths"

  /// Applications that take a commit for none of theirs (MP102): the annotation
  /// manifest-generate-paths leaves out a file that the plan writes.
  func unseenFiles() -> [Finding] {
    var told: Set<Int> = []
    return touched.flatMap { file, phase -> [Finding] in
      map.applications(holding: file).sorted().compactMap { index in
        let application = map.applications[index]
        guard
          let pair = application.object.node[["metadata", "annotations"]]?
            .ownPair(Self.pathsAnnotation), let text = pair.value.resolved.filledText,
          !Self.covers(text, file, of: application), told.insert(index).inserted
        else { return nil }
        return base.finding(
          .generatedFileMisread, about: application, at: pair.key,
          message: "\(application.title) syncs \(file), and its \(Self.pathsAnnotation) leaves it"
            + " out: Argo CD would not notice the commit",
          hint: "write \(Self.pathsAnnotation): \(text);/\(file.folder?.description ?? "")"
        ).inPhase(phase)
      }
    }
  }

  /// Paths are divided by `;`, and seen from the root after a `/`, else from the source's folder.
  private static func covers(
    _ text: String, _ file: RepositoryPath, of application: ArgoApplication
  ) -> Bool {
    text.split(separator: ";").contains { part in
      let part = part.trimmingSpaces
      // A glob may mean the file.
      if part.contains(where: { "*?[{".contains($0) }) { return true }
      let isFromRoot = part.hasPrefix("/")
      let folders = isFromRoot ? [nil] : application.sources.map(\.path)
      return folders.contains { folder in
        let inside = RepositoryPath.resolve("\(part.drop { $0 == "/" })/_", from: folder)
        guard let inside else { return false }
        return inside.folder.map(file.isInside) ?? true
      }
    }
  }

  // MARK: Projects

  /// What the plan generates and an AppProject of the repository forbids (MP104).
  func forbiddenObjects() -> [Finding] {
    let projects = base.definitions.compactMap { AppProject($0) }
    guard !projects.isEmpty else { return [] }
    var told: Set<String> = []
    return generated.flatMap { generated -> [Finding] in
      holders(of: generated.file).flatMap { application -> [Finding] in
        let named = projects.filter { project in
          project.object.key.name == application.project
            // Beside its Application, or in Argo CD's own namespace.
            && (project.object.key.namespace == nil || application.object.key.namespace == nil
              || project.object.key.namespace == application.object.key.namespace)
        }
        // Two of one name belong to two Argo CDs.
        guard named.count == 1, let project = named.first else { return [] }
        return generated.objects.flatMap { forbidden($0, project, application, generated.file) }
          .filter { told.insert("\($0.place.map { "\($0)" } ?? "") \($0.message)").inserted }
          .map { $0.inPhase(generated.phase) }
      }
    }
  }

  private func forbidden(
    _ object: ManifestObject, _ project: AppProject, _ application: ArgoApplication,
    _ file: RepositoryPath
  ) -> [Finding] {
    let key = object.key
    let isNamespaced = !(key.kind == "Namespace" || key.group == MeshLabels.admissionGroup)
    var refusals = [project.refusal(ofKindOf: key, isNamespaced: isNamespaced)]
    if isNamespaced, let namespace = key.namespace ?? application.destinationNamespace {
      refusals.append(project.refusal(ofNamespace: namespace, for: application))
    }
    let url = sources(of: application, around: file).first?.node["repoURL"]?.filledText
    refusals.append(url.flatMap(project.refusal(ofRepository:)))
    return refusals.compactMap { $0 }.map { refusal in
      var finding = base.finding(
        .kindForbidden, .error, about: project.object, at: refusal.node,
        message: "the AppProject \(project.object.key.name) forbids \(key), which the plan writes"
          + " and \(application.title) is to sync: \(refusal.reason)", hint: refusal.hint)
      finding.namespace = key.namespace
      return finding
    }
  }
}

extension StringProtocol {
  /// The text without spaces and tabs at its ends.
  fileprivate var trimmingSpaces: String {
    let start = drop { $0 == " " || $0 == "\t" }
    return String(start.reversed().drop { $0 == " " || $0 == "\t" }.reversed())
  }
}

internal import Files
internal import Kubernetes
internal import YAML

/// The proof of a single state: a folder, a file or a commit without a plan.
///
/// Only the files count: like `istioctl analyze` on files, but each Pod that should have a sidecar
/// has exactly one injector, not at most one.
package struct StateProof {
  private let repository: MeshRepository
  private let state: MeshState

  package init(_ files: RepositoryFiles, controlPlaneNamespace: String = "istio-system") {
    repository = MeshRepository(files, scope: { _ in true })
    state = MeshState(repository, controlPlaneNamespace: controlPlaneNamespace)
  }

  package func report() -> ProofReport {
    let planes = state.controlPlanes.compactMap { repository.object(at: $0) }
    var model = ProofModel(
      base: repository, state: state, cluster: [], assumed: [],
      installed: Set(planes.compactMap(Survey.revision)), steps: [])
    let assumptions = model.takeControlPlanes()
    let run = ProofRun(model, asksForInjection: true)
    let findings = ProofFindings(run: run, names: [], repositories: [repository]).all()
    return ProofReport(
      run: run, names: [], repositories: [repository],
      findings: findings.map(\.ofSingleState) + tagsNamedLikeRevisions()
        + Self.unconcerned(
          LabelSurvey(
            surroundings: model.surroundings, repository: repository,
            severity: model.namespaces.isEmpty ? .error : .warning
          ).findings(), beside: findings),
      assumptions: assumptions)
  }

  /// The files that hold something which could not be read, in path order.
  package func skipped() -> [SkippedFile] {
    repository.defectiveFiles.compactMap { file in
      file.defects.first.map { defect in
        let line = file.source.place(at: defect.error.range.lowerBound).line
        return SkippedFile(path: file.path, reason: "\(defect.error.message), line \(line)")
      }
    }
  }

  /// What would concern other namespaces, where nothing says it of those that are there.
  private static func unconcerned(_ found: [Finding], beside known: [Finding]) -> [Finding] {
    let rules = Set(known.map(\.rule))
    // Two active defaults that nobody matches are MP014.
    return found.filter {
      !rules.contains($0.rule) && !($0.rule == .injectedTwice && rules.contains(.twoDefaults))
    }
  }

  /// A tag with the name of a revision (MP007).
  private func tagsNamedLikeRevisions() -> [Finding] {
    let revisions = Set(
      state.injectors.compactMap { repository.object(at: $0)?.labels[MeshLabels.revision] })
    return PhaseList.bytewise(Array(state.tagWebhooks.keys)).compactMap { tag in
      guard revisions.contains(tag), tag != MeshLabels.defaultRevision,
        let locator = state.tagWebhooks[tag]?.first,
        let object = repository.object(at: locator), let file = repository.file(locator.file)
      else { return nil }
      return Finding(
        .tagNamedLikeRevision, in: file.source,
        at: (object.node[["metadata", "name"]] ?? object.node).range, object: object.reference,
        message: "the tag \(tag) has the name of a revision, expected a name of its own",
        hint: "give the tag another name; Pods would be matched by the webhooks of both")
    }
  }
}

extension ProofModel {
  /// Takes Services to lead to a control plane where none is among the files; tells which.
  mutating func takeControlPlanes() -> [Assumption] {
    guard surroundings.controlPlanes.isEmpty, !surroundings.services.isEmpty else { return [] }
    takeControlPlanesToRun()
    return surroundings.services.keys.sorted().filter { $0.name.hasPrefix("istiod") }.map { key in
      Assumption(
        source: "repository", object: ObjectReference(key: key, version: "v1"),
        text: "\(key) is taken to lead to a control plane, as no file holds one")
    }
  }
}

extension Finding {
  /// A finding of a base, as one of a state that stands for itself.
  fileprivate var ofSingleState: Finding {
    var finding = self
    finding.isPreexisting = false
    for prefix in ["in the base, "] where finding.message.hasPrefix(prefix) {
      finding.message.removeFirst(prefix.count)
    }
    return finding
  }
}

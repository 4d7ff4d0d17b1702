internal import Files
internal import Kubernetes
internal import YAML

/// Finds out which revision a mesh comes from, when the desired state does not say it.
struct FromInference {
  let desired: DesiredState
  let source: DesiredStateSource
  let repository: MeshRepository
  let state: MeshState
  let cluster: ClusterObjects
  let selected: [SelectedNamespace]
  let tree: FileTree

  /// One hint at the old revision, and where it stands.
  private struct Evidence {
    let revision: String
    let place: Place
    let text: String
  }

  /// The one revision that labels, tags and webhooks of the base agree on.
  func revision() throws(Refusal) -> ControlPlane {
    let labels = namespaceEvidence() + tagEvidence()
    let evidence = labels.isEmpty ? podEvidence() + injectorEvidence() : labels
    let revisions = Set(evidence.map(\.revision)).sorted()
    if revisions.count == 1, let revision = revisions.first { return plane(revision) }
    if revisions.isEmpty, let retired = retired() { return plane(retired) }
    let path = Path(keys: ["spec"])
    guard !revisions.isEmpty else {
      if isThere {
        throw Refusal(
          source.finding(
            .fromUnknown, at: Path(desiredState: "spec/to/revision"),
            message: "the mesh is on \(desired.to.revision) already: its namespaces follow that"
              + " revision, and nothing in the base names another",
            hint: "name the revision to move to; or, where something of the old one is left,"
              + " write spec.from.revision"))
      }
      throw Refusal(
        source.finding(
          .fromUnknown, at: path,
          message: "no label, tag or webhook of the base says which revision the mesh comes from",
          hint: "write spec.from.revision; `default` is an install without a revision"))
    }
    throw Refusal(
      source.finding(
        .fromUnknown, at: path,
        message: "the base names several revisions the mesh may come from: "
          + revisions.joined(separator: ", "),
        hint: "write spec.from.revision",
        notes: revisions.compactMap { revision in
          evidence.first { $0.revision == revision }.map {
            Finding.Note(place: $0.place, message: $0.text)
          }
        }))
  }

  /// Whether every namespace follows the target.
  private var isThere: Bool {
    !selected.isEmpty
      && selected.allSatisfy { namespace in
        let tag = namespace.injection == "enabled" ? MeshLabels.defaultRevision : nil
        guard let name = tag ?? namespace.revision else { return false }
        return (tagRevision(name) ?? name) == desired.to.revision
      }
  }

  private func plane(_ revision: String) -> ControlPlane {
    ControlPlane(revision: revision, revisionForm: desired.distribution.revisionForm)
  }

  /// The revision that was retired for the target, once everything has moved and only a marker
  /// names it.
  private func retired() -> String? {
    let revisions = RetirementMarker.revisions(
      retiredFor: desired.to.revision, in: tree, output: desired.repository.output)
    return revisions.count == 1 ? revisions.first : nil
  }

  private func namespaceEvidence() -> [Evidence] {
    selected.compactMap { namespace in
      guard let file = repository.file(namespace.locator.file) else { return nil }
      let place = file.place(of: namespace.object.node)
      if namespace.injection == "enabled" {
        let revision = tagRevision(MeshLabels.defaultRevision) ?? MeshLabels.defaultRevision
        guard revision != desired.to.revision else { return nil }
        return Evidence(
          revision: revision, place: place,
          text: "namespace \(namespace.name): istio-injection: enabled")
      }
      guard let label = namespace.revision, let revision = revision(namedBy: label) else {
        return nil
      }
      return Evidence(
        revision: revision, place: place,
        text: "namespace \(namespace.name): istio.io/rev: \(label)")
    }
  }

  /// The old revision that a label names itself or by a tag; nil for the target, and for a tag
  /// whose webhook is not in the repository.
  private func revision(namedBy label: String) -> String? {
    let revision = tagRevision(label) ?? (desired.tags.contains(label) ? nil : label)
    return revision == desired.to.revision ? nil : revision
  }

  /// Pods that choose their revision in namespaces without a label.
  private func podEvidence() -> [Evidence] {
    let unlabelled = Set(
      selected.filter { $0.revision == nil && $0.injection == nil }.map(\.name))
    return state.workloads.compactMap { workload in
      guard !workload.namespaces.isDisjoint(with: unlabelled),
        let object = repository.object(at: workload.locator),
        let label = PodTemplate(object: object).label(MeshLabels.revision),
        let revision = revision(namedBy: label), let file = repository.file(object.file)
      else { return nil }
      return Evidence(
        revision: revision, place: file.place(of: object.node),
        text: "pods of \(object.key): istio.io/rev: \(label)")
    }
  }

  /// The injectors of control planes that are in the repository.
  private func injectorEvidence() -> [Evidence] {
    state.injectors.compactMap { locator in
      guard let object = repository.object(at: locator),
        let label = object.labels[MeshLabels.revision], label != desired.to.revision,
        let file = repository.file(locator.file)
      else { return nil }
      return Evidence(
        revision: label, place: file.place(of: object.node),
        text: "\(object.key): istio.io/rev: \(label)")
    }
  }

  private func tagEvidence() -> [Evidence] {
    desired.tags.flatMap { tag in
      (state.tagWebhooks[tag] ?? []).compactMap { locator in
        guard let object = repository.object(at: locator),
          let revision = object.labels[MeshLabels.revision], revision != desired.to.revision,
          let file = repository.file(locator.file)
        else { return nil }
        return Evidence(
          revision: revision, place: file.place(of: object.node),
          text: "\(object.key): istio.io/rev: \(revision)")
      }
    }
  }

  /// The revision that a tag of the repository or of the cluster's dump points to.
  private func tagRevision(_ tag: String) -> String? {
    let known = (state.tagWebhooks[tag] ?? []).compactMap { repository.object(at: $0) }
    // A tag that matches nothing yet leads nobody anywhere.
    return (known + cluster.tagWebhooks(tag)).lazy
      .filter { !NeverMatch.isInactive(configuration: $0.node) }
      .compactMap { $0.labels[MeshLabels.revision] }.first
  }
}

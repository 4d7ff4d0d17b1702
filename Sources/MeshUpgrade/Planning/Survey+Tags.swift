internal import Files
internal import Kubernetes
internal import YAML

/// Tags that have the name of a revision: the webhooks of both match (MP007).
extension Survey {
  /// Those that are to move, and have the name of a revision which is written down.
  func tagsNamedLikeRevisions() -> [Finding] { tags(among: writtenRevisions) }

  /// Those with the name of the revision to leave, once that is known; and tags that are there, and
  /// that the plan leaves as they are.
  func tags(namedLike from: ControlPlane) -> [Finding] {
    tags(among: [from.revision]) + otherTags(from)
  }

  /// The revisions of control planes in the repository.
  private var writtenRevisions: Set<String> {
    let planes = state.controlPlanes.compactMap { repository.object(at: $0) }
    let injectors = state.injectors.compactMap { repository.object(at: $0) }
    return Set(
      planes.compactMap(Self.revision) + injectors.compactMap { $0.labels[MeshLabels.revision] })
  }

  private func tags(among revisions: Set<String>) -> [Finding] {
    desired.tags.enumerated().compactMap { index, tag in
      guard revisions.contains(tag), tag != MeshLabels.defaultRevision else { return nil }
      return source.finding(
        .tagNamedLikeRevision, at: Path(keys: ["spec", "tags"]).appending(.index(index)),
        message: "the tag \(tag) has the name of a revision, expected a name of its own",
        hint: "give the tag another name; Pods would be matched by the webhooks of both")
    }
  }

  /// The base has these already; only one with the target's name is made worse by the plan, which
  /// leads namespaces to that name.
  private func otherTags(_ from: ControlPlane) -> [Finding] {
    let target = desired.to.revision
    let revisions = writtenRevisions.union([from.revision, target])
    return tagWebhooks().compactMap { object, source -> Finding? in
      guard let tag = MeshState.tag(of: object), tag != MeshLabels.defaultRevision,
        revisions.contains(tag), !desired.tags.contains(tag)
      else { return nil }
      let node = object.node[["metadata", "name"]] ?? object.node
      let finding = Finding(
        .tagNamedLikeRevision, in: source, at: node.range, object: object.reference,
        message: "the tag \(tag) has the name of a revision, expected a name of its own",
        hint: "make a tag of another name for what is to follow it, and remove this one")
      return tag == target && from.revision != target ? finding : finding.preexisting
    }
  }

  /// The webhooks of tags, in the repository and in the dump.
  private func tagWebhooks() -> [(object: ManifestObject, source: SourceFile)] {
    let names = PhaseList.bytewise(Array(state.tagWebhooks.keys))
    let written = names.flatMap { state.tagWebhooks[$0] ?? [] }.compactMap { locator in
      repository.object(at: locator).flatMap { object in
        repository.file(locator.file).map { (object: object, source: $0.source) }
      }
    }
    let keys = Set(written.map(\.object.key))
    let live = cluster.objects.filter {
      $0.key.kind == "MutatingWebhookConfiguration" && !keys.contains($0.key)
    }
    return written
      + live.compactMap { object in cluster.source.map { (object: object, source: $0) } }
  }
}

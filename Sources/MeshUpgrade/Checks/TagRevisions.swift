internal import Kubernetes

/// The revisions that revision tags point to before the first phase, as the repository has them,
/// else the dump of the cluster.
struct TagRevisions: Sendable {
  private let revisions: [String: String]
  private let desired: [String]

  init(context: PlanningContext, base: MeshRepository) {
    var revisions: [String: String] = [:]
    for object in context.cluster.objects
    where object.key.kind == "MutatingWebhookConfiguration"
      && object.key.group == MeshLabels.admissionGroup
    {
      guard let tag = MeshState.tag(of: object) else { continue }
      revisions[tag] = object.labels[MeshLabels.revision]
    }
    for (tag, locators) in context.state.tagWebhooks {
      let objects = locators.lazy.compactMap { base.object(at: $0) }
      if let revision = objects.compactMap({ $0.labels[MeshLabels.revision] }).first {
        revisions[tag] = revision
      }
    }
    self.revisions = revisions
    desired = context.desired.tags
  }

  /// The revision that a tag points to; nil where nothing says it.
  subscript(tag: String) -> String? { revisions[tag] }

  /// Whether a text names a tag that is known, or that the plan makes.
  func isTag(_ text: String) -> Bool { revisions[text] != nil || desired.contains(text) }
}

internal import Files
internal import Kubernetes

/// Baseline: what exists only in the cluster comes into Git as it is.
extension PhaseBuilder {
  /// Why a phase of Baseline is never taken back.
  static let noRollbackReason =
    "not taken back: removing these files could delete the live objects"

  mutating func baseline() {
    batch = context.adoption.batch
    guard let dump = context.cluster.path, !context.adoption.items.isEmpty else { return }
    for item in context.adoption.items {
      settle(item.object.key, in: item.path)
      assumptions.append(
        Assumption(
          source: "clusterObjects", object: item.object.reference,
          text: "\(item.object.key) is in the cluster as \(dump) has it"))
    }
    for finding in context.adoption.findings(in: context.state, of: before) { report(finding) }
    addBaselineChecks(dump: dump)
  }

  private mutating func addBaselineChecks(dump: RepositoryPath) {
    let files = context.adoption.items.map { " --filename \(ShellWord.path($0.path.description))" }
      .joined()
    checks.append(
      Check(
        when: .before,
        text: "The new files change nothing in the cluster but the annotation that keeps Argo CD"
          + " from deleting the objects",
        command: "kubectl diff" + files,
        expect: "\(LiveManifest.syncOptions) and nothing else; if more differs, write \(dump) anew")
    )
    // Client-side apply takes out only what it has applied before.
    checks.append(
      Check(
        when: .after,
        text: "The files are applied, which a label needs that a later phase takes out",
        command: "kubectl get\(files) --output custom-columns='KIND:.kind,NAME:.metadata.name,"
          + #"OPTIONS:.metadata.annotations.argocd\.argoproj\.io/sync-options'"#,
        expect: "OPTIONS names Prune and Delete in every row"))
  }
}

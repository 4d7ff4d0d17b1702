internal import Files
internal import Kubernetes
internal import YAML

/// What every phase needs to know and none changes.
struct PlanningContext: Sendable {
  let desired: DesiredState
  let source: DesiredStateSource
  /// Every file of the base commit, in scope or not.
  let tree: FileTree
  let state: MeshState
  let cluster: ClusterObjects
  /// What the action Baseline puts into Git.
  let adoption: Adoption
  let templates: TemplateLibrary
  let overlays: OverlaySet
  /// The base's branch as Applications would name it; nil where the base is no branch.
  let baseBranch: String?
  /// The files of meshphase itself in the base commit: the desired state, overlays.
  let ownFiles: [(path: RepositoryPath, source: SourceFile)]
  let from: ControlPlane
  /// Whether what breaks a rule refuses the plan.
  let question: ProofQuestion
  /// What the namespaces follow, where a tag moves.
  let following: TagFollowing
  /// Where the injector of the un-revisioned install stands that the tag `default` takes over from.
  let oldInjectors: [MeshRepository.Locator]
  /// The namespaces that move, by name.
  let selected: [String: SelectedNamespace]
  /// The workloads by the namespaces they may be in.
  let workloads: [String: [Workload]]

  var to: ControlPlane { desired.to }

  /// Where new files go.
  var output: OutputFolder { OutputFolder(desired: desired, source: source, tree: tree) }

  /// What the plan would generate, and the repository has already.
  func generatedBefore(_ repository: MeshRepository) -> [ManifestObject] {
    var places = desired.tags.flatMap { tag in
      (state.tagWebhooks[tag] ?? []) + (state.services["istiod-revision-tag-\(tag)"] ?? [])
    }
    places += state.services["istiod"] ?? []
    places += state.validators["istiod-default-validator"] ?? []
    return places.compactMap { repository.object(at: $0) }
  }

  /// The name of the Service of a revision's istiod.
  static func istiod(_ revision: String) -> String {
    revision == MeshLabels.defaultRevision ? "istiod" : "istiod-\(revision)"
  }

  /// The name of a revision's injector, which the chart gives its namespace where that is not
  /// `istio-system`.
  func injector(of revision: String) -> String {
    let suffix = revision == MeshLabels.defaultRevision ? "" : "-\(revision)"
    return "istio-sidecar-injector\(suffix)" + (isElsewhere ? "-\(namespace)" : "")
  }

  /// The option that tells istioctl where the control plane is.
  var istioNamespaceOption: String { isElsewhere ? " --istioNamespace \(namespace)" : "" }

  private var namespace: String { desired.controlPlane.namespace }

  /// Whether the control plane is in another namespace than tools look in by themselves.
  private var isElsewhere: Bool { namespace != "istio-system" }

  /// How many Pods a workload runs, as a kustomization says, else its manifest; 1 where neither does.
  func replicas(of object: ManifestObject) -> Int {
    state.graph.replicas(of: object) ?? PodTemplate(object: object).replicas ?? 1
  }

  /// The value of the restart mark: the target as the desired state states it.
  var restartMark: String {
    to.statedVersion.map { "\(to.revision)/\($0)" } ?? to.revision
  }

  /// The form of what is generated for a managed channel, which has no version of its own: the
  /// newest without the labels of a Helm release and without the Service of a tag, as the cluster
  /// has neither a release nor an istiod.
  static let managedForm = TemplateVersion(major: 1, minor: 23, text: "1.23.0")

  /// The target's version for templates, or the refusal that asks for it.
  func templateVersion(for object: String) throws(Refusal) -> TemplateVersion {
    if to.isManaged { return Self.managedForm }
    guard let version = to.effectiveVersion else {
      throw Refusal(
        source.finding(
          .template, at: Path(keys: ["spec", "to"]),
          message: "\(object) has to be generated, and the revision \(to.revision) does not say"
            + " its Istio version",
          hint: "write spec.to.version, such as 1.14.0"
            + (to.revisionForm.map { "; revisions in the form \($0) say it themselves" } ?? "")))
    }
    if let misread = misread(version) { throw Refusal(misread) }
    let found = TemplateVersion(major: version.major, minor: version.minor, text: version.text)
    if let refusal = templates.refusal(of: found) { throw Refusal(located(refusal)) }
    return found
  }

  /// What is wrong with a revision that only seems to name a version, such as asmcli's `asm-1140-0`
  /// where revisions are called `asm-1-14`; nil for others.
  private func misread(_ version: IstioVersion) -> Finding? {
    guard to.statedVersion == nil, let form = to.revisionForm,
      !templates.minors.contains(where: { $0.major == version.major })
    else { return nil }
    let forms = ((try? Distribution.builtIn()) ?? []).compactMap(\.revisionForm)
    let meant = forms.lazy.compactMap { $0.version(in: to.revision) }.first { meant in
      templates.minors.contains { $0.major == meant.major }
    }
    return located(
      Finding(
        .template,
        message: "the revision \(to.revision) names Istio \(version.major).\(version.minor), which"
          + " there is none of: revisions of \(desired.distribution.name) have the form \(form)",
        hint: meant.flatMap { form.revision(of: $0) }.map { "did you mean \($0)?" }))
  }

  /// Renders for the target; a refusal without a place is about its version, and told there.
  func rendering<Result>(_ body: () throws(Refusal) -> Result) throws(Refusal) -> Result {
    do throws(Refusal) { return try body() } catch {
      throw Refusal(error.findings.map { $0.place == nil ? located($0) : $0 })
    }
  }

  /// A finding about the target's version, at the place that says it.
  private func located(_ finding: Finding) -> Finding {
    source.finding(
      finding.rule,
      at: Path(keys: ["spec", "to", to.statedVersion == nil ? "revision" : "version"]),
      message: finding.message, hint: finding.hint)
  }
}

internal import Files
internal import Kubernetes
internal import YAML

/// Looks over the whole repository for what the desired state does not mention.
struct Survey {
  let desired: DesiredState
  let source: DesiredStateSource
  let repository: MeshRepository
  let state: MeshState
  let cluster: ClusterObjects
  let selected: [SelectedNamespace]

  /// What is found, errors and warnings.
  func findings() -> [Finding] {
    tagsNamedLikeRevisions() + namespacesInNoPhase() + missingControlPlane() + syncedDump()
  }

  /// The revision of a control plane's own manifest.
  static func revision(_ object: ManifestObject) -> String? {
    switch object.key.kind {
    case "IstioOperator": object.node[["spec", "revision"]]?.text
    default:
      object.key.name.hasPrefix("istiod") ? object.labels[MeshLabels.revision] : nil
    }
  }

  /// Namespaces with a mesh label that nobody listed (MP012).
  private func namespacesInNoPhase() -> [Finding] {
    let names = Set(selected.map(\.name)).union(phaselessErrors())
    // A name that no namespace can have, such as APP_NAME, is a placeholder of a scaffold.
    let others = state.namespaces.keys.filter { !names.contains($0) && NameSyntax.isLabel($0) }
    let known = PhaseList.bytewise(others).compactMap { name -> Finding? in
      guard let locator = state.namespaces[name]?.first,
        let object = repository.object(at: locator), let file = repository.file(locator.file),
        isInMesh(object)
      else { return nil }
      return Self.inNoPhase(
        object, in: file.source,
        hint: "add it to spec.namespaces, or exclude the file if it is not of this mesh")
    }
    let live = cluster.namespaces.compactMap { object -> Finding? in
      guard !names.contains(object.key.name), state.namespaces[object.key.name] == nil,
        isInMesh(object), let source = cluster.source
      else { return nil }
      return Self.inNoPhase(
        object, in: source,
        hint: "add it to spec.namespaces, or leave it out of the dump if it is not of this mesh")
    }
    return known + live
  }

  /// Whether a namespace is injected, and not by the target revision.
  private func isInMesh(_ namespace: ManifestObject) -> Bool {
    let revision = namespace.labels[MeshLabels.revision]
    let injection = namespace.labels[MeshLabels.injection]
    return (injection == "enabled" || (injection == nil && revision != nil))
      && (revision != desired.to.revision || injection != nil)
  }

  /// Namespaces that are listed, and that no given phase relabels (MP012).
  func namespacesLeftOut(of phases: [ResolvedPhase]) -> [Finding] {
    let isInPlace = desired.from?.revision == desired.to.revision
    let movesTag = desired.strategy.kind.movesTag
    let moved = Set(
      phases.filter { phase in
        let restarts = phase.actions.contains(.restart) && (isInPlace || movesTag)
        return restarts || (phase.actions.contains(.relabel) && !phase.settles && !isInPlace)
      }.flatMap(\.namespaces))
    return selected.compactMap { namespace in
      let isThere = namespace.revision == desired.to.revision && namespace.injection == nil
      guard !moved.contains(namespace.name), isInPlace || !isThere,
        let file = repository.file(namespace.locator.file)
      else { return nil }
      return Self.inNoPhase(
        namespace.object, in: file.source,
        hint: "name it in a phase of spec.phases, or end with percent: 100")
    }
  }

  private static func inNoPhase(
    _ object: ManifestObject, in source: SourceFile, hint: String
  ) -> Finding {
    let name = object.key.name
    let labels = object.labels
    let label = labels[MeshLabels.injection] == nil ? MeshLabels.revision : MeshLabels.injection
    let node = object.node[["metadata", "labels"]]?.ownPair(label)?.key ?? object.node
    let what = labels[label].map { "in the mesh (\(label): \($0))" } ?? "listed"
    return Finding(
      .namespaceInNoPhase, .warning, in: source, at: node.range.prefixLine(source),
      namespace: name, object: object.reference,
      message: "the namespace \(name) is \(what) and in no phase", hint: hint)
  }

  /// The names that the desired state lists, whether or not they could be selected.
  private func phaselessErrors() -> [String] { desired.namespaces + desired.gatewayNamespaces }

  /// A dump that Argo CD syncs would undo the upgrade with every sync.
  private func syncedDump() -> [Finding] {
    guard let path = cluster.path, let file = cluster.source,
      !file.bytes.starts(with: "# +argocd:skip-file-rendering".utf8)
    else { return [] }
    let holders = state.applications.applications(holding: path)
      .map { state.applications.applications[$0].object.key.name }
    guard let name = PhaseList.bytewise(holders).first else { return [] }
    return [
      Finding(
        .syncedDump, .warning, in: file, at: (0..<file.bytes.count).prefix,
        message: "the Application \(name) reads the folder of \(path), and would sync the objects"
          + " as they were before the upgrade",
        hint: "move the dump out of the folder, exclude it there, or start it with the line"
          + " # +argocd:skip-file-rendering (Argo CD 3.1)")
    ]
  }

  /// With GitOps management the target control plane has to be in the repository.
  private func missingControlPlane() -> [Finding] {
    guard desired.controlPlane.management == .gitOps else { return [] }
    let target = desired.to.revision
    let isThere = state.controlPlanes.contains { locator in
      guard let object = repository.object(at: locator) else { return false }
      return Self.revision(object) == target
        || object.key.name == PlanningContext.istiod(target)
        || (object.key.kind == "ControlPlaneRevision" && object.key.name == target)
    }
    guard !isThere, !Self.isInstalled(target, by: state.applications) else { return [] }
    return [
      source.finding(
        .notFound, at: Path(keys: ["spec", "controlPlane", "management"]),
        message: "management is GitOps, and no control plane of revision \(target) is in the"
          + " repository",
        hint: missingControlPlaneHint)
    ]
  }

  private var missingControlPlaneHint: String {
    guard let channel = desired.to.channel else {
      return "add its manifests, its IstioOperator or the Application that installs it; or, if"
        + " asmcli, istioctl or Helm installs it, write External"
    }
    return "commit it first, and wait until it is reconciled:"
      + " {apiVersion: mesh.cloud.google.com/v1beta1, kind: ControlPlaneRevision, metadata: {name:"
      + " \(desired.to.revision), namespace: \(desired.controlPlane.namespace)}, spec: {type:"
      + " managed_service, channel: \(channel)}}; or, if asmcli or Google makes it, write External"
  }

  /// Whether an Application's text names a revision, as one does that installs istiod by Helm.
  static func isInstalled(_ revision: String, by map: ApplicationMap) -> Bool {
    map.applications.contains { application in
      let node = application.object.node
      let text = String(decoding: node.document.source[node.range], as: UTF8.self)
      return text.contains("istiod") && RevisionMatcher(revision).occurs(in: text)
    }
  }

  /// What the plan takes for granted about the control planes and about workloads.
  static func assumptions(context: PlanningContext) -> [Assumption] {
    var result: [Assumption] = []
    if context.desired.controlPlane.management == .external {
      for plane in [context.from, context.to] {
        let version = plane.effectiveVersion.map { " in the form of Istio \($0.text)" } ?? ""
        let name =
          plane.isUnrevisioned
          ? "the un-revisioned control plane" : "the control plane \(plane.revision)"
        result.append(
          Assumption(
            source: "template", object: nil,
            text: "\(name) is installed in \(context.desired.controlPlane.namespace)\(version)"))
      }
    }
    let lost = context.state.workloads.filter { $0.namespaces.isEmpty }.count
    if lost > 0 {
      result.append(
        Assumption(
          source: "repository", object: nil,
          text: "\(lost) workload\(lost == 1 ? "" : "s") whose namespace no manifest,"
            + " kustomization or Application says \(lost == 1 ? "is" : "are") taken to be outside"
            + " the namespaces that move"))
    }
    return result
  }
}

extension Range<Int> {
  /// This range cut off at the end of its first line.
  func prefixLine(_ source: SourceFile) -> Range<Int> {
    lowerBound..<Swift.min(
      upperBound, Swift.max(lowerBound, SourceText.lineEnd(after: lowerBound, in: source.bytes)))
  }
}

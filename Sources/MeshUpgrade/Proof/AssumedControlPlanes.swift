internal import Files
internal import Kubernetes
internal import YAML

/// The objects of the two control planes that no file holds: taken to exist in the form of their
/// version's templates (DESIGN §2, `management: External`).
struct AssumedControlPlanes {
  private(set) var items: [ProofItem] = []
  /// The revision that each item is of.
  private(set) var revisions: [ObjectKey: String] = [:]
  private(set) var assumptions: [Assumption] = []

  private let context: PlanningContext
  private let base: MeshRepository

  init(_ context: PlanningContext, base: MeshRepository) {
    self.context = context
    self.base = base
    let planes = context.from == context.to ? [context.to] : [context.from, context.to]
    for plane in planes where isThere(plane) { assume(plane) }
  }

  // MARK: What is there

  /// Whether a control plane exists at the base: the old one may be gone already.
  private func isThere(_ plane: ControlPlane) -> Bool {
    guard plane == context.from, plane.revision != context.to.revision else { return true }
    switch context.desired.controlPlane.management {
    case .external:
      return !RetirementMarker.revisions(
        retiredFor: context.to.revision, in: context.tree,
        output: context.desired.repository.output
      ).contains(plane.revision)
    case .gitOps: return isNamed(plane)
    }
  }

  /// Whether something of the repository installs a revision, or is part of it.
  private func isNamed(_ plane: ControlPlane) -> Bool {
    let objects = (context.state.controlPlanes + context.state.injectors).compactMap {
      base.object(at: $0)
    }
    return objects.contains { object in
      Survey.revision(object) == plane.revision
        || object.labels[MeshLabels.revision] == plane.revision
        || object.key.name == PlanningContext.istiod(plane.revision)
    } || Survey.isInstalled(plane.revision, by: context.state.applications)
  }

  /// The injectors of a revision that are written down, whatever their names.
  private func hasInjector(_ revision: String) -> Bool {
    let written = context.state.injectors.compactMap { base.object(at: $0) }
    let live = context.cluster.objects.filter { $0.key.kind == "MutatingWebhookConfiguration" }
    return (written + live).contains { object in
      guard MeshState.tag(of: object) == nil else { return false }
      return (object.labels[MeshLabels.revision] ?? MeshLabels.defaultRevision) == revision
        && ProofReader.injectors(object) != nil
    }
  }

  // MARK: What is assumed

  private mutating func assume(_ plane: ControlPlane) {
    let namespace = context.desired.controlPlane.namespace
    let version = version(of: plane)
    var render = RenderContext(
      revision: plane.revision, version: version, namespace: namespace)
    render.injection = injection(for: plane)
    let manifests = (try? context.templates.controlPlane(render)) ?? []
    let isWritten = hasInjector(plane.revision)
    var found: [ProofItem] = []
    for manifest in manifests {
      let isInjector = manifest.object.key.kind == "MutatingWebhookConfiguration"
      if isInjector, isWritten { continue }
      if plane.isManaged, !isInjector { continue }
      found += Self.read(manifest, named: plane.isManaged ? "istiod-\(plane.revision)" : nil)
    }
    found += Self.services(calledBy: found)
    if !plane.isManaged, render.injection.url == nil {
      found.append(Self.istiod(plane.revision, namespace: namespace))
    }
    let here = ProofKeys(base: base, state: context.state, cluster: context.cluster)
    // A control plane of plain manifests is what its manifests are; one whose Deployment alone is
    // there has the rest from elsewhere.
    let isPlain =
      context.desired.controlPlane.management == .gitOps
      && found.contains { $0.key.kind != "Deployment" && here.contains($0.key) }
    if isPlain { return }
    for item in found where !here.contains(item.key) {
      items.append(item)
      revisions[item.key] = plane.revision
      let form = plane.isManaged ? "" : " in the form of Istio \(version.text)"
      assumptions.append(
        Assumption(
          source: "template", object: item.reference,
          text: "\(item.key) is in the cluster\(form), as no file holds it"))
    }
  }

  /// The version whose form is taken: the plane's own, else the newest that is known.
  private func version(of plane: ControlPlane) -> TemplateVersion {
    let newest = context.templates.table.minors.last.map {
      TemplateVersion(major: $0.major, minor: $0.minor, text: $0.text)
    }
    if plane.isManaged { return PlanningContext.managedForm }
    let own = plane.effectiveVersion.map {
      TemplateVersion(major: $0.major, minor: $0.minor, text: $0.text)
    }
    if let own, context.templates.refusal(of: own) == nil { return own }
    return newest ?? PlanningContext.managedForm
  }

  /// How a plane's webhooks reach it: what is stated is about the target, and the other plane is
  /// then reached in the same way, at a place that nothing says.
  private func injection(for plane: ControlPlane) -> InjectionSettings {
    var injection = InjectionSettings()
    let unknown = "https://\(PlanningContext.istiod(plane.revision))/inject"
    if plane.isManaged {
      let known = plane == context.to ? context.desired.injectionURL(context.cluster) : nil
      injection.url = known ?? unknown
    } else if !context.to.isManaged, let stated = context.desired.controlPlane.injection.url {
      injection.url = plane == context.to ? stated : unknown
    }
    return injection
  }

  private static func read(_ manifest: GeneratedManifest, named name: String?) -> [ProofItem] {
    guard let path = RepositoryPath("template.yaml") else { return [] }
    let file = ManifestFile(
      path: path, bytes: Array(CanonicalEmitter.emit(manifest.value).utf8),
      filter: DocumentFilter(names: ["kind"]))
    return file.objects.compactMap { object in
      let proof: ProofObject?
      switch object.key.kind {
      case "MutatingWebhookConfiguration":
        proof = ProofReader.injectors(object).map { .injectors($0.renamed(name)) }
      case "ValidatingWebhookConfiguration":
        proof = ProofReader.validators(object).map { .validators($0) }
      case "Service": proof = ProofReader.service(object)
      default: proof = nil
      }
      let key = ObjectKey(
        group: object.key.group, kind: object.key.kind, namespace: object.key.namespace,
        name: name ?? object.key.name)
      return proof.map { item($0, key: key, version: object.reference.version) }
    }
  }

  /// The Services that webhooks call and no template has: those of Istio before 1.6.
  private static func services(calledBy items: [ProofItem]) -> [ProofItem] {
    let known = Set(items.map(\.key))
    let called = items.flatMap { item -> [InjectorWebhook.Target] in
      (item.object.injectors?.webhooks.compactMap(\.target) ?? [])
        + (item.object.validators?.targets ?? [])
    }
    var keys: Set<ObjectKey> = []
    for case .service(let namespace, let name) in called {
      let key = Surroundings.service(namespace: namespace, name: name)
      if !known.contains(key) { keys.insert(key) }
    }
    return keys.sorted().map { item(.service(selector: nil), key: $0, version: "v1") }
  }

  /// The Deployment of an istiod.
  private static func istiod(_ revision: String, namespace: String) -> ProofItem {
    let key = ObjectKey(
      group: "apps", kind: "Deployment", namespace: namespace,
      name: PlanningContext.istiod(revision))
    return item(
      .controlPlane(labels: ProofReader.podLabels(ofIstiod: revision)), key: key, version: "v1")
  }

  private static func item(_ object: ProofObject, key: ObjectKey, version: String) -> ProofItem {
    ProofItem(
      key: key, reference: ObjectReference(key: key, version: version), object: object,
      manifest: nil, order: SyncOrder(kind: key.kind))
  }
}

/// The keys of the mesh objects that are written down somewhere.
private struct ProofKeys {
  private var keys: Set<ObjectKey> = []

  init(base: MeshRepository, state: MeshState, cluster: ClusterObjects) {
    var reader = ProofReader(state)
    let places =
      state.injectors + state.tagWebhooks.values.flatMap { $0 }
      + state.services.values.flatMap { $0 } + state.validators.values.flatMap { $0 }
      + state.controlPlanes
    for object in places.compactMap({ base.object(at: $0) }) + cluster.objects {
      keys.formUnion(reader.items(of: object).map(\.key))
    }
  }

  func contains(_ key: ObjectKey) -> Bool { keys.contains(key) }
}

extension InjectorConfiguration {
  /// The same webhooks under another name; the name decides the order of calls.
  fileprivate func renamed(_ name: String?) -> InjectorConfiguration {
    guard let name else { return self }
    return InjectorConfiguration(
      name: name, revisionLabel: revisionLabel, tag: tag,
      webhooks: webhooks.map { $0.ofConfiguration(name) })
  }
}

internal import Files
internal import Kubernetes
internal import YAML

/// MoveService and MoveValidator: only the revision fields of an object that is there; a missing one
/// is generated.
extension PhaseBuilder {
  // MARK: The bare Service

  mutating func moveService() throws(Refusal) {
    if context.from.isUnrevisioned {
      manualSteps.append(
        ManualStep(
          text: "The Service istiod is the un-revisioned control plane's own and stays as it is;"
            + " point what still uses its name to"
            + " \(PlanningContext.istiod(context.to.revision)) before you remove that install",
          command: "kubectl --namespace \(context.desired.controlPlane.namespace)"
            + " get service istiod --output yaml"))
      return
    }
    if context.to.isManaged { return leaveService() }
    if let locator = try single(context.state.services["istiod"] ?? []) {
      try removeSelectorKey(of: locator)
      moveService(at: locator)
      return
    }
    guard context.desired.distribution.bareService else { return }
    let namespace = context.desired.controlPlane.namespace
    let version = try context.templateVersion(for: "the Service istiod")
    try create(
      try context.rendering { () throws(Refusal) in
        try context.templates.bareService(
          revision: context.to.revision, version: version, namespace: namespace)
      })
  }

  /// Moves the revision label and the revision of the selector of an istiod Service.
  mutating func moveService(at locator: MeshRepository.Locator) {
    guard let (object, _) = object(at: locator) else { return }
    settle(object)
    guard object.node[["spec", "selector"]]?.kind == .mapping else {
      return moveByHand(object)
    }
    let revision = Value.string(context.to.revision)
    if let label = object.labels[MeshLabels.revision], label != context.to.revision {
      edit(object, .set(Path(keys: ["metadata", "labels", MeshLabels.revision]), revision))
    }
    let selector = ManifestObject.texts(object.node[["spec", "selector"]])
    if selector[MeshLabels.revision] != context.to.revision {
      edit(object, .set(Path(keys: ["spec", "selector", MeshLabels.revision]), revision))
    }
  }

  /// A Service without a selector gets its endpoints from elsewhere, and so its revision.
  private mutating func moveByHand(_ service: ManifestObject) {
    manualSteps.append(
      ManualStep(
        text: "The Service \(service.key.name) of \(service.file) has no selector and stays as it"
          + " is; point what it leads to at \(PlanningContext.istiod(context.to.revision))",
        command: nil))
  }

  /// `istio: pilot` selects the un-revisioned istiod only, so it has to go; client-side apply
  /// removes a key only if Git put it there (kubernetes/kubernetes#36509), so that is refused.
  private mutating func removeSelectorKey(of locator: MeshRepository.Locator) throws(Refusal) {
    // The pods of every revision carry `istio: istiod`.
    guard let (object, file) = object(at: locator),
      let pair = object.node[["spec", "selector"]]?.ownPair("istio"), pair.value.text != "istiod"
    else { return }
    let finding = Finding(
      .selectorKeyRemoved, in: file.source, at: pair.key.range,
      object: object.reference,
      message: "the Service istiod selects istio: \(pair.value.text ?? ""), which the pods of"
        + " \(context.to.revision) do not carry, expected app and istio.io/rev only",
      hint: selectorHint(object)
    ).inPhase(resolved.name)
    let settled = context.desired.settled([finding])
    guard !settled.contains(where: context.question.refuses) else { throw Refusal(settled) }
    findings += settled
    edit(object, .remove(Path(keys: ["spec", "selector", "istio"])))
  }

  private func selectorHint(_ service: ManifestObject) -> String {
    let from = context.from.revision
    guard context.adoption.items.contains(where: { $0.path == service.file }) else {
      return "in a commit of its own, replace this key by istio.io/rev: \(from), and see that the"
        + " cluster's Service has lost it; or, while an un-revisioned install uses it, write"
        + " spec.phases without MoveService"
    }
    let selector = #"{"istio":null,"istio.io/rev":"\#(from)"}"#
    return "take it out of the cluster's Service and write the dump anew: kubectl --namespace"
      + " \(context.desired.controlPlane.namespace) patch service istiod --type merge --patch"
      + #" '{"spec":{"selector":\#(selector)}}'"#
  }

  // MARK: The default validator

  mutating func moveValidator() throws(Refusal) {
    if staysWithDefaultTag { return leaveValidator() }
    let name = "istiod-default-validator"
    if let locator = try single(context.state.validators[name] ?? []) {
      return try moveWebhooks(at: locator)
    }
    guard context.desired.distribution.defaultValidator else { return }
    // Google's controller makes a validator of its own for a channel.
    if context.to.isManaged, context.desired.injectionURL(context.cluster) == nil { return }
    let version = try context.templateVersion(for: "the default validator")
    let injection = try injection(for: "the default validator")
    let manifest = try context.rendering { () throws(Refusal) in
      try context.templates.defaultValidator(
        revision: context.to.revision, version: version,
        namespace: context.desired.controlPlane.namespace, injection: injection)
    }
    if let manifest { try create(manifest) }
  }

  /// Whether a tag `default` is there that stays where it is, as the desired state does not list it:
  /// it and the default validator have to name one revision (MP008).
  private var staysWithDefaultTag: Bool {
    guard !context.desired.tags.contains(MeshLabels.defaultRevision) else { return false }
    let written = (context.state.tagWebhooks[MeshLabels.defaultRevision] ?? []).compactMap {
      before.object(at: $0)
    }
    let tags = written + context.cluster.tagWebhooks(MeshLabels.defaultRevision)
    return tags.contains { tag in
      tag.labels[MeshLabels.revision].map { $0 != context.to.revision } ?? false
    }
  }

  private mutating func leaveValidator() {
    manualSteps.append(
      ManualStep(
        text: "The default validator stays as it is, with the tag default, which spec.tags does not"
          + " list; both have to name one revision",
        command: nil))
  }

  // MARK: New files

  /// Puts a generated manifest into the output folder, and into its kustomization.
  mutating func create(_ template: GeneratedManifest) throws(Refusal) {
    try write(try overlaid(template))
  }

  /// A generated manifest with the overlays' patches on it.
  mutating func overlaid(_ template: GeneratedManifest) throws(Refusal) -> GeneratedManifest {
    let manifest = try context.overlays.applied(to: template, matched: &matchedPatches)
    generated.append(manifest.object)
    return manifest
  }

  /// Puts a manifest that is ready into the output folder.
  mutating func write(_ manifest: GeneratedManifest) throws(Refusal) {
    let key = manifest.object.key
    let live = context.cluster.objects(
      group: key.group, kind: key.kind, name: key.name, namespace: key.namespace)
    if let live = live.first { throw Refusal(context.cluster.cannotAdopt(live)) }
    let name = key.name + ".yaml"
    guard let path = try context.output.path(of: name, for: key.description) else { return }
    settle(key, in: path)
    batch.create(path, bytes: Array(CanonicalEmitter.emit(manifest.value).utf8))
    if let kustomization = context.state.graph.kustomization(in: path.folder).flatMap(current) {
      batch.enter(name, into: kustomization)
    }
    assumptions.append(
      Assumption(
        source: "template", object: manifest.object,
        text: "\(key) is not in the repository and is taken to be absent from the cluster"))
  }

  /// The one object of a list of places; more than one is refused.
  func single(_ locators: [MeshRepository.Locator]) throws(Refusal) -> MeshRepository.Locator? {
    guard locators.count > 1, let first = locators.first, let (object, file) = object(at: first)
    else { return locators.first }
    let others = locators.dropFirst().compactMap { self.object(at: $0) }
    throw Refusal(
      Finding(
        .definedTwice, in: file.source, at: object.node.range.prefix, object: object.reference,
        message: "\(object.key) is defined \(locators.count) times, expected once",
        hint: "name the files of this mesh in spec.repository.include or exclude",
        notes: others.map {
          Finding.Note(
            place: $0.file.place(of: $0.object.node), message: "\($0.object.key) is here too")
        }
      ).inPhase(resolved.name))
  }
}

extension Finding {
  /// The same finding, about a phase.
  func inPhase(_ name: String) -> Finding {
    var finding = self
    finding.phase = name
    return finding
  }
}

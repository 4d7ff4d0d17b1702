internal import Files
internal import Kubernetes

/// What the manual steps of phases do, which no file shows.
extension PlanProof {
  /// What the manual steps of a phase do to objects that bear on admission.
  func byHand(
    in planned: PlannedPhase, _ assumed: AssumedControlPlanes
  ) -> [ProofStep.ByHand] {
    var hands: [ProofStep.ByHand] = []
    let actions = planned.resolved.actions
    let scope = planned.resolved.scope
    if actions.contains(.retire), context.from.revision != context.to.revision {
      hands += retirement(assumed).filter { hand in
        scope == .whole || (scope == .webhooks) == (hand.order == 0)
      }
    }
    if actions.contains(.moveTags), scope == .whole { hands += neutralisation(assumed) }
    return hands
  }

  /// The old control plane is deleted: what admits first, then what runs.
  private func retirement(_ assumed: AssumedControlPlanes) -> [ProofStep.ByHand] {
    let namespace = context.desired.controlPlane.namespace
    let old = ControlPlaneObjects(
      revision: context.from.revision, namespace: namespace,
      version: context.from.effectiveVersion)
    var keys: [ObjectKey] = old.entries.flatMap { entry in
      entry.names.map { name in
        ObjectKey(
          group: Self.group(of: entry.kind), kind: entry.kind,
          namespace: entry.isClusterScoped ? nil : namespace, name: name)
      }
    }
    // Google's controller takes a channel's webhooks away together with it.
    if context.from.isManaged {
      keys += assumed.revisions.filter { $0.value == context.from.revision }.keys.sorted()
    }
    var seen: Set<ObjectKey> = []
    return keys.filter { seen.insert($0).inserted }.map { key in
      ProofStep.ByHand(
        key: key, object: nil, order: key.group == MeshLabels.admissionGroup ? 0 : 1,
        isUndoneFirst: context.desired.controlPlane.management == .external)
    }
  }

  private static func group(of kind: String) -> String {
    switch kind {
    case "MutatingWebhookConfiguration", "ValidatingWebhookConfiguration":
      MeshLabels.admissionGroup
    case "Deployment": "apps"
    default: ""
    }
  }

  /// The un-revisioned injector stops selecting anything once the tag `default` serves in its place
  /// (`istioctl tag set`, DeactivateIstioInjectionWebhook).
  private func neutralisation(_ assumed: AssumedControlPlanes) -> [ProofStep.ByHand] {
    oldInjectors(assumed).map { key, configuration in
      ProofStep.ByHand(
        key: key, object: .injectors(configuration.neutralised), order: 0)
    }
  }

  /// The injectors of the un-revisioned install that only people can neutralise.
  private func oldInjectors(
    _ assumed: AssumedControlPlanes
  ) -> [(key: ObjectKey, configuration: InjectorConfiguration)] {
    guard context.from.isUnrevisioned, context.desired.tags.contains(MeshLabels.defaultRevision)
    else { return [] }
    let live = context.cluster.objects.compactMap { object in
      ProofReader.injectors(object).map { (object.key, $0) }
    }
    let taken = assumed.items.compactMap { item in item.object.injectors.map { (item.key, $0) } }
    let written = Set(context.state.injectors.compactMap { base.object(at: $0)?.key })
    return (live + taken).filter { key, configuration in
      configuration.tag == nil && configuration.isActive && !written.contains(key)
        && (configuration.revisionLabel ?? MeshLabels.defaultRevision)
          == MeshLabels.defaultRevision
    }.map { (key: $0.0, configuration: $0.1) }
  }

  // MARK: Taking back

  /// What people have done before a phase is taken back: what it left them to do is undone.
  ///
  /// What of the old control plane no file holds, and Retire had deleted by hand, is installed again,
  /// and its injector is as it was right before Retire: neutralised, where the tag `default` had
  /// taken over from it. That is undone as the tag is taken back.
  func undone(before planned: PlannedPhase) -> [ProofStep.ByHand] {
    let actions = planned.resolved.actions
    guard actions.contains(.retire) || actions.contains(.moveTags),
      context.from.revision != context.to.revision
    else { return [] }
    let assumed = AssumedControlPlanes(context, base: base)
    let old = oldInjectors(assumed)
    var hands: [ProofStep.ByHand] = []
    if actions.contains(.retire) {
      let items = assumed.items.filter { assumed.revisions[$0.key] == context.from.revision }
      var objects = items.map { (key: $0.key, object: $0.object) }
      // What the dump had, and has no more since it was deleted.
      objects += old.filter { injector in !objects.contains { $0.key == injector.key } }
        .map { ($0.key, .injectors($0.configuration)) }
      let isMoved = phases.contains { $0.resolved.actions.contains(.moveTags) }
      let neutralised =
        isMoved
        ? Dictionary(old.map { ($0.key, $0.configuration.neutralised) }) { first, _ in first }
        : [:]
      // Webhooks come last: what they call is there by then.
      hands += objects.map { key, object in
        ProofStep.ByHand(
          key: key, object: neutralised[key].map { .injectors($0) } ?? object,
          order: key.group == MeshLabels.admissionGroup ? 1 : 0, isDoneFirst: true)
      }
    }
    if actions.contains(.moveTags), planned.resolved.scope == .whole {
      hands += old.map { key, configuration in
        ProofStep.ByHand(
          key: key, object: .injectors(configuration), order: 0, isDoneFirst: true)
      }
    }
    return hands
  }
}

extension InjectorConfiguration {
  /// The configuration as `istioctl tag set` leaves it: its webhooks select nothing.
  var neutralised: InjectorConfiguration {
    let never = LabelSelector(matchLabels: ["istio.io/deactivated": "never-match"])
    return InjectorConfiguration(
      name: name, revisionLabel: revisionLabel, tag: tag,
      webhooks: webhooks.map { $0.selecting(never) })
  }
}

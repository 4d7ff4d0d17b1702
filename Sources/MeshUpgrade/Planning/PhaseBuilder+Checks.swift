internal import Files
internal import Kubernetes

/// Checks: what to look at in the cluster, because no file can show it.
extension PhaseBuilder {
  mutating func addChecks() {
    let actions = Set(resolved.actions)
    let movesTags = actions.contains(.moveTags) && resolved.scope == .whole
    let movesFollowed = movesTags && context.following.kind.movesTag
    let relabels =
      actions.contains(.relabel) && !resolved.settles && !resolved.namespaces.isEmpty
    if relabels || movesFollowed { addReadiness() }
    if movesFollowed { addMoveNotes() }
    let isRestarted = actions.contains(.restart) || (relabels && restartsByHand)
    if isRestarted, !resolved.namespaces.isEmpty { addProxyStatus() }
    if movesTags { addTagChecks(context.desired.tags) }
    if actions.contains(.moveTags), resolved.scope == .oldInjector { addOldInjectorChecks() }
    if actions.contains(.moveTags), resolved.scope == .inactiveTags { addTagChecks(missingTags) }
    if movesBareService { addServiceCheck() }
    if actions.contains(.retire), !isInPlace { addRetireChecks() }
  }

  /// Whether the phase moves or makes the Service `istiod`.
  private var movesBareService: Bool {
    guard resolved.actions.contains(.moveService), resolved.scope == .whole else { return false }
    return batch.operations.keys.contains {
      $0.object.key.kind == "Service" && $0.object.key.name == "istiod"
    }
      || batch.newFiles.keys.contains { $0.name == "istiod.yaml" }
  }

  private var namespace: String { context.desired.controlPlane.namespace }
  private var target: String { PlanningContext.istiod(context.to.revision) }

  private mutating func addReadiness() {
    if context.to.isManaged { return addChannelReadiness() }
    checks.append(
      Check(
        when: .before, text: "The control plane \(context.to.revision) is ready",
        command: "kubectl --namespace \(namespace) rollout status deployment/\(target)",
        expect: "\"\(target)\" successfully rolled out"))
    let injector = context.injector(of: context.to.revision)
    checks.append(
      Check(
        when: .before, text: "The injector of \(context.to.revision) has its caBundle",
        command: "kubectl get mutatingwebhookconfiguration \(ShellWord.quoted(injector))"
          + " --output jsonpath='{.webhooks[*].clientConfig.caBundle}'",
        expect: "one certificate per webhook, none empty"))
  }

  /// A channel shows in its ControlPlaneRevision and in the webhooks that Google makes for it.
  private mutating func addChannelReadiness() {
    let channel = context.to.revision
    checks.append(
      Check(
        when: .before, text: "The managed control plane \(channel) is ready",
        command: "kubectl --namespace \(namespace) get controlplanerevision \(channel) --output"
          + #" jsonpath='{.status.conditions[?(@.type=="Reconciled")].status}'"#,
        expect: "True"))
    checks.append(
      Check(
        when: .before, text: "The injector of \(channel) is there",
        command: "kubectl get mutatingwebhookconfiguration istiod-\(channel)"
          + " --output jsonpath='{.webhooks[*].clientConfig.url}'",
        expect: "one URL per webhook, none empty"))
  }

  /// A tag moves for all that follow it at once: not only what is restarted takes the target.
  private mutating func addMoveNotes() {
    for tag in context.desired.tags {
      let isDefault = tag == MeshLabels.defaultRevision
      let label = isDefault ? "istio-injection=enabled" : "istio.io/rev=\(tag)"
      // Of two injectors that match, the old one wins by its name.
      let delay =
        isDefault && context.from.isUnrevisioned
        ? ", once the un-revisioned injector is neutralised" : ""
      checks.append(
        Check(
          when: .before,
          text: "From when this phase is synced, every Pod that is made again takes"
            + " \(context.to.revision) where it follows the tag \(tag), restarted or not\(delay)",
          command: "kubectl get namespaces --selector \(label)",
          expect: "namespaces whose Pods may take \(context.to.revision) at any time from now on"))
    }
  }

  private mutating func addProxyStatus() {
    for namespace in resolved.namespaces {
      if context.to.isManaged {
        checks.append(
          Check(
            when: .after, text: "Every Pod of namespace \(namespace) is on \(context.to.revision)",
            command: "kubectl --namespace \(namespace) get pods --label-columns istio.io/rev",
            expect: "the column REV is \(context.to.revision) in every row with a proxy"))
        continue
      }
      checks.append(
        Check(
          when: .after,
          text: "Every proxy of namespace \(namespace) is connected to \(context.to.revision)",
          command: "istioctl proxy-status --namespace \(namespace)\(context.istioNamespaceOption)",
          expect: "the column ISTIOD starts with \(target)- in every row"))
    }
  }

  private mutating func addTagChecks(_ tags: [String]) {
    // A webhook that is called by URL has no caBundle to wait for.
    if context.desired.distribution.channels { return }
    checks += tags.map { tagCheck($0, .after) }
  }

  /// A look at the certificate that istiod writes into the webhooks of a tag.
  func tagCheck(_ tag: String, _ when: Check.Moment) -> Check {
    Check(
      when: when, text: "istiod has patched the caBundle of tag \(tag)",
      command: "kubectl get mutatingwebhookconfiguration --selector istio.io/tag=\(tag)"
        + " --output jsonpath='{.items[*].webhooks[*].clientConfig.caBundle}'",
      expect: "one certificate per webhook, none empty")
  }

  private mutating func addServiceCheck() {
    checks.append(
      Check(
        when: .after, text: "The Service istiod selects \(context.to.revision) and nothing else",
        command: "kubectl --namespace \(namespace) get service istiod"
          + " --output jsonpath='{.spec.selector}'",
        expect: "istio.io/rev is \(context.to.revision), and there is no key istio"))
  }

  private mutating func addRetireChecks() {
    let old = PlanningContext.istiod(context.from.revision)
    checks.append(
      Check(
        when: .before, text: "No proxy is connected to \(old) any more",
        command: "istioctl proxy-status\(context.istioNamespaceOption)",
        expect: "no row whose column ISTIOD starts with \(old)- followed by a pod's suffix"))
    if resolved.scope == .controlPlane { return }
    checks.append(
      Check(
        when: .after, text: "The injector that called \(old) is gone",
        command: "kubectl get mutatingwebhookconfiguration"
          + " --selector istio.io/rev=\(context.from.revision)",
        expect: "No resources found"))
  }
}

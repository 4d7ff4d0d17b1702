internal import Files
internal import Kubernetes
internal import YAML

/// The injector of an un-revisioned install and the tag `default` both match
/// `istio-injection: enabled` and `sidecar.istio.io/inject: "true"`, and of two that match, the one
/// that runs last wins: the old one, by its name.
///
/// So the tag comes first and the old injector is neutralised next; the other way round there would
/// be none for a while.
extension PhaseBuilder {
  /// Gives every webhook of the old injector selectors that match nothing.
  mutating func neutraliseOldInjector() throws(Refusal) {
    guard let locator = try single(context.oldInjectors), let (object, _) = object(at: locator)
    else { return }
    settle(object)
    for (index, webhook) in (object.node["webhooks"]?.items ?? []).enumerated()
    where !NeverMatch.isInactive(webhook) {
      for key in NeverMatch.selectorKeys {
        edit(
          object, .set(Path([.key("webhooks"), .index(index), .key(key)]), NeverMatch.selector))
      }
    }
  }

  /// The steps where the old injector is not in Git, so that only people can neutralise it.
  mutating func neutraliseOldInjectorByHand() {
    guard context.from.isUnrevisioned, context.oldInjectors.isEmpty else { return }
    let name = context.oldInjectorName
    let live = context.cluster.objects(
      group: MeshLabels.admissionGroup, kind: "MutatingWebhookConfiguration", name: name)
    if let live = live.first, NeverMatch.isInactive(configuration: live.node) { return }
    manualSteps.append(
      ManualStep(
        text: "Right after this phase has synced and istiod has filled in the caBundle of the tag"
          + " default, neutralise the un-revisioned injector, which matches the same Pods and wins"
          + " until then",
        command: context.neutralisingCommand))
    manualSteps.append(context.reactivation.inPlan)
  }

  /// What to look at around the phase that neutralises the old injector.
  mutating func addOldInjectorChecks() {
    // A webhook that is called by URL has no caBundle to wait for.
    if !context.desired.distribution.channels {
      checks.append(tagCheck(MeshLabels.defaultRevision, .before))
    }
    checks.append(
      Check(
        when: .after, text: "The un-revisioned injector matches nothing any more",
        command: "\(PlanningContext.injectorCommand) \(context.oldInjectorName)"
          + " --output jsonpath='{.webhooks[*].namespaceSelector.matchLabels}'",
        expect: "istio.io/deactivated: never-match for every webhook"))
  }
}

extension PlanningContext {
  fileprivate static let injectorCommand = "kubectl get mutatingwebhookconfiguration"

  /// What gives every webhook of the un-revisioned injector selectors that match nothing.
  fileprivate var neutralisingCommand: String {
    let never = #"{matchLabels: {"istio.io/deactivated": "never-match"}}"#
    return "\(Self.injectorCommand) \(ShellWord.quoted(oldInjectorName)) --output json"
      + " | jq '.webhooks[] |= (.namespaceSelector = \(never) | .objectSelector = \(never))'"
      + " | kubectl replace --filename -"
  }

  /// What lets the un-revisioned injector inject again, before the tag `default` is taken back.
  var reactivation: StepBeforeRollback {
    StepBeforeRollback(
      text: "put the selectors of the un-revisioned injector back, by whatever installed it; else"
        + " nothing injects once the tag is gone", command: nil)
  }

  /// What brings the old control plane back, before Retire is taken back: as it was by then, which is
  /// without its injector where the tag `default` has taken over from that.
  var reinstallation: StepBeforeRollback {
    let plane = from.isUnrevisioned ? "the un-revisioned control plane" : from.revision
    let install = "install \(plane) again, by whatever installed it"
    let isNeutralised =
      from.isUnrevisioned && desired.tags.contains(MeshLabels.defaultRevision)
      && oldInjectors.isEmpty
    guard isNeutralised else { return StepBeforeRollback(text: install, command: nil) }
    return StepBeforeRollback(
      text: install + ", and neutralise its injector again right after that: it matches the same"
        + " Pods as the tag default, and wins until then", command: neutralisingCommand)
  }

  /// The name of the un-revisioned injector (istio-discovery chart, mutatingwebhook.yaml).
  var oldInjectorName: String {
    let namespace = desired.controlPlane.namespace
    return "istio-sidecar-injector" + (namespace == "istio-system" ? "" : "-\(namespace)")
  }

  /// Why a phase neutralises the old injector in Git; nil where none has to, or Git has none.
  var neutraliseReason: String? {
    guard !oldInjectors.isEmpty else { return nil }
    return "the tag default and \(oldInjectorName) match the same Pods: the old injector is taken"
      + " out of service once the tag has its caBundle"
  }
}

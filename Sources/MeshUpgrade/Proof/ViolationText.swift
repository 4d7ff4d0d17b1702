internal import Kubernetes

/// A violation in plain English.
struct ViolationText {
  let breach: ProofRun.Breach
  /// When the state is passed.
  let moment: String

  private var violation: Violation { breach.violation }
  private var subject: String { violation.subject.map(\.description) ?? "a webhook" }
  private func detail(_ index: Int) -> String {
    violation.detail.indices.contains(index) ? violation.detail[index] : "?"
  }

  /// Who is concerned: `a new Pod of namespace app`.
  private func pod(_ namespace: String?) -> String {
    let labels = ProofReport.text(breach.pod?.labels ?? [:])
    return "a new Pod" + (labels.isEmpty ? "" : " with \(labels)")
      + (namespace.map { " in namespace \($0)" } ?? "")
  }

  /// The webhooks that select the Pod: `istio-revision-tag-default (asm-1140-0)`.
  private var webhooks: String {
    breach.webhooks.map { "\($0.configuration) (\($0.revision ?? "nobody known"))" }
      .joined(separator: ", ")
  }

  func message(namespace: String?) -> String {
    switch violation.rule {
    case .notInjected:
      "\(moment), \(pod(namespace)) is matched by no injector, expected exactly one"
    case .injectedTwice:
      violation.isWarning
        ? "\(moment), \(pod(namespace)) is matched by two for a moment: \(webhooks); the last one"
          + " wins"
        : "\(moment), \(pod(namespace)) is matched by the injectors of two control planes:"
          + " \(webhooks), expected exactly one"
    case .unknownRevision:
      "\(moment), \(violation.pod == nil ? "the namespace \(namespace ?? "")" : pod(namespace))"
        + " names \(detail(0)), which is neither a revision nor a tag"
    case .contradictingLabels:
      "\(moment), the namespace \(namespace ?? "") carries both istio-injection and istio.io/rev,"
        + " expected one of them"
    case .missingService:
      "\(moment), \(subject) calls \(detail(0)), which does not exist"
        + (violation.pod == nil ? "" : ": \(pod(namespace)) is rejected")
    case .webhookWithoutCertificate:
      detail(0) == "caBundle"
        ? "\(moment), \(subject) is new and has no caBundle before istiod writes it:"
          + " \(pod(namespace)) is rejected"
        : "\(moment), \(subject) calls \(detail(0)), which selects no control plane"
          + (violation.pod == nil ? "" : ": \(pod(namespace)) is rejected")
    case .differingDefaults:
      "\(moment), the tag default leads to \(detail(0)) and \(subject) to \(detail(1)), expected"
        + " one revision"
    case .foreignRevisionLabel:
      "\(moment), \(subject) is labelled istio.io/rev: \(detail(0)) and calls \(detail(1)),"
        + " expected one revision: the istiod of the label writes its caBundle"
    case .twoDefaults:
      "\(moment), the un-revisioned injector \(violation.subject?.name ?? "") and the tag default"
        + " (\(detail(0))) are both active"
    default: "\(moment), \(violation.rule) is broken"
    }
  }

  var hint: String? {
    switch violation.rule {
    case .notInjected:
      "a Pod that had a sidecar, or was to have one, would come up without"
    case .injectedTwice where !violation.isWarning:
      "let one of the webhooks select something else, or give the namespace the label that one of"
        + " them looks for"
    case .unknownRevision:
      "name a revision or a tag that exists, or add its control plane"
    case .contradictingLabels:
      "istio-injection wins over istio.io/rev; remove the one that is not meant"
    case .missingService:
      "point the webhook to a Service that is there, or remove the webhook first"
    case .webhookWithoutCertificate where detail(0) == "caBundle":
      "let the webhook be there before something needs it"
    case .webhookWithoutCertificate: "point the Service to a revision that runs"
    case .differingDefaults:
      "move both in one phase, of MoveTags and MoveValidator, with default in spec.tags"
    case .foreignRevisionLabel: "set the label and the Service to the same revision"
    case .twoDefaults:
      "neutralise the old one as istioctl tag set does: its selectors become matchLabels:"
        + " {istio.io/deactivated: never-match}"
    default: nil
    }
  }
}

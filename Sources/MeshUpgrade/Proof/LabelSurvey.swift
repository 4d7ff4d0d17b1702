internal import Files
internal import Kubernetes
internal import YAML

/// What webhooks would do to namespaces that the files do not hold: every combination of the labels
/// that they can look at, as Istio's own analyzer goes through them
/// (`pkg/config/analysis/analyzers/webhook`).
///
/// In a state without namespaces the webhooks are all there is to judge, and what is wrong is an
/// error; beside namespaces it is a warning, as nobody is concerned.
struct LabelSurvey {
  let surroundings: Surroundings
  let repository: MeshRepository
  let severity: Finding.Severity

  /// One finding for each rule and the configurations that break it together.
  func findings() -> [Finding] {
    var seen: Set<[String]> = []
    var found: [Finding] = []
    let admission = surroundings.admission()
    let directory = surroundings.directory()
    for (labels, pod) in combinations {
      let namespace = NamespaceLabels(name: "default", labels: labels)
      let verdict = PodVerdict(
        PodClass(labels: pod), in: namespace, admission: admission, directory: directory)
      let broken = verdict.violations(
        of: PodClass(labels: pod), shouldBeInjected: false, surroundings)
      for violation in broken {
        let configurations = Set(verdict.webhooks.map(\.configuration))
        let key =
          [violation.rule.code]
          + (violation.subject.map { [$0.name] } ?? PhaseList.bytewise(Array(configurations)))
        guard seen.insert(key).inserted else { continue }
        found.append(finding(violation, verdict, labels, pod))
      }
    }
    return found
  }

  /// Fewer labels first, so that the smallest example is the one that is told.
  private var combinations: [(labels: [String: String], pod: [String: String])] {
    let webhooks = surroundings.injectors.values.flatMap(\.webhooks)
    let names = PhaseList.bytewise(
      Array(Set(webhooks.flatMap { $0.values(of: MeshLabels.revision) })))
    func choices(_ key: String, _ values: [String]) -> [[String: String]] {
      [[:]] + values.map { [key: $0] }
    }
    func product(
      _ one: [[String: String]], _ other: [[String: String]]
    ) -> [[String: String]] {
      one.flatMap { left in other.map { left.merging($0) { first, _ in first } } }
    }
    let namespaces = product(
      choices(MeshLabels.injection, ["enabled", "disabled"]), choices(MeshLabels.revision, names))
    let pods = product(
      choices(MeshLabels.inject, ["true", "false"]), choices(MeshLabels.revision, names))
    let all = namespaces.flatMap { labels in pods.map { (labels: labels, pod: $0) } }
    return all.enumerated().sorted { one, other in
      let counts = [one, other].map { $0.element.labels.count + $0.element.pod.count }
      return (counts[0], one.offset) < (counts[1], other.offset)
    }.map(\.element)
  }

  private func finding(
    _ violation: Violation, _ verdict: PodVerdict, _ labels: [String: String],
    _ pod: [String: String]
  ) -> Finding {
    func text(_ labels: [String: String]) -> String {
      labels.isEmpty ? "without labels" : "with \(ProofReport.text(labels))"
    }
    let calls = ProofRun.webhooks(verdict)
    let who = "a Pod \(text(pod)) of a namespace \(text(labels))"
    let message: String
    switch violation.rule {
    case .injectedTwice:
      let names = calls.map { "\($0.configuration) (\($0.revision ?? "nobody known"))" }
      message =
        "\(who) would be matched by the injectors of two control planes:"
        + " \(names.joined(separator: ", "))"
    case .missingService:
      message =
        "\(violation.subject?.description ?? "") calls \(violation.detail.first ?? ""), which does"
        + " not exist: \(who) would be rejected"
    default:
      message =
        "\(violation.subject?.description ?? "") calls \(violation.detail.first ?? ""), which"
        + " selects no control plane: \(who) would be rejected"
    }
    var finding = Finding(violation.rule, severity, message: message)
    finding.counterexample = Counterexample(
      state: "as it is", namespaceLabels: labels, podLabels: pod, webhooks: calls, applied: [])
    locate(&finding, calls.last?.configuration)
    return finding
  }

  private func locate(_ finding: inout Finding, _ configuration: String?) {
    for (locator, object) in repository.objects
    where object.key.kind == "MutatingWebhookConfiguration" && object.key.name == configuration {
      guard let file = repository.file(locator.file) else { continue }
      let range = (object.node[["metadata", "name"]] ?? object.node).range
      finding.object = object.reference
      finding.place = file.source.place(at: range.lowerBound)
      finding.excerpt = file.source.excerpt(at: range)
      return
    }
  }
}

extension InjectorWebhook {
  /// The values that its selectors name for a label.
  fileprivate func values(of key: String) -> [String] {
    [namespaceSelector, objectSelector].flatMap { selector in
      [selector.matchLabels[key]].compactMap { $0 }
        + selector.matchExpressions.filter { $0.key == key }.flatMap(\.values)
    }
  }
}

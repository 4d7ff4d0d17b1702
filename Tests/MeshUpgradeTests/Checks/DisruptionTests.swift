import Files
import Testing

@testable import MeshUpgrade

/// MP020: restarts that take more down than they should.
struct DisruptionTests {
  private static let spec =
    "from: {revision: asm-1130-0}\nto: {revision: asm-1140-0}\nnamespaces: [app]\n"
    + "phases: [{name: all, actions: [Relabel, Restart], namespaces: [app]}]"

  /// A workload of kind and spec, with Pods `app: NAME`.
  private static func workload(
    _ kind: String, _ lines: String = "", _ name: String = "web", in namespace: String = "app"
  ) -> String {
    """
    apiVersion: \(kind == "Rollout" ? "argoproj.io/v1alpha1" : "apps/v1")
    kind: \(kind)
    metadata: {name: \(name), namespace: \(namespace)}
    spec:
      template:
        metadata: {labels: {app: \(name), tier: all}}
        spec: {containers: []}

    """ + lines.split(separator: "\n").map { "  \($0)\n" }.joined()
  }

  private static func budget(
    _ lines: String, _ selector: String = "{matchLabels: {app: web}}", version: String = "v1",
    in namespace: String = "app"
  ) -> String {
    """
    apiVersion: policy/\(version)
    kind: PodDisruptionBudget
    metadata: {name: guard, namespace: \(namespace)}
    spec:
      selector: \(selector)

    """ + lines.split(separator: "\n").map { "  \($0)\n" }.joined()
  }

  /// Why each workload is told; what follows the last colon of the message.
  private func reasons(_ files: [String: String], _ spec: String = spec) -> [String] {
    RuleCase("", spec, files.merging(["ns.yaml": Manifests.namespace()]) { $1 })
      .findings(.disruptiveRestart).map { finding in
        finding.message.split(separator: ": ", maxSplits: 1).last.map { String($0) } ?? ""
      }
  }

  @Test(arguments: [
    (
      "Deployment", "strategy: {type: Recreate}",
      "strategy Recreate stops every Pod before a new one starts"
    ),
    (
      "Deployment", "replicas: 9\nstrategy: {type: Recreate}",
      "strategy Recreate stops every Pod before a new one starts"
    ),
    (
      "Deployment", "strategy: {rollingUpdate: {maxSurge: 0}}",
      "its one Pod stops before the new one is ready"
    ),
    (
      "Deployment", "replicas: 1\nstrategy: {rollingUpdate: {maxUnavailable: 1}}",
      "its one Pod stops before the new one is ready"
    ),
    (
      "Deployment", "replicas: 3\nstrategy: {rollingUpdate: {maxUnavailable: 100%}}",
      "all 3 Pods may go at once"
    ),
    ("StatefulSet", "", "its one Pod stops before the new one is ready"),
    (
      "StatefulSet", "replicas: 2\nupdateStrategy: {rollingUpdate: {maxUnavailable: 51%}}",
      "all 2 Pods may go at once"
    ),
    ("DaemonSet", "", "on each node the Pod stops before the new one starts"),
    (
      "DaemonSet", "updateStrategy: {rollingUpdate: {maxSurge: 0}}",
      "on each node the Pod stops before the new one starts"
    ),
    (
      "Rollout", "strategy: {canary: {maxUnavailable: 1}}",
      "its one Pod stops before the new one is ready"
    ),
  ])
  func `what interrupts a workload is told`(kind: String, lines: String, reason: String) {
    #expect(reasons(["a.yaml": Self.workload(kind, lines)]) == ["\(kind) web (\(reason))"])
  }

  @Test(arguments: [
    ("Deployment", ""), ("Deployment", "replicas: 1"),
    ("Deployment", "replicas: 0\nstrategy: {type: Recreate}"),
    ("Deployment", "replicas: 1\nstrategy: {rollingUpdate: {maxUnavailable: 99%, maxSurge: 1}}"),
    ("Deployment", "replicas: 2\nstrategy: {rollingUpdate: {maxUnavailable: 1}}"),
    ("Deployment", "replicas: 2\nstrategy: {rollingUpdate: {maxSurge: 0}}"),
    ("StatefulSet", "replicas: 2"),
    ("StatefulSet", "replicas: 1\nupdateStrategy: {rollingUpdate: {partition: 1}}"),
    ("StatefulSet", "replicas: 0"), ("StatefulSet", "updateStrategy: {type: OnDelete}"),
    ("DaemonSet", "updateStrategy: {rollingUpdate: {maxSurge: 10%, maxUnavailable: 0}}"),
    ("Rollout", "strategy: {canary: {}}"), ("Rollout", "strategy: {blueGreen: {}}"),
  ])
  func `what serves all the time is not`(kind: String, lines: String) {
    #expect(reasons(["a.yaml": Self.workload(kind, lines)]) == [])
  }

  @Test func `only what the plan restarts counts`() {
    let alone = Self.workload("StatefulSet")
    #expect(reasons(["a.yaml": Self.workload("StatefulSet", in: "other")]) == [])
    #expect(reasons(["a.yaml": alone], Self.spec + "\nstrategy: {restart: None}") == [])
    #expect(
      reasons(["a.yaml": alone.replacing("tier: all", with: "sidecar.istio.io/inject: 'false'")])
        == [])
    let marked = alone.replacing(
      "    metadata: {",
      with: "    metadata: {annotations: {meshphase.io/restarted-for: asm-1140-0}, ")
    #expect(reasons(["a.yaml": marked]) == [])
  }

  private static func scaler(_ lines: String, _ kind: String = "StatefulSet") -> String {
    """
    apiVersion: autoscaling/v2
    kind: HorizontalPodAutoscaler
    metadata: {name: web, namespace: app}
    spec: {scaleTargetRef: {kind: \(kind), name: web}, \(lines)}

    """
  }

  @Test func `an autoscaler says how many Pods there are at least`() {
    let one = Self.workload("StatefulSet")
    #expect(reasons(["a.yaml": one, "h.yaml": Self.scaler("minReplicas: 2")]) == [])
    #expect(
      reasons(["a.yaml": one, "h.yaml": Self.scaler("minReplicas: 2", "Rollout")]).count == 1)
    let three = Self.workload("StatefulSet", "replicas: 3")
    #expect(reasons(["a.yaml": three, "h.yaml": Self.scaler("maxReplicas: 9")]).count == 1)
  }

  // MARK: Budgets

  private static let four = workload("Deployment", "replicas: 4")

  @Test(arguments: [
    ("minAvailable: 4", "0"), ("minAvailable: 100%", "0"), ("maxUnavailable: 0", "0"),
    ("maxUnavailable: 0%", "0"), ("minAvailable: 76%", "0"), ("minAvailable: 9", "0"),
  ])
  func `a budget that allows fewer than a rollout takes is told`(lines: String, allowed: String) {
    #expect(
      reasons(["a.yaml": Self.four, "b.yaml": Self.budget(lines)]) == [
        "Deployment web (up to 1 Pod at once, where PodDisruptionBudget guard allows \(allowed))"
      ])
  }

  @Test(arguments: [
    "minAvailable: 3", "minAvailable: 75%", "maxUnavailable: 1", "maxUnavailable: 1%", "",
    "minAvailable: many",
  ])
  func `a budget that allows as many is not`(lines: String) {
    #expect(reasons(["a.yaml": Self.four, "b.yaml": Self.budget(lines)]) == [])
  }

  @Test(arguments: [
    ("{matchLabels: {app: web}}", "v1", true), ("{matchLabels: {app: api}}", "v1", false),
    ("{matchLabels: {app: web, tier: some}}", "v1", false), ("{}", "v1", true),
    ("{}", "v1beta1", false), ("null", "v1", false),
    ("{matchExpressions: [{key: tier, operator: Exists}]}", "v1beta1", true),
    (
      "{matchLabels: {app: web}, matchExpressions: [{key: tier, operator: DoesNotExist}]}", "v1",
      false
    ),
  ])
  func `a budget is about the Pods it selects`(selector: String, version: String, isTold: Bool) {
    let budget = Self.budget("maxUnavailable: 0", selector, version: version)
    #expect(reasons(["a.yaml": Self.four, "b.yaml": budget]).isEmpty != isTold)
  }

  @Test func `a budget counts the Pods of every workload that it selects`() {
    let two = Self.four + "---\n" + Self.workload("Deployment", "replicas: 2", "api")
    let budget = Self.budget("minAvailable: 5", "{matchLabels: {tier: all}}")
    #expect(reasons(["a.yaml": two, "b.yaml": budget]) == [])
    #expect(reasons(["a.yaml": Self.four, "b.yaml": budget]).count == 1)
  }

  @Test func `a budget matters where a rollout takes Pods`() {
    let budget = Self.budget("maxUnavailable: 0")
    #expect(reasons(["a.yaml": Self.workload("Deployment"), "b.yaml": budget]) == [])
    #expect(
      reasons(["a.yaml": Self.four, "b.yaml": budget.replacing("app}", with: "other}")]) == [])
    let surge = Self.workload(
      "DaemonSet", "updateStrategy: {rollingUpdate: {maxSurge: 1, maxUnavailable: 0}}")
    #expect(reasons(["a.yaml": surge, "b.yaml": budget]) == [])
  }

  // MARK: Findings

  @Test func `a phase has one finding for each namespace`() {
    let all = ["a", "b", "c", "d", "e"].map { Self.workload("StatefulSet", "replicas: 1", $0) }
    let row = RuleCase(
      "", Self.spec.replacing("[app]", with: "[app, shop]"),
      [
        "ns.yaml": Manifests.namespace(), "shop.yaml": Manifests.namespace("shop"),
        "a.yaml": all.joined(separator: "---\n"),
        "z.yaml": Self.workload("DaemonSet", "updateStrategy: {}", in: "shop"),
      ])
    #expect(
      row.said(.disruptiveRestart) == ["warning all/app a.yaml:8:3", "warning all/shop z.yaml:8:3"])
    let finding = row.findings(.disruptiveRestart).first
    let why = "(its one Pod stops before the new one is ready)"
    #expect(
      finding?.message
        == "the phase all restarts workloads of namespace app that are short of Pods meanwhile:"
        + " StatefulSet a \(why), StatefulSet b \(why), StatefulSet c \(why) and 2 more")
    #expect(finding?.notes.map(\.place.line) == [17, 26, 35, 44])
  }

  @Test func `the size of a phase is told beside it`() {
    let row = RuleCase(
      "", Self.spec + "\nstrategy: {maxPodsPerPhase: 3}",
      ["ns.yaml": Manifests.namespace(), "a.yaml": Self.four])
    #expect(row.said(.disruptiveRestart) == ["warning all -"])
  }
}

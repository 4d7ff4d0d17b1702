import Files
import Kubernetes
import Testing
import YAML
import YAMLDiff

@testable import MeshUpgrade

/// CronJobs: their Pods come anew, so that a template is relabelled and nothing is restarted.
@Suite struct `A CronJob` {
  private static func cronJob(_ labels: String) -> String {
    """
    apiVersion: batch/v1
    kind: CronJob
    metadata: {name: nightly, namespace: app}
    spec:
      schedule: "0 3 * * *"
      jobTemplate:
        spec:
          template:
            metadata:
              labels: {app: nightly\(labels)} # kept
            spec: {restartPolicy: Never, containers: []}

    """
  }

  private static func fixture(_ labels: String) -> PlanFixture {
    .upgrade(
      "app",
      files: [
        "app.yaml": Manifests.namespace("app", "istio.io/rev: asm-1130-0"),
        "cron.yaml": cronJob(labels),
      ])
  }

  @Test func `that names the old revision is relabelled, and not restarted`() throws {
    let phase = try #require(try Self.fixture(", istio.io/rev: asm-1130-0").plan().phases.first)
    #expect(phase.text("cron.yaml") == Self.cronJob(", istio.io/rev: asm-1140-0"))
    #expect(phase.restarts.isEmpty)
    let rollback = phase.rollback.filter { $0.object.key.kind == "CronJob" }
    #expect(rollback.map(\.value.to) == ["asm-1130-0"])
  }

  @Test(arguments: ["", ", sidecar.istio.io/inject: \"false\""])
  func `that names none stays as it is`(labels: String) throws {
    let plan = try Self.fixture(labels).plan()
    #expect(plan.phases.flatMap(\.edits).allSatisfy { $0.path.description != "cron.yaml" })
    // Whether something else runs there no file says.
    #expect(
      plan.phases[0].manualSteps.map(\.text).contains { $0.hasPrefix("Restart what runs in") })
  }

  @Test func `that another system leaves on the old revision forbids to retire it`() throws {
    var fixture = Self.fixture("")
    fixture.files["other.yaml"] = Self.cronJob(", istio.io/rev: asm-1130-0").replacing(
      "namespace: app", with: "namespace: other")
    let refusal = try #require(throws: Refusal.self) { try fixture.plan() }
    #expect(
      refusal.findings.contains { $0.rule == .revisionStillNamed && $0.place?.file == "other.yaml" }
    )
  }
}

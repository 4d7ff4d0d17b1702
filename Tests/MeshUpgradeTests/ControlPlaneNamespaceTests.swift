import Testing

@testable import MeshUpgrade

/// Commands where the control plane is in another namespace than `istio-system`.
struct ControlPlaneNamespaceTests {
  private static func commands(_ from: String, namespace: String) throws -> [String] {
    let plan = try PlanFixture(
      """
      from: {revision: \(from)}
      to: {revision: asm-1140-0}
      namespaces: [app]
      tags: [default]
      controlPlane: {namespace: \(namespace)}
      """,
      files: [
        "app.yaml": from == "default"
          ? Manifests.namespace("app", "istio-injection: enabled") : Manifests.namespace()
      ]
    ).plan()
    return plan.phases.flatMap { phase in
      phase.manualSteps.compactMap(\.command) + phase.checks.map(\.command)
    }
  }

  @Test func `the injector has the namespace in its name`() throws {
    let name = "get mutatingwebhookconfiguration istio-sidecar-injector"
    func names(_ from: String, _ namespace: String) throws -> [String] {
      try Self.commands(from, namespace: namespace).filter { $0.contains(name) }
        .map { String($0.split(separator: name)[1].prefix { $0 != " " }) }
    }
    #expect(try names("asm-1130-0", "istio-system") == ["-asm-1140-0"])
    #expect(try names("asm-1130-0", "mesh") == ["-asm-1140-0-mesh"])
    // Once to neutralise it, and once more after a rollback of Retire has brought it back.
    #expect(try names("default", "istio-system") == ["-asm-1140-0", "", ""])
    #expect(try names("default", "mesh") == ["-asm-1140-0-mesh", "-mesh", "-mesh"])
  }

  @Test func `istioctl is told the namespace`() throws {
    let option = " --istioNamespace mesh"
    let elsewhere = try Self.commands("asm-1130-0", namespace: "mesh").filter {
      $0.hasPrefix("istioctl")
    }
    #expect(elsewhere.count == 2 && elsewhere.allSatisfy { $0.hasSuffix(option) })
    let plain = try Self.commands("asm-1130-0", namespace: "istio-system").filter {
      $0.hasPrefix("istioctl")
    }
    #expect(plain == elsewhere.map { $0.replacing(option, with: "") })
  }
}

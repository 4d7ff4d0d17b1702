import Kubernetes
import Testing
import YAML

@testable import MeshUpgrade

/// What a desired state without problems decodes to.
struct DesiredStateDecodingTests {
  /// The example of the design, without what is not built yet.
  static let example = """
    # +argocd:skip-file-rendering
    apiVersion: meshphase.io/v1alpha1
    kind: MeshUpgrade
    metadata: {name: prod}
    spec:
      from: {revision: asm-1130-0, version: 1.13.0}
      to: {revision: asm-1140-0, version: 1.14.0}
      distribution: ASM
      overlays: []
      controlPlane:
        namespace: istio-system
        management: External
        clusterObjects: live/prod.yaml
      namespaces: [app-canary, app, payments]
      gatewayNamespaces: [istio-ingress]
      tags: [default]
      strategy:
        type: Relabel
        order: GatewaysLast
        restart: WithRelabel
        maxPodsPerPhase: 500
        restartRate: 100
      phases:
      - {name: canary, actions: [Relabel, Restart], namespaces: [app-canary]}
      - {name: wave-1, actions: [Relabel, Restart], percent: 50}
      - {name: wave-2, actions: [Relabel, Restart], percent: 100}
      - {name: gateways, actions: [Relabel, Restart], gatewayNamespaces: [istio-ingress]}
      - {name: promote, actions: [MoveTags, MoveService, MoveValidator]}
      - {name: retire, actions: [Retire]}
      repository:
        include: ["**"]
        exclude: []
        output: mesh/prod
        author: {name: meshphase, email: noreply@meshphase.io}
      exceptions:
      - {rule: MP012, namespace: legacy, reason: "moves next month"}

    """

  @Test func `the example of the design decodes to its values`() throws {
    let decoded = try DesiredState.decode(desiredStateFile(Self.example))
    let asm = try Distribution.named("ASM")
    var expected = DesiredState(
      name: "prod",
      from: ControlPlane(
        revision: "asm-1130-0", version: IstioVersion("1.13.0"), revisionForm: asm.revisionForm),
      to: ControlPlane(
        revision: "asm-1140-0", version: IstioVersion("1.14.0"), revisionForm: asm.revisionForm),
      distribution: asm)
    expected.controlPlane.clusterObjects = "live/prod.yaml"
    expected.namespaces = ["app-canary", "app", "payments"]
    expected.gatewayNamespaces = ["istio-ingress"]
    expected.tags = ["default"]
    expected.phases = [
      PhaseSpec(name: "canary", actions: [.relabel, .restart], namespaces: ["app-canary"]),
      PhaseSpec(name: "wave-1", actions: [.relabel, .restart], percent: 50),
      PhaseSpec(name: "wave-2", actions: [.relabel, .restart], percent: 100),
      PhaseSpec(
        name: "gateways", actions: [.relabel, .restart], gatewayNamespaces: ["istio-ingress"]),
      PhaseSpec(name: "promote", actions: [.moveTags, .moveService, .moveValidator]),
      PhaseSpec(name: "retire", actions: [.retire]),
    ]
    expected.exceptions = [
      .init(rule: Rule("MP012"), namespace: "legacy", reason: "moves next month")
    ]
    #expect(decoded.state == expected)
    #expect(decoded.warnings.isEmpty)
  }

  @Test func `what is left out has the defaults of the design`() throws {
    let state = try decode(
      """
      apiVersion: meshphase.io/v1alpha1
      kind: MeshUpgrade
      metadata: {name: prod}
      spec: {to: {revision: asm-1140-0}, namespaces: [app]}
      """)
    #expect(state.from == nil)
    #expect(state.to.version == nil)
    #expect(state.distribution.name == "Istio")
    #expect(state.overlays.isEmpty)
    #expect(state.controlPlane.namespace == "istio-system")
    #expect(state.controlPlane.management == .external)
    #expect(state.controlPlane.clusterObjects == nil)
    #expect(state.namespaceSelector == nil)
    #expect(state.gatewayNamespaces.isEmpty)
    #expect(state.tags.isEmpty)
    #expect(state.strategy.kind == .relabel)
    #expect(state.strategy.order == .gatewaysLast)
    #expect(state.strategy.restart == .withRelabel)
    #expect(state.strategy.maxPodsPerPhase == 500)
    #expect(state.strategy.restartRate == 100)
    #expect(state.phases == nil)
    #expect(state.repository.include == ["**"])
    #expect(state.repository.exclude.isEmpty)
    #expect(state.repository.output == "mesh/prod")
    #expect(state.repository.author.name == "meshphase")
    #expect(state.repository.author.email == "noreply@meshphase.io")
    #expect(state.exceptions.isEmpty)
  }

  @Test func `every other value is kept`() throws {
    let state = try decode(
      """
      apiVersion: meshphase.io/v1alpha1
      kind: MeshUpgrade
      metadata: {name: prod}
      spec:
        from: {revision: default, version: 1.13.0}
        to: {revision: asm-managed-rapid}
        distribution: ASMOnPrem
        controlPlane: {namespace: mesh, management: GitOps, clusterObjects: ./live//prod.yaml}
        namespaceSelector:
          matchLabels: {mesh: prod}
          matchExpressions: [{key: tier, operator: NotIn, values: [db, ""]}]
        strategy: {order: GatewaysFirst, restart: Separate, maxPodsPerPhase: 1, restartRate: 7}
        repository:
          include: [clusters/**]
          exclude: ["**/test/**"]
          output: ./clusters/../mesh/
          author: {name: Ops Team, email: ops@example.com}
      """)
    #expect(state.from?.isUnrevisioned == true)
    #expect(state.to.isManaged)
    #expect(state.to.effectiveVersion == nil)
    #expect(state.distribution.name == "ASMOnPrem")
    #expect(state.controlPlane.namespace == "mesh")
    #expect(state.controlPlane.management == .gitOps)
    #expect(state.controlPlane.clusterObjects == "live/prod.yaml")
    #expect(
      state.namespaceSelector
        == LabelSelector(
          matchLabels: ["mesh": "prod"],
          matchExpressions: [.init(key: "tier", operator: .notIn, values: ["db", ""])]))
    #expect(state.namespaces.isEmpty)
    #expect(state.strategy.order == .gatewaysFirst)
    #expect(state.strategy.restart == .separate)
    #expect(state.strategy.maxPodsPerPhase == 1)
    #expect(state.strategy.restartRate == 7)
    #expect(state.repository.include == ["clusters/**"])
    #expect(state.repository.exclude == ["**/test/**"])
    #expect(state.repository.output == "mesh")
    #expect(state.repository.author.name == "Ops Team")
    #expect(state.repository.author.email == "ops@example.com")
  }

  @Test func `the JSON form says the same as the YAML form`() throws {
    let file = desiredStateFile(Self.example)
    let document = try #require(try Document.parseSingle(file.bytes))
    let json = try document.root.value().json()
    #expect(json.hasPrefix("{"))
    #expect(try decode(json) == decode(Self.example))
  }

  @Test(arguments: ["\n", "\r\n", "\r"])
  func `line ends and a byte-order mark make no difference`(_ lineEnd: String) throws {
    let text = "\u{FEFF}" + Self.example.split(separator: "\n").joined(separator: lineEnd)
    #expect(try decode(text) == decode(Self.example))
  }

  private func decode(_ yaml: String) throws -> DesiredState {
    try DesiredState.decode(desiredStateFile(yaml)).state
  }
}

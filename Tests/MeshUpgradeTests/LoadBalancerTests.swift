import Testing
import YAML
import YAMLDiff

@testable import MeshUpgrade

/// ASM on premises: the address of the ingress gateway, or the ports for a load balancer of one's
/// own.
struct LoadBalancerTests {
  private static func service(
    _ namespace: String = "istio-ingress", name: String = "istio-ingressgateway",
    type: String = "LoadBalancer", label: String = "istio: ingressgateway", nodePort: Int? = 31380
  ) -> String {
    """
    apiVersion: v1
    kind: Service
    metadata:
      name: \(name)
      namespace: \(namespace)
      labels: {\(label)}
    spec:
      type: \(type)  # kept
      ports:
      - name: http2
        port: 80\(nodePort.map { "\n    nodePort: \($0)" } ?? "")
      - {port: 443, protocol: TCP, nodePort: 31390}

    """
  }

  private static func fixture(
    _ spec: String = "", gateways: String = "istio-ingress", files: [String: String]
  ) -> PlanFixture {
    var all = files
    all["app.yaml"] = Manifests.namespace()
    for name in gateways.split(separator: ",").map(String.init) {
      all["\(name).yaml"] = Manifests.namespace(name)
    }
    return PlanFixture.upgrade(
      "app", "distribution: ASMOnPrem\ngatewayNamespaces: [\(gateways)]\n\(spec)", files: all)
  }

  /// The manual steps of the phase of the gateways that are about a load balancer.
  private static func steps(_ plan: Plan) throws -> [ManualStep] {
    try plan.phase("gateways").manualSteps.filter { !$0.text.hasPrefix("Restart") }
  }

  private static let address = "parameters: {loadBalancerIP: 10.0.0.5}"

  @Test func `the address is set in the phase of the gateways, and taken back`() throws {
    let plan = try Self.fixture(Self.address, files: ["gw.yaml": Self.service()]).plan()
    #expect(
      plan.text("gw.yaml")
        == Self.service().replacing(
          "  # kept\n", with: "  # kept\n  loadBalancerIP: 10.0.0.5\n"))
    let phase = try plan.phase("gateways")
    #expect(
      phase.changeLines.contains(
        "added Service istio-ingress/istio-ingressgateway /spec/loadBalancerIP"))
    #expect(
      phase.rollback.contains {
        $0.value.kind == .removed && $0.value.path.pointer == "/spec/loadBalancerIP"
      })
  }

  @Test func `an upgrade in place, which relabels nothing, sets it when it restarts`() throws {
    let plan = try PlanFixture(
      """
      from: {revision: asm-1130-0, version: 1.13.0}
      to: {revision: asm-1130-0, version: 1.13.5}
      distribution: ASMOnPrem
      namespaces: [app]
      gatewayNamespaces: [istio-ingress]
      phases:
      - {name: gateways, actions: [Restart], gatewayNamespaces: [istio-ingress]}
      - {name: all, actions: [Restart], percent: 100}
      \(Self.address)
      """,
      files: [
        "app.yaml": Manifests.namespace(), "in.yaml": Manifests.namespace("istio-ingress"),
        "gw.yaml": Self.service(),
      ]
    ).plan()
    #expect(plan.text("gw.yaml")?.contains("loadBalancerIP: 10.0.0.5") == true)
  }

  @Test(arguments: ["istio: ingressgateway", "app: istio-ingressgateway"])
  func `either label makes an ingress gateway`(label: String) throws {
    let plan = try Self.fixture(Self.address, files: ["gw.yaml": Self.service(label: label)]).plan()
    #expect(plan.text("gw.yaml")?.contains("loadBalancerIP: 10.0.0.5") == true)
  }

  @Test func `without an address the ports are listed for a load balancer of one's own`() throws {
    let plan = try Self.fixture(files: ["gw.yaml": Self.service()]).plan()
    #expect(plan.text("gw.yaml") == nil)
    let steps = try Self.steps(plan)
    #expect(
      steps.map(\.text) == [
        """
        Let the load balancer of Service istio-ingress/istio-ingressgateway lead from these ports \
        to these node ports, or write its address as the parameter loadBalancerIP
            name   port  nodePort  protocol
            http2  80    31380     TCP
            -      443   31390     TCP
        """
      ])
    #expect(steps.first?.command == nil)
  }

  @Test func `a node port that Git does not say is the dump's`() throws {
    let dump = "controlPlane: {clusterObjects: live.yaml}"
    let files = [
      "gw.yaml": Self.service(nodePort: nil), "live.yaml": Self.service(nodePort: 30080),
    ]
    let steps = try Self.steps(try Self.fixture(dump, files: files).plan())
    #expect(steps.first?.text.contains("    http2  80    30080     TCP\n") == true)
    let unknown = try Self.steps(
      try Self.fixture(files: ["gw.yaml": Self.service(nodePort: nil)]).plan())
    #expect(unknown.first?.text.contains("    http2  80    ?         TCP\n") == true)
    #expect(
      unknown.first?.command?.hasPrefix("kubectl --namespace istio-ingress get service") == true)
  }

  @Test func `a gateway that only the cluster has is a manual step`() throws {
    let dump = "controlPlane: {clusterObjects: live.yaml}\n"
    let files = ["live.yaml": Self.service()]
    let listed = try Self.steps(try Self.fixture(dump, files: files).plan())
    #expect(listed.first?.text.contains("31380") == true)
    let set = try Self.steps(try Self.fixture(dump + Self.address, files: files).plan())
    #expect(
      set.first?.command == "kubectl --namespace istio-ingress patch service istio-ingressgateway"
        + " --type merge --patch '{\"spec\":{\"loadBalancerIP\":\"10.0.0.5\"}}'")
  }

  @Test(arguments: ["kube-system", "gke-system"])
  func `the cluster's own Istio is never touched`(namespace: String) throws {
    let gateways = "istio-ingress,\(namespace)"
    let files = ["gw.yaml": Self.service(), "own.yaml": Self.service(namespace)]
    let plan = try Self.fixture(Self.address, gateways: gateways, files: files).plan()
    #expect(plan.text("own.yaml") == nil)
    let listed = try Self.fixture(gateways: gateways, files: files).plan()
    #expect(try Self.steps(listed).map { $0.text.contains("istio-ingress/") } == [true])
  }

  @Test(arguments: [
    service("other"), service(type: "ClusterIP"), service(label: "app: web, note: istio"),
  ])
  func `an address without its gateway is refused`(service: String) {
    let errors = Self.fixture(Self.address, files: ["gw.yaml": service]).errors()
    #expect(errors.count == 1)
    #expect(
      errors.first?.hasPrefix(
        "MP203 meshphase.yaml:10:32 found no ingress gateway for this address") == true)
  }

  @Test func `one address is for one gateway`() {
    let files = ["a.yaml": Self.service(), "b.yaml": Self.service(name: "second")]
    let errors = Self.fixture(Self.address, files: files).errors()
    #expect(
      errors == [
        "MP203 meshphase.yaml:10:32 found the ingress gateways istio-ingress/istio-ingressgateway,"
          + " istio-ingress/second, expected one for this address"
      ])
  }

  @Test(arguments: ["10.0.0", "10.0.0.256", "10.0.0.05", "mesh.example.com", "':'"])
  func `an address has the form of one`(address: String) {
    let errors = Self.fixture(
      "parameters: {loadBalancerIP: \(address)}", files: ["gw.yaml": Self.service()]
    ).errors()
    #expect(errors.count == 1)
    #expect(errors.first?.hasSuffix("expected an IP address such as 10.0.0.5") == true)
  }
}

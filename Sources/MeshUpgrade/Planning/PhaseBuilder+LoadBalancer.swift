internal import Files
internal import Kubernetes
internal import YAML

/// A distribution on premises: nothing gives the ingress gateway's Service an address but its manifest or
/// somebody's own load balancer.
extension PhaseBuilder {
  /// The parameter with the address.
  static let addressParameter = Distribution.addressParameter

  /// The namespaces of GKE on VMware's own Istio, which belongs to the cluster.
  private static let systemNamespaces: Set<String> = ["gke-system", "kube-system"]

  /// Sets the address of the ingress gateways of this phase, or lists their ports for a load
  /// balancer that is set up by hand.
  mutating func serveIngressGateways() {
    // An upgrade in place has nothing to relabel.
    let moves = resolved.actions.contains(isInPlace ? .restart : .relabel)
    guard context.desired.distribution.ingressGatewayAddress, moves else { return }
    let address = context.desired.parameters[Self.addressParameter]
    let own = ingressGateways(of: before.objects.map(\.object)) {
      context.state.graph.patchFiles.contains($0.file)
        ? [] : context.state.resolvedNamespaces(of: $0)
    }
    let known = Set(own.map { [$0.namespace, $0.service.key.name] })
    let live = ingressGateways(of: context.cluster.objects) { Set([$0.key.namespace ?? ""]) }
    for gateway in own {
      if let address {
        set(address, of: gateway)
      } else {
        let twin = live.first {
          [$0.namespace, $0.service.key.name] == [gateway.namespace, gateway.service.key.name]
        }
        serveByHand(gateway, live: twin?.service)
      }
    }
    for gateway in live where !known.contains([gateway.namespace, gateway.service.key.name]) {
      if let address { setByHand(address, of: gateway) } else { serveByHand(gateway) }
    }
  }

  /// The Service of an ingress gateway, and the namespace it is in.
  struct IngressGateway: Sendable {
    let service: ManifestObject
    let namespace: String
  }

  private func ingressGateways(
    of objects: [ManifestObject], in namespaces: (ManifestObject) -> Set<String>
  ) -> [IngressGateway] {
    let gateways = Set(context.desired.gatewayNamespaces).intersection(resolved.namespaces)
    return objects.compactMap { object in
      guard object.key.group == "", object.key.kind == "Service",
        object.text("spec", "type") == "LoadBalancer",
        object.labels["istio"] == "ingressgateway"
          || object.labels["app"] == "istio-ingressgateway"
      else { return nil }
      let found = namespaces(object)
      guard found.count == 1, let namespace = found.first, gateways.contains(namespace),
        !Self.systemNamespaces.contains(namespace)
      else { return nil }
      return IngressGateway(service: object, namespace: namespace)
    }
  }

  private mutating func set(_ address: Value, of gateway: IngressGateway) {
    servedGateways.append(gateway)
    let service = gateway.service
    settle(service)
    guard service.text("spec", Self.addressParameter) != address.string else { return }
    edit(
      service, .set(Path(keys: ["spec", Self.addressParameter]), address, after: "type"),
      namespace: gateway.namespace)
  }

  private mutating func setByHand(_ address: Value, of gateway: IngressGateway) {
    servedGateways.append(gateway)
    let patch: Value = ["spec": [Self.addressParameter: address]]
    manualSteps.append(
      ManualStep(
        text: "The ingress gateway's Service \(gateway.namespace)/\(gateway.service.key.name) is"
          + " not in the repository: give it its address",
        command: "kubectl --namespace \(ShellWord.quoted(gateway.namespace)) patch service"
          + " \(ShellWord.quoted(gateway.service.key.name)) --type merge"
          + " --patch \(ShellWord.quoted(patch.json(isPretty: false)))"))
  }

  // MARK: By hand

  /// The ports for a load balancer outside of the cluster; a node port that the manifest does not
  /// say is the cluster's, as the dump has it.
  private mutating func serveByHand(_ gateway: IngressGateway, live: ManifestObject? = nil) {
    let name = gateway.service.key.name
    let rows = Self.ports(of: gateway.service, live: live)
    guard !rows.isEmpty else { return }
    let isComplete = rows.allSatisfy { !$0.contains(Self.unknown) }
    manualSteps.append(
      ManualStep(
        text: "Let the load balancer of Service \(gateway.namespace)/\(name) lead from these ports"
          + " to these node ports, or write its address as the parameter \(Self.addressParameter)"
          + (isComplete ? "" : "; the command shows the ports that the cluster chose")
          + "\n" + Self.table([["name", "port", "nodePort", "protocol"]] + rows),
        command: isComplete
          ? nil
          : "kubectl --namespace \(ShellWord.quoted(gateway.namespace)) get service"
            + " \(ShellWord.quoted(name)) --output"
            + #" jsonpath='{range .spec.ports[*]}{.name} {.port} {.nodePort} {.protocol}{"\n"}{end}'"#
      ))
  }

  private static let unknown = "?"

  private static func ports(of service: ManifestObject, live: ManifestObject?) -> [[String]] {
    func ports(_ service: ManifestObject) -> [Node] {
      (service.node[["spec", "ports"]]?.items ?? []).map(\.resolved)
    }
    func text(_ port: Node, _ key: String) -> String? { port[key]?.filledText }
    return ports(service).map { port in
      let number = text(port, "port")
      let way = text(port, "protocol") ?? "TCP"
      let twin = (live.map(ports) ?? []).first {
        text($0, "port") == number && text($0, "protocol") ?? "TCP" == way
      }
      let node = text(port, "nodePort") ?? twin.flatMap { text($0, "nodePort") }
      // A value must not be able to break out of its line of a commit message.
      return [text(port, "name") ?? "-", number ?? unknown, node ?? unknown, way]
        .map(StyledText.visible)
    }
  }

  /// Rows with their columns one below the other, indented.
  private static func table(_ rows: [[String]]) -> String {
    let widths = (rows.first ?? []).indices.map { column in
      rows.map { $0[column].count }.max() ?? 0
    }
    return rows.map { row in
      var line = "   "
      for (text, width) in zip(row, widths) {
        line += " " + text + String(repeating: " ", count: width - text.count + 1)
      }
      return String(line.reversed().drop { $0 == " " }.reversed())
    }.joined(separator: "\n")
  }

  // MARK: Findings

  /// What is wrong with the address, once every phase has looked for the Service it is for.
  static func addressFindings(
    _ served: [IngressGateway], desired: DesiredState, source: DesiredStateSource
  ) -> [Finding] {
    guard desired.distribution.ingressGatewayAddress,
      let address = desired.parameters[addressParameter]
    else { return [] }
    let place = Path(keys: ["spec", "parameters", addressParameter])
    if !isAddress(address) {
      return [
        source.finding(
          .desiredState, at: place,
          message: "found \(address.json(isPretty: false)), expected an IP address such as 10.0.0.5"
        )
      ]
    }
    if served.count == 1 { return [] }
    let names = served.map { "\($0.namespace)/\($0.service.key.name)" }.joined(separator: ", ")
    return [
      source.finding(
        .notFound, at: place,
        message: served.isEmpty
          ? "found no ingress gateway for this address, expected a Service of type LoadBalancer"
            + " with istio: ingressgateway or app: istio-ingressgateway in a gateway namespace"
          : "found the ingress gateways \(names), expected one for this address",
        hint: served.isEmpty
          ? "list its namespace in spec.gatewayNamespaces, and a phase that moves it; its manifest"
            + " is in the repository or in spec.controlPlane.clusterObjects"
          : "write the addresses into their manifests, and leave the parameter out")
    ]
  }

  /// Whether a value is an IPv4 or IPv6 address, by its form.
  private static func isAddress(_ value: Value) -> Bool {
    guard let text = value.string else { return false }
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    if parts.count == 4, parts.allSatisfy({ UInt8($0).map { "\($0)" } == String($0) }) {
      return true
    }
    let groups = text.split(separator: ":", omittingEmptySubsequences: false)
    return (3...8).contains(groups.count)
      && groups.allSatisfy { $0.utf8.count <= 4 && $0.allSatisfy(\.isHexDigit) }
  }
}

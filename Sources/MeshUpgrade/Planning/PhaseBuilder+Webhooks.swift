internal import Files
internal import Kubernetes
internal import YAML

/// Webhook configurations that are there already: only what names the revision changes.
extension PhaseBuilder {
  /// Points every webhook of a configuration, and its revision label, to the target.
  mutating func moveWebhooks(at locator: MeshRepository.Locator) throws(Refusal) {
    guard let (object, file) = object(at: locator) else { return }
    settle(object)
    let target = context.to.revision
    let current = object.labels[MeshLabels.revision] ?? context.from.revision
    if object.labels[MeshLabels.revision] != target {
      edit(
        object, .set(Path(keys: ["metadata", "labels", MeshLabels.revision]), .string(target)))
    }
    // A webhook may also call the bare Service, which is the control plane's by convention.
    let bare = PlanningContext.istiod(MeshLabels.defaultRevision)
    let names = [
      PlanningContext.istiod(context.from.revision), PlanningContext.istiod(current), bare,
    ]
    for (index, webhook) in (object.node["webhooks"]?.items ?? []).enumerated() {
      let client = Path([.key("webhooks"), .index(index), .key("clientConfig")])
      let config = webhook.resolved["clientConfig"]
      if context.to.isManaged || leavesChannel(config) {
        try moveBetweenKinds(config, at: client, of: object)
        continue
      }
      if let name = config?[["service", "name"]] {
        guard let text = name.text, text != PlanningContext.istiod(target) else { continue }
        guard names.contains(text) else {
          throw unexpectedService(name, text, names, object: object, file: file)
        }
        edit(
          object,
          .set(
            client.appending("service").appending("name"),
            .string(PlanningContext.istiod(target))))
      } else if let url = config?["url"], let text = url.text {
        try moveURL(text, node: url, at: client.appending("url"), of: object, file: file)
      }
    }
  }

  private mutating func moveURL(
    _ text: String, node: Node, at path: Path, of object: ManifestObject, file: ManifestFile
  ) throws(Refusal) {
    let old = PlanningContext.istiod(context.from.revision)
    let new = PlanningContext.istiod(context.to.revision)
    let parts = text.split(separator: "/", omittingEmptySubsequences: false)
    let moved = parts.map { part -> String in
      let host = part.prefix { $0 != "." && $0 != ":" }
      return host == old ? new + part.dropFirst(host.count) : String(part)
    }.joined(separator: "/")
    if moved != text { return edit(object, .set(path, .string(moved))) }
    guard !text.contains(new) else { return }
    // A URL that names no revision, of a control plane outside the cluster: only people know it.
    let injection = context.desired.controlPlane.injection
    let isValidator = object.key.kind == "ValidatingWebhookConfiguration"
    if let stated = isValidator ? injection.validationURL : injection.url {
      if stated != text { edit(object, .set(path, .string(stated))) }
      return
    }
    throw unexpectedService(node, text, [old], object: object, file: file)
  }

  private func unexpectedService(
    _ node: Node, _ text: String, _ names: [String], object: ManifestObject, file: ManifestFile
  ) -> Refusal {
    Refusal(
      Finding(
        .unsafeEdit, in: file.source, at: node.range, object: object.reference,
        message: "\(object.key) calls \(text), expected \(Self.alternatives(names))",
        hint: "meshphase moves a webhook only if it knows the Service it calls"
      ).inPhase(resolved.name))
  }

  /// The names, each once.
  private static func alternatives(_ names: [String]) -> String {
    var seen: Set<String> = []
    return names.filter { seen.insert($0).inserted }.joined(separator: " or ")
  }

  // MARK: The managed control plane

  /// How the target's webhooks are reached; refused for a channel whose URL nothing says.
  func injection(for what: String) throws(Refusal) -> InjectionSettings {
    var injection = context.desired.controlPlane.injection
    guard context.to.isManaged, injection.url == nil else { return injection }
    injection.url = context.desired.injectionURL(context.cluster)
    guard injection.url != nil else {
      throw Refusal(
        context.source.finding(
          .template, at: Path(keys: ["spec", "to"]),
          message: "\(what) has to call \(context.to.revision), whose URL only the cluster knows",
          hint: "write it as spec.controlPlane.injection.url: kubectl get"
            + " mutatingwebhookconfiguration istiod-\(context.to.revision) --output"
            + " jsonpath='{.webhooks[0].clientConfig.url}'; or put that object into"
            + " spec.controlPlane.clusterObjects"
        ).inPhase(resolved.name))
    }
    return injection
  }

  /// Whether a webhook calls the URL of the channel that the mesh comes from.
  private func leavesChannel(_ config: Node?) -> Bool {
    guard context.from.isManaged, let url = config?["url"]?.text else { return false }
    return !url.contains(PlanningContext.istiod(context.to.revision))
  }

  /// Moves a webhook from or to a channel, which is called by a URL that a public certificate
  /// secures, where a control plane in the cluster is called by its Service and its own.
  private mutating func moveBetweenKinds(
    _ config: Node?, at client: Path, of object: ManifestObject
  ) throws(Refusal) {
    guard let config else { return }
    let isValidator = object.key.kind == "ValidatingWebhookConfiguration"
    let injection = try injection(for: "\(object.key)")
    let validation = context.overlays.given["validationUrl"]?.string ?? injection.validationURL
    let url = isValidator ? validation : injection.url
    guard url != nil || !context.to.isManaged else {
      throw Refusal(
        context.source.finding(
          .template, at: Path(keys: ["spec", "to"]),
          message: "\(object.key) has to call \(context.to.revision), and its injection URL has no"
            + " path /inject that tells the one of validation",
          hint: "write it as validationUrl in spec.parameters"
        ).inPhase(resolved.name))
    }
    if let url {
      if config["url"]?.text == url { return }
      let isService = config["service"] != nil
      edit(
        object,
        isService
          ? .rename(client.appending("service"), to: "url", .string(url))
          : .set(client.appending("url"), .string(url)))
      if isService, config["caBundle"] != nil {
        edit(object, .remove(client.appending("caBundle")))
      }
      return
    }
    let service: Value = [
      "name": .string(PlanningContext.istiod(context.to.revision)),
      "namespace": .string(context.desired.controlPlane.namespace),
      "path": .string(isValidator ? "/validate" : injection.path), "port": 443,
    ]
    edit(object, .rename(client.appending("url"), to: "service", service))
  }
}

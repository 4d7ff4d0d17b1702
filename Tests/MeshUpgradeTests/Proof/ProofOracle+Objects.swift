/// What webhook configurations call, and what is wrong with that.
extension ProofOracle {
  /// The control plane that answers a call; nil where nothing says which one.
  ///
  /// A Service says it by its selector, else by its name. The bare `istiod` is that of the
  /// un-revisioned install, or whose the label says. A URL says it by its host.
  func revision(behind target: SmallWorld.Target, _ configuration: Int, _ state: State) -> String? {
    let label: String? =
      switch body(configuration, state) {
      case .injectors(let injectors): injectors.revision
      case .validators(let validators): validators.revision
      default: nil
      }
    switch target {
    case .service(let name):
      if let index = services[name], case .service(let selector?) = body(index, state) {
        if let revision = selector["istio.io/rev"] { return revision }
        if selector["istio"] == "pilot" { return "default" }
      }
      if name == "istiod" { return label ?? "default" }
      return name.hasPrefix("istiod-") ? String(name.dropFirst(7)) : nil
    case .url(let url):
      let host = url.dropFirst("https://".count).prefix { $0 != "." }
      if host.hasPrefix("istiod-") { return String(host.dropFirst(7)) }
      if let label { return label }
      // Google's controller puts the channel into the name.
      let name = world.objects[configuration].name
      return name.hasPrefix("istiod-asm-managed") ? String(name.dropFirst(7)) : nil
    }
  }

  /// What is wrong with the Service that is called.
  func problem(_ target: SmallWorld.Target, _ state: State) -> (rule: String, service: String)? {
    guard case .service(let name) = target else { return nil }
    guard let index = services[name], case .service(let selector) = body(index, state) else {
      return ("MP005", name)
    }
    // The endpoints of a Service without a selector are written by hand.
    guard let selector else { return nil }
    let isServed = workloads.contains { index in
      guard world.objects[index].namespace == "istio-system",
        let labels = controlPlane(index, state)
      else { return false }
      return selector.allSatisfy { labels[$0.key] == $0.value }
    }
    return isServed ? nil : ("MP006", name)
  }

  /// The labels of a control plane's Pods; nil where a workload is none.
  private func controlPlane(_ index: Int, _ state: State) -> [String: String]? {
    guard case .pods(let pods) = body(index, state) else { return nil }
    if pods.labels["app"] == "istiod" { return pods.labels }
    let name = world.objects[index].name
    guard pods.labels.isEmpty, name.hasPrefix("istiod") else { return nil }
    // An overlay gives the labels that every release has.
    let revision = name == "istiod" ? "default" : String(name.dropFirst(7))
    return [
      "app": "istiod", "istio": name == "istiod" ? "pilot" : "istiod", "istio.io/rev": revision,
    ]
  }

  /// Whether a name is that of a revision or a tag.
  func isKnown(_ name: String, _ state: State) -> Bool {
    let isServed = injectors.contains { index in
      guard case .injectors(let configuration) = body(index, state), configuration.isIstio else {
        return false
      }
      return served(by: configuration, named: world.objects[index].name) == name
    }
    return isServed || workloads.contains { controlPlane($0, state)?["istio.io/rev"] == name }
  }

  /// The tag or revision of a configuration, by its labels or by the name that Istio gives it.
  private func served(by injectors: SmallWorld.Injectors, named name: String) -> String? {
    if let tag = tag(of: injectors, named: name) { return tag }
    if let revision = injectors.revision { return revision }
    for prefix in ["istio-sidecar-injector-", "istiod-"] where name.hasPrefix(prefix) {
      return String(name.dropFirst(prefix.count))
    }
    return nil
  }

  private func tag(of injectors: SmallWorld.Injectors, named name: String) -> String? {
    if let tag = injectors.tag { return tag }
    let prefix = "istio-revision-tag-"
    return name.hasPrefix(prefix) ? String(name.dropFirst(prefix.count)) : nil
  }

  // MARK: Objects

  /// MP013 of a configuration, and MP005 and MP006 of a validator.
  func checkObject(_ index: Int, _ state: State, _ view: inout View) {
    let label: String?
    let targets: [SmallWorld.Target]
    var isValidator = false
    switch body(index, state) {
    case .injectors(let injectors) where injectors.isIstio:
      label = injectors.revision
      targets = injectors.webhooks.filter(\.isForPods).map(\.target)
    case .validators(let validators):
      label = validators.revision
      targets = validators.targets
      isValidator = true
    default: return
    }
    let name = world.objects[index].name
    func add(_ rule: String, _ detail: String) {
      let broken = Broken(rule: rule, place: .object(index), subject: name, detail: detail)
      view.broken.append(Sighting(broken: broken))
    }
    let revisions = targets.compactMap { revision(behind: $0, index, state) }
    if let label, let other = revisions.first(where: { $0 != label }) {
      add("MP013", "\(label) \(other)")
    }
    guard isValidator else { return }
    for problem in targets.compactMap({ problem($0, state) }) { add(problem.rule, problem.service) }
  }

  // MARK: Ends

  /// MP008 and MP014: what stands beside the tag `default`.
  func checkDefaults(_ state: State, _ view: inout View) {
    func live(_ index: Int) -> SmallWorld.Injectors? {
      guard case .injectors(let injectors) = body(index, state), injectors.isIstio else {
        return nil
      }
      return injectors
    }
    let tag = injectors.first { index in
      live(index).map { self.tag(of: $0, named: world.objects[index].name) == "default" } ?? false
    }
    guard let tag, let configuration = live(tag) else { return }
    let serving =
      configuration.webhooks.first(where: \.isForPods)
      .flatMap { revision(behind: $0.target, tag, state) } ?? configuration.revision
    let validator = validators.first { world.objects[$0].name == "istiod-default-validator" }
    if let validator, case .validators(let validators) = body(validator, state) {
      let validating =
        validators.targets.first.flatMap { revision(behind: $0, validator, state) }
        ?? validators.revision
      if let serving, let validating, serving != validating {
        view.ends.insert(
          Broken(rule: "MP008", place: .object(validator), detail: "\(serving) \(validating)"))
      }
    }
    guard configuration.isActive else { return }
    let old = injectors.first { index in
      guard let injectors = live(index), injectors.isActive else { return false }
      return isUnrevisioned(injectors, named: world.objects[index].name)
    }
    if let old { view.ends.insert(Broken(rule: "MP014", place: .object(old))) }
  }

  /// Whether this is the injector of an install without a revision.
  private func isUnrevisioned(_ injectors: SmallWorld.Injectors, named name: String) -> Bool {
    tag(of: injectors, named: name) == nil
      && (injectors.revision ?? (name == "istio-sidecar-injector" ? "default" : "")) == "default"
  }
}

extension SmallWorld.Injectors {
  /// What Istio's analyzer looks at: the label of a revision, or a name below istio.io.
  var isIstio: Bool {
    revision != nil || webhooks.contains { $0.isForPods && $0.name.hasSuffix("istio.io") }
  }

  /// Whether a Pod that follows the default can be selected.
  var isActive: Bool {
    let following: [(namespace: [String: String], pods: [String: String])] = [
      (["istio-injection": "enabled"], [:]), ([:], ["sidecar.istio.io/inject": "true"]),
    ]
    return webhooks.contains { webhook in
      webhook.isForPods
        && following.contains { labels in
          var namespace = labels.namespace
          namespace["kubernetes.io/metadata.name"] = ""
          return webhook.namespaces.holds(for: namespace) && webhook.pods.holds(for: labels.pods)
        }
    }
  }
}

extension SmallWorld.Webhook {
  var isForPods: Bool { resource == nil || resource == "pods" }

  /// Whether what is called needs istiod's certificate.
  var callsService: Bool {
    if case .service = target { true } else { false }
  }
}

extension SmallWorld.Selector {
  /// Whether labels are selected: all conditions hold (Kubernetes, LabelSelector).
  func holds(for labels: [String: String]) -> Bool {
    self.labels.allSatisfy { labels[$0.key] == $0.value }
      && conditions.allSatisfy { condition in
        let value = labels[condition.key]
        switch condition.verb {
        case "In": return value.map(condition.values.contains) ?? false
        case "NotIn": return !(value.map(condition.values.contains) ?? false)
        case "Exists": return value != nil
        default: return value == nil
        }
      }
  }
}

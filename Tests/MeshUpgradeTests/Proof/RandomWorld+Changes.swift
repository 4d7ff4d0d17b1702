import TestSupport

/// Injectors of every form, and what a step makes of an object.
extension RandomWorld {
  typealias Webhook = SmallWorld.Webhook
  typealias Selector = SmallWorld.Selector
  typealias Condition = SmallWorld.Condition

  private static let isInjected = Condition(
    key: "sidecar.istio.io/inject", verb: "NotIn", values: ["false"])
  private static let noInjection = Condition(key: "istio-injection", verb: "DoesNotExist")
  private static let noRevision = Condition(key: "istio.io/rev", verb: "DoesNotExist")
  private static let never = Selector(labels: ["istio.io/deactivated": "never-match"])

  private static func names(_ name: String) -> Condition {
    Condition(key: "istio.io/rev", verb: "In", values: [name])
  }

  /// The webhooks of Istio 1.10 and later for what names a revision or tag.
  private static func named(_ name: String, _ target: SmallWorld.Target) -> [Webhook] {
    [
      Webhook(
        name: "rev.namespace.sidecar-injector.istio.io",
        namespaces: Selector(conditions: [names(name), noInjection]),
        pods: Selector(conditions: [isInjected]), target: target),
      Webhook(
        name: "rev.object.sidecar-injector.istio.io",
        namespaces: Selector(conditions: [noRevision, noInjection]),
        pods: Selector(conditions: [isInjected, names(name)]), target: target),
    ]
  }

  /// The webhooks for what follows the default; with `auto` for every namespace.
  private static func following(_ target: SmallWorld.Target, auto: Bool) -> [Webhook] {
    let plain = Selector(conditions: [noInjection, noRevision])
    var webhooks = [
      Webhook(
        name: "namespace.sidecar-injector.istio.io",
        namespaces: Selector(
          conditions: [Condition(key: "istio-injection", verb: "In", values: ["enabled"])]),
        pods: Selector(conditions: [isInjected]), target: target),
      Webhook(
        name: "object.sidecar-injector.istio.io", namespaces: plain,
        pods: Selector(conditions: [
          Condition(key: "sidecar.istio.io/inject", verb: "In", values: ["true"]), noRevision,
        ]), target: target),
    ]
    if auto {
      let system = Condition(
        key: "kubernetes.io/metadata.name", verb: "NotIn", values: ["kube-system", "web"])
      webhooks.append(
        Webhook(
          name: "auto.sidecar-injector.istio.io",
          namespaces: Selector(conditions: plain.conditions + [system]),
          pods: Selector(conditions: [
            Condition(key: "sidecar.istio.io/inject", verb: "DoesNotExist"), noRevision,
          ]), target: target))
    }
    return webhooks
  }

  /// The one webhook of Istio 1.5 to 1.9.
  private mutating func old(_ revision: String, _ target: SmallWorld.Target) -> [Webhook] {
    let namespaces: Selector
    if revision == "default" {
      namespaces =
        random.chance(70)
        ? Selector(labels: ["istio-injection": "enabled"])
        : Selector(conditions: [
          Condition(key: "istio-injection", verb: "NotIn", values: ["disabled"]), Self.noRevision,
        ])
    } else {
      let switched =
        random.chance(70)
        ? Self.noInjection : Condition(key: "istio-injection", verb: "NotIn", values: ["disabled"])
      namespaces = Selector(conditions: [switched, Self.names(revision)])
    }
    return [
      Webhook(
        name: "sidecar-injector.istio.io", namespaces: namespaces,
        pods: random.chance(50) ? Selector(conditions: [Self.isInjected]) : Selector(),
        target: target)
    ]
  }

  mutating func randomInjectors() -> (name: String, SmallWorld.Injectors) {
    let revision = random.pick(["r1", "r2"])
    var name = "istio-sidecar-injector-\(revision)"
    var made = SmallWorld.Injectors(revision: revision, webhooks: [])
    switch random.below(100) {
    case 0..<30: made.webhooks = Self.named(revision, service(of: revision))
    case 30..<50:
      let tag = random.pick(["prod", "default", "default"])
      let target = random.chance(90) ? revision : random.pick(Self.revisions)
      name = "istio-revision-tag-\(tag)"
      made.tag = tag
      made.webhooks = Self.named(tag, service(of: target))
      if tag == "default" {
        made.webhooks += Self.following(service(of: target), auto: random.chance(20))
      }
    case 50..<70:
      name = "istio-sidecar-injector"
      made.revision = "default"
      made.webhooks =
        Self.named("default", service(of: "default"))
        + Self.following(service(of: "default"), auto: random.chance(20))
      if random.chance(15) { made = neutralised(made) }
    case 70..<78:
      name = "istio-sidecar-injector"
      made.revision = random.chance(80) ? "default" : nil
      let target =
        random.chance(85)
        ? service(of: "default") : SmallWorld.Target.service("istio-sidecar-injector")
      made.webhooks = old("default", target)
    case 78..<85: made.webhooks = old(revision, service(of: revision))
    case 85..<92:
      name = "istiod-asm-managed"
      made.revision = random.chance(60) ? "asm-managed" : nil
      made.webhooks = Self.named(
        random.pick(["asm-managed", "r1"]), .url("https://meshconfig.example.com/inject"))
    case 92..<96:
      // Another project's.
      name = "other"
      made.revision = nil
      made.webhooks = [Webhook(name: "pods.example.com", target: service(of: revision))]
    default:
      made.webhooks = Self.named(revision, .url("https://istiod-\(revision).example.com/inject"))
      made.revision = random.chance(50) ? revision : nil
    }
    for index in made.webhooks.indices where random.chance(12) { vary(&made.webhooks[index]) }
    return (name, made)
  }

  private func neutralised(_ injectors: SmallWorld.Injectors) -> SmallWorld.Injectors {
    var injectors = injectors
    for index in injectors.webhooks.indices {
      injectors.webhooks[index].namespaces = Self.never
      injectors.webhooks[index].pods = Self.never
    }
    return injectors
  }

  /// What no release has, and a repository may.
  private mutating func vary(_ webhook: inout Webhook) {
    switch random.below(9) {
    case 0: webhook.namespaces.labels["env"] = "a"
    case 1: webhook.namespaces.conditions.append(Condition(key: "env", verb: "Exists"))
    case 2:
      webhook.namespaces.conditions.append(
        Condition(key: "kubernetes.io/metadata.name", verb: "In", values: ["app", "shop"]))
    case 3: webhook.pods.conditions.append(Condition(key: "tier", verb: "NotIn", values: ["x"]))
    case 4: webhook.pods.labels["tier"] = "x"
    case 5, 6: webhook.hasCertificate = true
    case 7: webhook.resource = random.pick(["pods", "pods", "services"])
    default: webhook.namespaces.labels["kubernetes.io/metadata.name"] = "app"
    }
  }

  // MARK: Changes

  mutating func changed(_ body: SmallWorld.Body, of name: String) -> SmallWorld.Body {
    switch body {
    case .namespace(let labels): .namespace(changed(labels))
    case .pods(let pods):
      name.hasPrefix("istiod") ? .pods(istiod(random.pick(Self.revisions))) : .pods(changed(pods))
    case .injectors(let injectors): .injectors(changed(injectors))
    case .validators: .validators(validators())
    case .service: .service(selector(ofService: name))
    }
  }

  private mutating func changed(_ labels: [String: String]) -> [String: String] {
    var labels = labels
    switch random.below(10) {
    case 0..<5 where labels["istio.io/rev"] != nil: labels["istio.io/rev"] = random.pick(Self.names)
    case 0..<5: labels = ["istio.io/rev": random.pick(Self.names)]
    case 5: labels["istio-injection"] = random.pick(["enabled", "disabled"])
    case 6: labels["istio-injection"] = nil
    case 7: labels["env"] = random.pick(["a", "b"])
    default: labels = namespaceLabels()
    }
    return labels
  }

  private mutating func changed(_ pods: SmallWorld.Pods) -> SmallWorld.Pods {
    guard random.chance(60) else { return self.pods() }
    var pods = pods
    pods.labels["istio.io/rev"] = random.pick(Self.names)
    return pods
  }

  private mutating func changed(_ injectors: SmallWorld.Injectors) -> SmallWorld.Injectors {
    var changed = injectors
    let revision = random.pick(Self.revisions)
    switch random.below(12) {
    case 0..<5:
      changed.revision = revision
      for index in changed.webhooks.indices {
        changed.webhooks[index].target = service(of: revision)
      }
    case 5: changed.revision = revision
    case 6:
      for index in changed.webhooks.indices {
        changed.webhooks[index].target = service(of: revision)
      }
    case 7, 8: changed = neutralised(changed)
    case 9 where changed.webhooks.count == 2:
      changed.webhooks += Self.following(changed.webhooks[0].target, auto: false)
    case 9, 10: changed.webhooks = changed.webhooks.dropLast()
    default:
      for index in changed.webhooks.indices where random.chance(50) {
        vary(&changed.webhooks[index])
        // A webhook for other objects never becomes one for Pods.
        changed.webhooks[index].resource = injectors.webhooks[index].resource
      }
    }
    // Another project's does not become one of Istio's.
    if !injectors.isIstio { changed.revision = nil }
    return changed
  }
}

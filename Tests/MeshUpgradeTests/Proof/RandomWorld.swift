import TestSupport

/// Makes small worlds: a mesh that mostly fits together, and steps that change some of it.
struct RandomWorld {
  var random: SeededRandom
  private(set) var world: SmallWorld
  /// Whether waves and hooks are used.
  private let hasOrders: Bool
  private let hasTwoHolders: Bool

  /// What a namespace or a Pod may name.
  static let names = ["r1", "r1", "r2", "r2", "prod", "default", "gone"]
  static let revisions = ["r1", "r2", "default"]

  init(seed: UInt64, steps: Int = 1, mostChanges: Int = 5) {
    random = SeededRandom(seed: seed)
    hasOrders = random.chance(40)
    hasTwoHolders = random.chance(40)
    world = SmallWorld(seed: seed, steps: steps, hasApplications: random.chance(75))
    addInjectors()
    addServices()
    addNamespaces()
    addValidators()
    if hasOrders {
      for index in world.objects.indices where random.chance(40) { setOrder(of: index) }
    }
    change(atMost: mostChanges)
  }

  // MARK: Objects

  mutating func add(
    _ kind: String, _ name: String, in namespace: String? = nil, _ body: SmallWorld.Body
  ) {
    let isThere = world.objects.contains {
      $0.kind == kind && $0.name == name && $0.namespace == namespace
    }
    if isThere { return }
    let roll = random.below(100)
    let holder: SmallWorld.Holder =
      !hasTwoHolders
      ? .first : roll < 45 ? .first : roll < 80 ? .second : roll < 90 ? .both : .nobody
    world.objects.append(
      SmallWorld.Object(
        kind: kind, namespace: namespace, name: name, holder: holder,
        // Some share a file.
        file: random.chance(20) ? 0 : world.objects.count,
        versions: Array(repeating: SmallWorld.Version(body: body), count: world.steps + 1)))
  }

  private mutating func addInjectors() {
    let count = random.pick([1, 2, 2, 3, 3])
    for _ in 0..<count {
      let (name, injectors) = randomInjectors()
      add("MutatingWebhookConfiguration", name, .injectors(injectors))
    }
  }

  /// The Services that are called, and what runs behind them, with something missing at times.
  private mutating func addServices() {
    var wanted = Set<String>()
    for object in world.objects {
      guard case .injectors(let injectors) = object.versions[0]?.body else { continue }
      for case .service(let name) in injectors.webhooks.map(\.target) { wanted.insert(name) }
    }
    for name in ["istiod", "istiod-r1", "istiod-r2", "istio-sidecar-injector"] {
      let isWanted = wanted.contains(name)
      if random.chance(isWanted ? 92 : 25) {
        add("Service", name, in: "istio-system", .service(selector(ofService: name)))
      }
      guard name != "istio-sidecar-injector", random.chance(isWanted ? 92 : 30) else { continue }
      let revision = name == "istiod" ? "default" : String(name.dropFirst("istiod-".count))
      add("Deployment", name, in: "istio-system", .pods(istiod(revision)))
    }
  }

  mutating func istiod(_ revision: String) -> SmallWorld.Pods {
    var labels = [
      "app": "istiod", "istio": revision == "default" ? "pilot" : "istiod",
      "istio.io/rev": revision,
    ]
    switch random.below(20) {
    case 0: labels = [:]
    case 1: labels["app"] = "other"
    case 2: labels["istio.io/rev"] = nil
    default: break
    }
    return SmallWorld.Pods(labels: labels)
  }

  mutating func selector(ofService name: String) -> [String: String]? {
    let own = name == "istiod" ? "default" : String(name.dropFirst("istiod-".count))
    switch random.below(12) {
    case 0: return nil
    case 1: return ["app": "istiod"]
    case 2, 3: return ["app": "istiod", "istio.io/rev": random.pick(["r1", "r2", "gone"])]
    default:
      return own == "default"
        ? ["app": "istiod", "istio": "pilot"] : ["app": "istiod", "istio.io/rev": own]
    }
  }

  private mutating func addNamespaces() {
    for _ in 0..<random.pick([1, 1, 2, 2, 3]) {
      let name = random.pick(["app", "app", "shop", "shop", "web", "istio-system", "kube-system"])
      add("Namespace", name, .namespace(namespaceLabels()))
      for index in 0..<random.pick([0, 1, 1, 2]) {
        let kind = random.pick([
          "Deployment", "Deployment", "StatefulSet", "DaemonSet", "Rollout", "Pod",
        ])
        add(kind, "w\(index)", in: name, .pods(pods()))
      }
    }
  }

  mutating func namespaceLabels() -> [String: String] {
    var labels: [String: String] = [:]
    let roll = random.below(10)
    if roll < 3 {
      labels["istio-injection"] = random.pick(["enabled", "enabled", "enabled", "disabled"])
    }
    if roll == 2 || (3..<8).contains(roll) { labels["istio.io/rev"] = random.pick(Self.names) }
    if random.chance(25) { labels["env"] = random.pick(["a", "b"]) }
    return labels
  }

  mutating func pods() -> SmallWorld.Pods {
    var pods = SmallWorld.Pods()
    if random.chance(35) {
      pods.labels["sidecar.istio.io/inject"] = random.pick(["true", "true", "false", "yes", "no"])
    }
    if random.chance(40) { pods.labels["istio.io/rev"] = random.pick(Self.names) }
    if random.chance(15) { pods.labels["tier"] = random.pick(["x", "y"]) }
    if random.chance(10) { pods.annotation = random.pick(["true", "false", "false", "no"]) }
    pods.isOnHostNetwork = random.chance(7)
    return pods
  }

  private mutating func addValidators() {
    if random.chance(35) {
      add("ValidatingWebhookConfiguration", "istiod-default-validator", .validators(validators()))
    }
    if random.chance(15) {
      add(
        "ValidatingWebhookConfiguration", "istio-validator-r1-istio-system",
        .validators(validators()))
    }
  }

  mutating func validators() -> SmallWorld.Validators {
    let revision = random.pick(Self.revisions)
    var targets = [service(of: random.chance(85) ? revision : random.pick(Self.revisions))]
    if random.chance(10) { targets.append(.service("istiod")) }
    if random.chance(5) { targets = [.url("https://istiod-r2.example.com/validate")] }
    return SmallWorld.Validators(revision: random.chance(90) ? revision : nil, targets: targets)
  }

  func service(of revision: String) -> SmallWorld.Target {
    .service(revision == "default" ? "istiod" : "istiod-\(revision)")
  }

  // MARK: Steps

  private mutating func change(atMost most: Int) {
    let most = min(most, random.pick([1, 2, 2, 3, 3, 3, 4, 4, 5, 5]))
    for _ in 0..<most {
      let index = random.below(world.objects.count)
      let step = random.below(world.steps)
      change(index, by: step)
      // What changes in one step may change again in the next.
      if step + 1 < world.steps, random.chance(30) { change(index, by: step + 1) }
    }
  }

  private mutating func change(_ index: Int, by step: Int) {
    let object = world.objects[index]
    let isRemovable = object.kind != "Namespace"
    var next = object.versions[step]
    switch random.below(100) {
    case 0..<18 where isRemovable:
      next = nil
    case 18..<36 where isRemovable:
      // It appears in the step.
      for state in 0...step { world.objects[index].versions[state] = nil }
      return
    default:
      guard var version = next else { return }
      version.body = changed(version.body, of: object.name)
      // A change of the order alone is no change.
      if hasOrders, version.body != next?.body, random.chance(30) { version.order = order() }
      next = version
    }
    for state in (step + 1)...world.steps { world.objects[index].versions[state] = next }
  }

  private mutating func order() -> SmallWorld.Order {
    SmallWorld.Order(hook: random.pick([0, 1, 1, 1, 1, 1, 2]), wave: random.pick([-1, 0, 1, 1]))
  }

  private mutating func setOrder(of index: Int) {
    let order = order()
    for state in world.objects[index].versions.indices {
      world.objects[index].versions[state]?.order = order
    }
  }
}

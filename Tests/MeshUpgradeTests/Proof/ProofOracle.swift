/// Judges small worlds by trying everything: no classes of namespaces, no relevance, no shortcuts.
///
/// Written from the design of the proof and from what Kubernetes, Istio and Argo CD document, not
/// from the code under test.
struct ProofOracle {
  /// A Pod that may be created in a namespace: one without labels, or that of a workload.
  struct PodID: Hashable {
    let namespace: Int
    /// The position of the workload; nil for a Pod that says nothing.
    let workload: Int?
  }

  /// A Pod as it was at first: what is broken for one is nothing new for another just like it.
  struct Origin: Hashable {
    let labels: [String: String]
    let annotation: String?
    let isOnHostNetwork: Bool
  }

  /// What a violation is told under.
  enum Place: Hashable {
    case namespace(Int)
    case object(Int)
  }

  /// A rule that is broken, with all that makes it the same in another state.
  struct Broken: Hashable {
    let rule: String
    let place: Place
    var pod: Origin?
    var subject = ""
    var detail = ""
  }

  /// Something broken in a state.
  struct Sighting {
    let broken: Broken
    /// The Pod; nil where it is the namespace or an object.
    var pod: PodID?
    /// The configurations whose webhooks select the Pod.
    var configurations: Set<Int> = []
  }

  /// What each object is, and which new webhook configurations istiod has not been at yet.
  struct State: Hashable {
    /// For each object the position of its version.
    var versions: [Int]
    /// The webhooks, by configuration and name, whose caBundle is still to be written.
    var unpatched: [Int: Set<String>] = [:]
  }

  /// What a state comes to.
  struct View {
    var broken: [Sighting] = []
    var injected: Set<PodID> = []
    /// The rules of ends that are broken here.
    var ends: Set<Broken> = []
  }

  let world: SmallWorld
  let namespaces: [Int]
  /// By the bytes of their names, which is the order of calls.
  let injectors: [Int]
  let validators: [Int]
  let services: [String: Int]
  let workloads: [Int]
  /// The labels of Pods that somebody looks at.
  private let keys: Set<String>
  private var views: [State: View] = [:]
  private var selections: [Selection: [Int]] = [:]

  init(_ world: SmallWorld) {
    func positions(_ isWanted: (SmallWorld.Object) -> Bool) -> [Int] {
      world.objects.indices.filter { isWanted(world.objects[$0]) }
    }
    self.world = world
    namespaces = positions { $0.kind == "Namespace" }
    injectors = positions { $0.kind == "MutatingWebhookConfiguration" }.sorted {
      Array(world.objects[$0].name.utf8).lexicographicallyPrecedes(
        Array(world.objects[$1].name.utf8))
    }
    validators = positions { $0.kind == "ValidatingWebhookConfiguration" }
    workloads = positions { object in
      object.versions.contains { version in
        if case .pods = version?.body { true } else { false }
      }
    }
    var services: [String: Int] = [:]
    for index in positions({ $0.kind == "Service" }) { services[world.objects[index].name] = index }
    self.services = services
    var keys: Set<String> = ["istio.io/rev", "sidecar.istio.io/inject"]
    for version in injectors.flatMap({ world.objects[$0].versions }) {
      guard case .injectors(let injectors) = version?.body else { continue }
      for webhook in injectors.webhooks where webhook.isForPods && injectors.isIstio {
        keys.formUnion(webhook.pods.labels.keys)
        keys.formUnion(webhook.pods.conditions.map(\.key))
      }
    }
    self.keys = keys
  }

  /// The state of the repository's own: the base (0), or after a step.
  func state(_ index: Int) -> State {
    State(versions: world.objects.indices.map { canonical(index, of: $0) })
  }

  /// The first version that says the same.
  func canonical(_ version: Int, of object: Int) -> Int {
    let versions = world.objects[object].versions
    return versions.firstIndex { $0?.body == versions[version]?.body } ?? version
  }

  func body(_ object: Int, _ state: State) -> SmallWorld.Body? {
    world.objects[object].versions[state.versions[object]]?.body
  }

  // MARK: Views

  mutating func view(_ state: State) -> View {
    if let known = views[state] { return known }
    var view = View()
    for index in namespaces { look(at: index, state, &view) }
    for index in injectors + validators { checkObject(index, state, &view) }
    checkDefaults(state, &view)
    views[state] = view
    return view
  }

  private mutating func look(at index: Int, _ state: State, _ view: inout View) {
    guard case .namespace(let labels) = body(index, state) else { return }
    let name = world.objects[index].name
    let place = Place.namespace(index)
    if labels["istio-injection"] != nil, labels["istio.io/rev"] != nil {
      view.ends.insert(Broken(rule: "MP004", place: place))
    }
    if let revision = labels["istio.io/rev"], !isKnown(revision, state) {
      view.broken.append(
        Sighting(broken: Broken(rule: "MP003", place: place, detail: revision)))
    }
    look(PodID(namespace: index, workload: nil), SmallWorld.Pods(), labels, state, &view)
    for workload in workloads where world.objects[workload].namespace == name {
      guard case .pods(let pods) = body(workload, state) else { continue }
      look(PodID(namespace: index, workload: workload), pods, labels, state, &view)
    }
  }

  private mutating func look(
    _ id: PodID, _ pods: SmallWorld.Pods, _ labels: [String: String], _ state: State,
    _ view: inout View
  ) {
    var matched: [(configuration: Int, webhook: SmallWorld.Webhook)] = []
    for index in injectors {
      guard case .injectors(let configuration) = body(index, state) else { continue }
      for webhook in selecting(id, pods, index, state) {
        matched.append((index, configuration.webhooks[webhook]))
      }
    }
    let configurations = Set(matched.map(\.configuration))
    let origin = origin(of: id)
    func add(_ rule: String, subject: String = "", _ detail: String = "") {
      let broken = Broken(
        rule: rule, place: .namespace(id.namespace), pod: origin, subject: subject, detail: detail)
      view.broken.append(Sighting(broken: broken, pod: id, configurations: configurations))
    }
    let takesSidecar = takesSidecar(pods, namespace: world.objects[id.namespace].name)
    if matched.isEmpty {
      if takesSidecar { add("MP001") }
    } else if takesSidecar {
      view.injected.insert(id)
    }
    let planes = Set(
      matched.map { revision(behind: $0.webhook.target, $0.configuration, state) ?? "?" })
    if planes.count > 1 { add("MP002", planes.sorted().joined(separator: " ")) }
    // Where the namespace decides, or the Pod opts out, nobody looks at what the Pod names.
    if labels["istio-injection"] == nil, labels["istio.io/rev"] == nil,
      pods.labels["sidecar.istio.io/inject"] != "false",
      let named = pods.labels["istio.io/rev"], !isKnown(named, state)
    {
      add("MP003", named)
    }
    for (index, webhook) in matched {
      let name = world.objects[index].name
      if let problem = problem(webhook.target, state) {
        add(problem.rule, subject: name, problem.service)
      }
      if state.unpatched[index]?.contains(webhook.name) == true {
        add("MP006", subject: name, "caBundle")
      }
    }
  }

  private func origin(of id: PodID) -> Origin {
    let bodies = id.workload.map { world.objects[$0].versions.compactMap { $0?.body } } ?? []
    guard case .pods(let pods)? = bodies.first else {
      return Origin(labels: [:], annotation: nil, isOnHostNetwork: false)
    }
    return Origin(
      labels: pods.labels.filter { keys.contains($0.key) }, annotation: pods.annotation,
      isOnHostNetwork: pods.isOnHostNetwork)
  }

  // MARK: Selection

  private struct Selection: Hashable {
    let pod: PodID
    /// The versions of the namespace, the Pod and the configuration, and which that is.
    let versions: [Int]
  }

  /// The webhooks of a configuration that select a Pod.
  private mutating func selecting(
    _ id: PodID, _ pods: SmallWorld.Pods, _ index: Int, _ state: State
  ) -> [Int] {
    let versions = [
      state.versions[id.namespace], id.workload.map { state.versions[$0] } ?? 0,
      state.versions[index], index,
    ]
    let selection = Selection(pod: id, versions: versions)
    if let known = selections[selection] { return known }
    guard case .injectors(let configuration) = body(index, state), configuration.isIstio,
      case .namespace(var labels) = body(id.namespace, state)
    else { return [] }
    labels["kubernetes.io/metadata.name"] = world.objects[id.namespace].name
    let found = configuration.webhooks.indices.filter { position in
      let webhook = configuration.webhooks[position]
      return webhook.isForPods && webhook.namespaces.holds(for: labels)
        && webhook.pods.holds(for: pods.labels)
    }
    selections[selection] = found
    return found
  }

  /// What istiod decides once it is called (Istio 1.27 and later, `injectRequired`).
  private func takesSidecar(_ pods: SmallWorld.Pods, namespace: String) -> Bool {
    if pods.isOnHostNetwork || namespace == "kube-system" { return false }
    let wish = pods.labels["sidecar.istio.io/inject"] ?? pods.annotation
    return wish != "false"
  }
}

internal import Files
internal import Kubernetes

/// A repository, and the steps that change it, as far as they bear on admission.
struct ProofModel: Sendable {
  /// A namespace as one definition has it, with the Pods of its workloads.
  struct Namespace: Sendable {
    let name: String
    /// The definition.
    var manifest: ManifestObject
    /// Whether that is the dump's, as no file of the repository has one so far.
    var isLive: Bool
    var labels: [String: String]
    var pods: [ObjectKey: PodClass] = [:]
  }

  private(set) var namespaces: [Namespace] = []
  private(set) var surroundings = Surroundings()
  private(set) var deltas: [ProofDelta] = []
  /// How objects of the base are called in reports.
  private var references: [ObjectKey: ObjectReference] = [:]
  /// The positions of a namespace's definitions.
  private var positions: [String: [Int]] = [:]
  private var reader: ProofReader
  private let state: MeshState
  /// What files that steps change held in the text that was read last.
  private var lastRead: [RepositoryPath: (text: [UInt8], items: [ProofItem])] = [:]
  private var holders: [RepositoryPath: [Int]] = [:]

  /// Reads the base, then what each step changes of it.
  ///
  /// What the repository has wins over what the dump has, and that over what is assumed.
  init(
    base: MeshRepository, state: MeshState, cluster: [ManifestObject], assumed: [ProofItem],
    installed: Set<String>, steps: [ProofStep]
  ) {
    self.state = state
    reader = ProofReader(state)
    surroundings.installed = installed
    read(
      base, changing: Set(steps.flatMap(\.paths)), cluster: cluster, assumed: assumed)
    for step in steps { deltas.append(delta(of: step)) }
  }

  mutating func takeControlPlanesToRun() { surroundings.areControlPlanesTaken = true }

  // MARK: The base

  private mutating func read(
    _ base: MeshRepository, changing: Set<RepositoryPath>, cluster: [ManifestObject],
    assumed: [ProofItem]
  ) {
    var workloads: [ProofItem] = []
    for file in base.manifestFiles {
      let items = changing.contains(file.path) ? items(of: file) : read(file)
      add(items, isLive: false, &workloads)
    }
    let known = Set(positions.keys)
    for object in cluster {
      let items = reader.items(of: object).filter {
        $0.key.kind == "Namespace" ? !known.contains($0.key.name) : !surroundings.has($0.key)
      }
      add(items, isLive: true, &workloads)
    }
    for item in assumed where !surroundings.has(item.key) {
      references[item.key] = item.reference
      surroundings.set(item.object, for: item.key)
    }
    for item in workloads {
      guard case .pods(let pods) = item.object else { continue }
      for position in positions[item.key.namespace ?? ""] ?? [] {
        namespaces[position].pods[item.key] = pods
      }
    }
  }

  private mutating func add(
    _ items: [ProofItem], isLive: Bool, _ workloads: inout [ProofItem]
  ) {
    for item in items {
      switch item.object {
      case .namespace(let labels):
        guard let manifest = item.manifest else { continue }
        positions[item.key.name, default: []].append(namespaces.count)
        namespaces.append(
          Namespace(name: item.key.name, manifest: manifest, isLive: isLive, labels: labels))
      case .pods: workloads.append(item)
      default:
        // A second definition is some other cluster's, or refused by whoever edits it.
        guard !surroundings.has(item.key) else { continue }
        references[item.key] = item.reference
        surroundings.set(item.object, for: item.key)
      }
    }
  }

  // MARK: The steps

  /// What is there by then, by key: the base with the steps so far.
  private var current: [ObjectKey: ProofObject?] = [:]

  private mutating func delta(of step: ProofStep) -> ProofDelta {
    var delta = ProofDelta()
    var seen: Set<ObjectKey> = []
    for path in step.paths {
      let old = items(in: step.before, path)
      let new = items(in: step.after, path)
      let keys = Set(old.keys).union(new.keys).sorted { $0.precedes($1) }
      for identity in keys {
        add(
          old[identity], new[identity], to: &delta, seen: &seen, in: path,
          forward: place(Self.order(of: identity, new, step.after.file(path)), in: path),
          backward: place(Self.order(of: identity, old, step.before.file(path)), in: path))
      }
    }
    for hand in step.byHand { add(hand, to: &delta) }
    return delta
  }

  /// An object's identity and which of its sides is meant: a control plane has Pods as well.
  private struct Identity: Hashable {
    let key: ObjectKey
    let isPods: Bool

    func precedes(_ other: Identity) -> Bool {
      key != other.key ? key < other.key : !isPods && other.isPods
    }
  }

  private mutating func items(
    in repository: MeshRepository, _ path: RepositoryPath
  ) -> [Identity: ProofItem] {
    var result: [Identity: ProofItem] = [:]
    guard let file = repository.file(path) else { return result }
    for item in items(of: file) {
      var isPods = false
      if case .pods = item.object { isPods = true }
      let identity = Identity(key: item.key, isPods: isPods)
      if result[identity] == nil { result[identity] = item }
    }
    return result
  }

  /// What a file holds, read once for each text that it has: a step begins where one has ended.
  private mutating func items(of file: ManifestFile) -> [ProofItem] {
    // Equal arrays that share their storage compare at once.
    if let last = lastRead[file.path], last.text == file.source.bytes { return last.items }
    let items = read(file)
    lastRead[file.path] = (file.source.bytes, items)
    return items
  }

  private mutating func read(_ file: ManifestFile) -> [ProofItem] {
    var items: [ProofItem] = []
    for object in file.objects { items += reader.items(of: object) }
    return items
  }

  private mutating func add(
    _ old: ProofItem?, _ new: ProofItem?, to delta: inout ProofDelta,
    seen: inout Set<ObjectKey>, in path: RepositoryPath, forward: SyncPlace, backward: SyncPlace
  ) {
    guard let item = new ?? old else { return }
    func local(_ from: ProofObject?) -> ProofDelta.Local {
      ProofDelta.Local(
        reference: item.reference, from: from, to: new?.object, forward: forward,
        backward: backward)
    }
    switch item.object {
    case .namespace:
      guard let position = position(of: item, in: path) else { return }
      let from = old?.object ?? .namespace(namespaces[position].labels)
      if from != new?.object { delta.namespaces[position] = local(from) }
    case .pods:
      guard old?.object != new?.object else { return }
      for position in positions[item.key.namespace ?? ""] ?? [] {
        delta.pods[position, default: [:]][item.key] = local(old?.object)
      }
    default:
      guard seen.insert(item.key).inserted else { return }
      let from = known(item.key)
      // Also where only a caBundle differs: a later step's rollback creates what is written now.
      current[item.key] = .some(new?.object)
      guard !Self.areAlike(from, new?.object) else { return }
      references[item.key] = item.reference
      delta.globals.append(
        ProofDelta.Global(
          key: item.key, reference: item.reference, file: path, from: from, to: new?.object,
          forward: forward, backward: backward))
    }
  }

  private mutating func add(_ hand: ProofStep.ByHand, to delta: inout ProofDelta) {
    // What Git lets go as well goes at any time where Argo CD prunes, and else when the hand comes to it.
    let from = known(hand.key)
    if from == nil, hand.object == nil {
      guard let index = delta.globals.firstIndex(where: { $0.key == hand.key }) else { return }
      let global = delta.globals[index]
      delta.globals[index] = ProofDelta.Global(
        key: global.key, reference: global.reference, from: global.from, to: global.to,
        forward: .removalOrByHand(hand.order),
        backward: hand.isUndoneFirst ? hand.undoing : global.backward)
      return
    }
    guard !Self.areAlike(from, hand.object) else { return }
    current[hand.key] = .some(hand.object)
    let reference =
      references[hand.key] ?? ObjectReference(key: hand.key, version: "v1")
    delta.globals.append(
      ProofDelta.Global(
        key: hand.key, reference: reference, from: from, to: hand.object,
        forward: hand.isDoneFirst ? .beforehand(hand.order) : .byHand(hand.order),
        backward: hand.undoing))
  }

  /// What an object is before the step, in the repository, the dump or by assumption.
  private func known(_ key: ObjectKey) -> ProofObject? {
    if let known = current[key] { return known }
    return surroundings.object(key)
  }

  /// Whether two forms do the same; a caBundle that only one of them spells out is istiod's.
  static func areAlike(_ one: ProofObject?, _ other: ProofObject?) -> Bool {
    one?.withoutCertificates == other?.withoutCertificates
  }

  /// The definition of a namespace that a file holds, or that the dump has so far.
  private mutating func position(of item: ProofItem, in path: RepositoryPath) -> Int? {
    let all = positions[item.key.name] ?? []
    if let own = all.first(where: { namespaces[$0].manifest.file == path }) { return own }
    guard let live = all.first(where: { namespaces[$0].isLive }), let manifest = item.manifest
    else { return nil }
    namespaces[live].manifest = manifest
    namespaces[live].isLive = false
    return live
  }

  // MARK: Places

  /// When a sync applies an object; nil where its file does not hold it.
  ///
  /// What bears on admission no more, such as a workload that is no control plane now, or a
  /// configuration without webhooks, is there all the same.
  private static func order(
    of identity: Identity, _ items: [Identity: ProofItem], _ file: ManifestFile?
  ) -> SyncOrder? {
    if let item = items[identity] ?? items[Identity(key: identity.key, isPods: true)] {
      return item.order
    }
    return file?.objects.first { $0.key == identity.key }.map { SyncOrder($0) }
  }

  private mutating func place(_ order: SyncOrder?, in path: RepositoryPath) -> SyncPlace {
    guard let order else { return .removal }
    // A repository without Applications is synced by one that it does not know of.
    if state.applications.applications.isEmpty { return .application(0, order) }
    let holders = holders(of: path)
    guard holders.count == 1, let holder = holders.first else { return .anyTime }
    return .application(holder, order)
  }

  private mutating func holders(of path: RepositoryPath) -> [Int] {
    if let known = holders[path] { return known }
    var found = state.applications.applications(holding: path)
    if found.isEmpty, let kustomization = state.graph.kustomization(in: path.folder) {
      // A new file, which its folder's kustomization takes in together with it.
      found = state.applications.applications(reading: kustomization)
    }
    holders[path] = found.sorted()
    return found.sorted()
  }
}

extension ProofObject {
  /// The object as if no caBundle were written in it.
  fileprivate var withoutCertificates: ProofObject {
    guard case .injectors(let configuration) = self else { return self }
    return .injectors(
      InjectorConfiguration(
        name: configuration.name, revisionLabel: configuration.revisionLabel,
        tag: configuration.tag,
        webhooks: configuration.webhooks.map { webhook in
          var webhook = webhook
          webhook.hasCABundle = false
          return webhook
        }))
  }
}

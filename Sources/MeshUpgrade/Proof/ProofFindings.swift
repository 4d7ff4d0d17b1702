internal import Files
internal import Kubernetes
internal import YAML

/// Tells what a proof has found: one finding for each rule, phase and namespace concerned.
struct ProofFindings {
  private let run: ProofRun
  private let names: [String]
  /// The repository at the base, then after each phase.
  private let repositories: [MeshRepository]
  /// The dump, for what no file of the repository has.
  private let dump: SourceFile?
  /// The files that webhook configurations stand in.
  private let places: [ObjectKey: RepositoryPath]
  /// The webhook configurations that only the dump has.
  private let live: [ObjectKey: ManifestObject]

  init(
    run: ProofRun, names: [String], repositories: [MeshRepository], cluster: ClusterObjects? = nil
  ) {
    self.run = run
    dump = cluster?.source
    self.names = names
    self.repositories = repositories
    var places: [ObjectKey: RepositoryPath] = [:]
    for (_, object) in repositories[0].objects
    where object.key.group == MeshLabels.admissionGroup && places[object.key] == nil {
      places[object.key] = object.file
    }
    for global in run.model.deltas.flatMap(\.globals) where places[global.key] == nil {
      places[global.key] = global.file
    }
    self.places = places
    var live: [ObjectKey: ManifestObject] = [:]
    for object in cluster?.objects ?? [] where object.key.group == MeshLabels.admissionGroup {
      live[object.key] = object
    }
    self.live = live
  }

  /// What a finding is about; each is told once, in its worst form and smallest state.
  private struct Subject: Hashable {
    let rule: Rule
    let step: Int?
    let namespace: Int?
    let object: ObjectKey?
    let isPreexisting: Bool
  }

  /// - Parameters:
  ///   - directions: which ways through the steps count.
  ///   - isPreexisting: whether what a step breaks for a namespace, by its position, had been broken
  ///     before what it takes back.
  func all(
    _ directions: Set<ProofRun.Direction> = [.forwards, .backwards],
    isPreexisting: (ProofRun.Breach, Int?) -> Bool = { _, _ in false }
  ) -> [Finding] {
    var order: [Subject] = []
    var chosen: [Subject: (breach: ProofRun.Breach, namespace: Int?)] = [:]
    // What the base has broken already is told there.
    for breach in run.breaches
    where (!breach.isPreexisting || breach.step == nil) && directions.contains(breach.direction) {
      let members: [Int?] = breach.members.isEmpty ? [nil] : breach.members.map { $0 }
      for member in members {
        let subject = Subject(
          rule: breach.violation.rule, step: breach.step, namespace: member,
          object: member == nil ? breach.violation.subject : nil,
          isPreexisting: isPreexisting(breach, member))
        guard let known = chosen[subject] else {
          order.append(subject)
          chosen[subject] = (breach, member)
          continue
        }
        if Self.isWorse(breach, than: known.breach) { chosen[subject] = (breach, member) }
      }
    }
    return order.compactMap { subject in
      guard let one = chosen[subject] else { return nil }
      var finding = finding(one.breach, namespace: one.namespace)
      if subject.isPreexisting { finding.isPreexisting = true }
      return finding
    }
  }

  private static func isWorse(_ one: ProofRun.Breach, than other: ProofRun.Breach) -> Bool {
    func rank(_ breach: ProofRun.Breach) -> Int {
      (breach.isPreexisting ? 4 : 0) + (breach.violation.isWarning ? 2 : 0)
        + (breach.direction == .backwards ? 1 : 0)
    }
    return rank(one) < rank(other)
  }

  private func finding(_ breach: ProofRun.Breach, namespace position: Int?) -> Finding {
    let text = ViolationText(breach: breach, moment: moment(of: breach))
    let namespace = position.map { run.model.namespaces[$0].name }
    var finding = Finding(
      breach.violation.rule,
      breach.violation.isWarning || breach.violation.rule == .twoDefaults ? .warning : .error,
      phase: breach.step.map { names[$0] }, namespace: namespace,
      message: text.message(namespace: namespace), hint: text.hint)
    finding.isPreexisting = breach.isPreexisting
    locate(&finding, breach, position)
    finding.counterexample = Counterexample(
      state: moment(of: breach), namespaceLabels: breach.labels,
      podLabels: breach.pod?.labels, webhooks: breach.webhooks,
      applied: breach.applied.map { reference in
        // A class stands for its namespaces: each is told by its own name.
        reference.key.name.isEmpty ? applied(reference, in: namespace ?? "") : reference
      })
    return finding
  }

  private func applied(_ reference: ObjectReference, in namespace: String) -> ObjectReference {
    let key = reference.key
    let isPods = key.kind == "Pod"
    return ObjectReference(
      key: ObjectKey(
        group: "", kind: isPods ? "Pod" : "Namespace", namespace: isPods ? namespace : nil,
        name: isPods ? "" : namespace), version: "v1")
  }

  /// When the state is passed, in words.
  private func moment(of breach: ProofRun.Breach) -> String {
    guard let step = breach.step else { return "in the base" }
    let name = names[step]
    if breach.isWindow { return "while phase \(name) syncs before \(names[step - 1]) has finished" }
    let isForward = breach.direction == .forwards && !run.takesBack
    switch (isForward, breach.moment) {
    case (true, .end): return "once phase \(name) has synced"
    case (true, _): return "while phase \(name) syncs"
    case (false, .end): return "once phase \(name) is taken back"
    case (false, _): return "while phase \(name) is taken back"
    }
  }

  // MARK: Places

  /// Where to look: at the object at fault, else at the namespace's label.
  private func locate(_ finding: inout Finding, _ breach: ProofRun.Breach, _ position: Int?) {
    let repository = repositories[(breach.step ?? -1) + 1]
    if let key = breach.violation.subject,
      let (object, source) = object(of: key, around: breach.step)
    {
      finding.object = object.reference
      let node = object.node[["metadata", "name"]] ?? object.node
      set(&finding, node.range, in: source)
      return
    }
    guard let position else {
      // No file has it, nor the dump: it is assumed.
      finding.object = breach.violation.subject.map { ObjectReference(key: $0, version: "v1") }
      return
    }
    let manifest = run.model.namespaces[position].manifest
    finding.object = manifest.reference
    let file = repository.file(manifest.file)
    guard let source = file?.source ?? dump else { return }
    let current = file?.objects.first { $0.key == manifest.key } ?? manifest
    let labels = current.node[["metadata", "labels"]]
    let node =
      (labels?.ownPair(MeshLabels.revision) ?? labels?.ownPair(MeshLabels.injection))?.key
      ?? current.node[["metadata", "name"]] ?? current.node
    set(&finding, node.range, in: source)
  }

  /// A webhook configuration as it is after a step, or before the one that removes it.
  private func object(
    of key: ObjectKey, around step: Int?
  ) -> (object: ManifestObject, source: SourceFile)? {
    for index in [(step ?? -1) + 1, step ?? 0] {
      guard let path = places[key], let file = repositories[index].file(path),
        let object = file.objects.first(where: { $0.key == key })
      else { continue }
      return (object, file.source)
    }
    guard let object = live[key], let dump else { return nil }
    return (object, dump)
  }

  private func set(_ finding: inout Finding, _ range: Range<Int>, in source: SourceFile) {
    finding.place = source.place(at: range.lowerBound)
    finding.excerpt = source.excerpt(at: range)
  }
}

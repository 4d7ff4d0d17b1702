internal import Kubernetes

/// The classes of a mesh's namespaces, refined step by step.
///
/// Only what a step changes is looked at again, so that the cost follows the changes.
struct ClassPartition: Sendable {
  private(set) var classes: [NamespaceClass] = []
  private let namespaces: [ProofModel.Namespace]
  private let projection: LabelProjection
  /// The class of each namespace.
  private var classOf: [Int]
  /// The Pods of each namespace by workload, less what does not count; also those that are gone.
  private var pods: [[ObjectKey: PodLineage]]
  /// The state that the last step has led to; the base is 0.
  private var state = 0

  init(_ model: ProofModel, projection: LabelProjection) {
    namespaces = model.namespaces
    self.projection = projection
    pods = model.namespaces.map { $0.pods.mapValues { PodLineage(projection.pods($0)) } }
    classOf = Array(repeating: 0, count: namespaces.count)
    struct Signature: Hashable {
      let name: String?
      let labels: [String: String]
      let pods: Set<PodLineage>
    }
    var groups: [Signature: [Int]] = [:]
    var order: [Signature] = []
    for (index, namespace) in namespaces.enumerated() {
      let signature = Signature(
        name: projection.counts(name: namespace.name) ? namespace.name : nil,
        labels: projection.namespace(namespace.labels), pods: Set(pods[index].values))
      if groups[signature] == nil { order.append(signature) }
      groups[signature, default: []].append(index)
    }
    for signature in order {
      let members = groups[signature] ?? []
      let kinds = [.unlabelled] + Self.ordered(signature.pods.subtracting([.unlabelled]))
      append(
        NamespaceClass(
          members: members, name: namespaces[members[0]].name, labels: signature.labels,
          pods: kinds.map { NamespaceClass.Pods(lineage: $0) }))
    }
  }

  private mutating func append(_ made: NamespaceClass) {
    for member in made.members { classOf[member] = classes.count }
    classes.append(made)
  }

  /// Changes the classes one by one.
  mutating func update(_ body: (inout NamespaceClass) -> Void) {
    for index in classes.indices { body(&classes[index]) }
  }

  /// Pods in an order that does not depend on hashing.
  private static func ordered(_ pods: Set<PodLineage>) -> [PodLineage] {
    pods.map { ($0.text, $0) }.sorted { $0.0.utf8.lexicographicallyPrecedes($1.0.utf8) }.map(\.1)
  }

  /// What tells Pods apart, as a text to sort by.
  static func text(_ pods: PodClass?) -> String {
    guard let pods else { return "" }
    let labels = pods.labels.map { "\($0.key)=\($0.value)" }.sorted {
      $0.utf8.lexicographicallyPrecedes($1.utf8)
    }
    return labels.joined(separator: ",") + "\t\(pods.annotation ?? "")\t\(pods.isOnHostNetwork)"
  }

  // MARK: Steps

  /// What a step does to a namespace, as far as it tells classes apart.
  private struct Change: Hashable {
    let labels: ClassTransition.Move<[String: String]>?
    let pods: Set<ClassTransition.Move<PodLineage?>>
    /// The Pods that stay as they are.
    let staying: Set<PodLineage>
  }

  /// Splits the classes that a step treats in several ways; tells what it does to each of those
  /// that it changes, by their positions.
  mutating func refine(by delta: ProofDelta) -> [Int: ClassTransition] {
    state += 1
    var groups: [Int: [Change: [Int]]] = [:]
    // The changes of a class in the order of their first namespaces.
    var order: [(old: Int, change: Change)] = []
    for position in delta.positions.sorted() {
      let change = change(of: position, by: delta)
      let old = classOf[position]
      if groups[old]?[change] == nil { order.append((old, change)) }
      groups[old, default: [:]][change, default: []].append(position)
    }
    var transitions: [Int: ClassTransition] = [:]
    for (old, change) in order {
      let index = split(groups[old]?[change] ?? [], from: old)
      transitions[index] = transition(change, of: classes[index])
    }
    return transitions
  }

  private mutating func change(of position: Int, by delta: ProofDelta) -> Change {
    let labels = delta.namespaces[position].flatMap { local -> ClassTransition.Move? in
      let move = ClassTransition.Move(
        from: projected(local.from), to: projected(local.to), forward: local.forward,
        backward: local.backward)
      return move.isChange ? move : nil
    }
    var moves: Set<ClassTransition.Move<PodLineage?>> = []
    var changed: Set<ObjectKey> = []
    for (workload, local) in delta.pods[position] ?? [:] {
      let isPlane = delta.globals.contains { $0.key == workload }
      let from = pods(local.from).map {
        lineage(of: workload, in: position, as: $0, stepsAgo: 1)
      }
      let to = pods(local.to)
      let next =
        (from ?? pods[position][workload])?.becoming(to, in: state)
        ?? to.map { PodLineage($0, from: state) }
      let move = ClassTransition.Move(
        from: from, to: to == nil ? nil : next, forward: local.forward,
        backward: local.backward, plane: isPlane ? workload : nil)
      guard move.isChange else { continue }
      moves.insert(move)
      changed.insert(workload)
      pods[position][workload] = next
    }
    let staying = pods[position].filter { !changed.contains($0.key) && $0.value.current != nil }
    return Change(labels: labels, pods: moves, staying: Set(staying.values))
  }

  /// What the Pods of a workload had been some steps ago.
  ///
  /// A second definition of the workload may have others: these are as they were from the base on.
  func lineage(
    of workload: ObjectKey, in member: Int, as form: PodClass, stepsAgo steps: Int
  ) -> PodLineage {
    let known = pods[member][workload]?.until(state - steps)
    return known?.current == form ? known ?? PodLineage(form) : PodLineage(form)
  }

  /// The Pods of a namespace by workload, also those that are gone.
  func lineages(of member: Int) -> [ObjectKey: PodLineage] { pods[member] }

  private func projected(_ object: ProofObject?) -> [String: String] {
    guard case .namespace(let labels) = object else { return [:] }
    return projection.namespace(labels)
  }

  func pods(_ object: ProofObject?) -> PodClass? {
    guard case .pods(let pods) = object else { return nil }
    return projection.pods(pods)
  }

  /// Gives namespaces a class of their own, unless they are all of theirs.
  private mutating func split(_ members: [Int], from old: Int) -> Int {
    let whole = classes[old]
    guard members.count < whole.members.count else { return old }
    let gone = Set(members)
    let rest = whole.members.filter { !gone.contains($0) }
    func part(_ members: [Int]) -> NamespaceClass {
      var part = NamespaceClass(
        members: members, name: namespaces[members[0]].name, labels: whole.labels,
        pods: whole.pods)
      part.preexisting = whole.preexisting
      part.lastTransition = whole.lastTransition
      part.previousPods = whole.previousPods
      return part
    }
    classes[old] = part(rest)
    append(part(members))
    return classes.count - 1
  }

  private func transition(_ change: Change, of part: NamespaceClass) -> ClassTransition {
    var moves: [ClassTransition.Move<PodLineage?>] = []
    for (index, kind) in part.pods.enumerated() {
      let moving = change.pods.filter { $0.from == kind.lineage }
      let stays = index == 0 || moving.isEmpty || change.staying.contains(kind.lineage)
      if stays { moves.append(ClassTransition.Move(kind.lineage)) }
      moves += Self.ordered(moving)
    }
    moves += Self.ordered(change.pods.filter { $0.from == nil })
    return ClassTransition(
      labels: change.labels ?? ClassTransition.Move(part.labels), pods: moves)
  }

  private static func ordered(
    _ moves: some Sequence<ClassTransition.Move<PodLineage?>>
  ) -> [ClassTransition.Move<PodLineage?>] {
    moves.map {
      (
        "\($0.from?.text ?? "")\t\($0.to?.text ?? "")\t\(String(describing: $0.forward))\t\(String(describing: $0.backward))"
          + "\t\($0.plane.map(\.description) ?? "")",
        $0
      )
    }
    .sorted { $0.0.utf8.lexicographicallyPrecedes($1.0.utf8) }.map(\.1)
  }
}

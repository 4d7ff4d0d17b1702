internal import Kubernetes

/// The Pods of a workload over two steps that are under way at once.
struct PodHistory: Hashable {
  /// Before the first step, between them and after the second; nil while they are not there.
  let forms: [PodClass?]
  /// When each step changes them; nil where it does not.
  let places: [SyncPlace?]
  /// What they had been before the first step; nil where they were not there.
  let lineage: PodLineage?
  /// The workload's change as a control plane, where it is one and a step changes it as such.
  let plane: ProofChange?

  /// Pods that stay as they are.
  init(staying pods: PodLineage) {
    forms = [pods.current, pods.current, pods.current]
    places = [nil, nil]
    lineage = pods
    plane = nil
  }

  init(
    forms: [PodClass?], places: [SyncPlace?], lineage: PodLineage?, plane: ProofChange?
  ) {
    self.forms = forms
    self.places = places
    self.lineage = lineage
    self.plane = plane
  }

  static func == (one: PodHistory, other: PodHistory) -> Bool {
    one.forms == other.forms && one.places == other.places && one.lineage == other.lineage
      && one.plane?.key == other.plane?.key
  }

  func hash(into hasher: inout Hasher) {
    hasher.combine(forms)
    hasher.combine(places)
    hasher.combine(lineage)
    hasher.combine(plane?.key)
  }
}

/// Namespaces of a class that two steps at once treat alike.
struct ClassHistory {
  let members: [Int]
  /// When each step changes the namespaces; nil where it does not.
  let places: [SyncPlace?]
  let pods: [PodHistory]
}

extension ClassPartition {
  /// What becomes of the Pods of a class over two steps, the second of which has refined it; several
  /// groups of namespaces where workloads that are alike in between are not alike in both.
  func histories(
    of part: NamespaceClass, _ first: ProofDelta, _ second: ProofDelta
  ) -> [ClassHistory] {
    struct Signature: Hashable {
      let pods: Set<PodHistory>
      let places: [SyncPlace?]
    }
    var groups: [Signature: [Int]] = [:]
    var order: [Signature] = []
    for member in part.members {
      let signature = Signature(
        pods: histories(of: member, first, second),
        places: [first, second].map { $0.namespaces[member]?.forward })
      if groups[signature] == nil { order.append(signature) }
      groups[signature, default: []].append(member)
    }
    return order.map {
      ClassHistory(members: groups[$0] ?? [], places: $0.places, pods: Self.ordered($0.pods))
    }
  }

  private func histories(
    of member: Int, _ first: ProofDelta, _ second: ProofDelta
  ) -> Set<PodHistory> {
    let earlier = first.pods[member] ?? [:]
    let later = second.pods[member] ?? [:]
    var result: Set<PodHistory> = [PodHistory(staying: .unlabelled)]
    for workload in Set(earlier.keys).union(later.keys) {
      let (one, two) = (earlier[workload], later[workload])
      let between = pods(one.map(\.to) ?? two?.from)
      let forms = [
        one.map { pods($0.from) } ?? between, between, two.map { pods($0.to) } ?? between,
      ]
      result.insert(
        PodHistory(
          forms: forms,
          places: [one?.forward, two?.forward],
          lineage: forms[0].map { lineage(of: workload, in: member, as: $0, stepsAgo: 2) },
          plane: Set(forms).count > 1 ? plane(workload, first, second, one, two) : nil))
    }
    for (workload, pods) in lineages(of: member)
    where earlier[workload] == nil && later[workload] == nil && pods.current != nil {
      result.insert(PodHistory(staying: pods))
    }
    return result
  }

  /// The change of a workload as a control plane, which is that of its Pods as well.
  private func plane(
    _ workload: ObjectKey, _ first: ProofDelta, _ second: ProofDelta, _ one: ProofDelta.Local?,
    _ two: ProofDelta.Local?
  ) -> ProofChange? {
    let earlier = first.globals.first { $0.key == workload }
    let later = second.globals.first { $0.key == workload }
    guard let reference = (earlier ?? later)?.reference else { return nil }
    let between = earlier.map(\.to) ?? later?.from
    return ProofChange(
      key: workload, reference: reference,
      versions: [
        earlier.map(\.from) ?? between, between, later.map(\.to) ?? between,
      ], places: [earlier?.forward ?? one?.forward, later?.forward ?? two?.forward])
  }

  private static func ordered(_ histories: Set<PodHistory>) -> [PodHistory] {
    histories.map { history in
      (
        history.forms.map(text).joined(separator: "\t")
          + "\t\(history.places)\t\(history.plane?.key.description ?? "")"
          + "\t\(history.lineage?.text ?? "")", history
      )
    }.sorted { $0.0.utf8.lexicographicallyPrecedes($1.0.utf8) }.map(\.1)
  }
}

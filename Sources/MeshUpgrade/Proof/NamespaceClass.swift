internal import Kubernetes

/// Namespaces that no webhook tells apart, whose Pods are alike, and that each step changes alike.
struct NamespaceClass: Sendable {
  /// Pods of one kind in the namespaces of a class.
  struct Pods: Sendable {
    let lineage: PodLineage
    /// Whether they should have a sidecar by now.
    var shouldBeInjected = false

    var pods: PodClass { lineage.current ?? lineage.origin }
  }

  /// The namespaces, by their positions.
  let members: [Int]
  /// One of their names, for what knows namespaces by name.
  let name: String
  var labels: [String: String]
  /// A Pod without labels first, then those of the workloads.
  var pods: [Pods]
  /// The same before the last step.
  var previousPods: [Pods] = []
  /// What the last step did to it; nil for nothing.
  var lastTransition: ClassTransition?
  /// What was broken in the base.
  var preexisting: Set<Violation> = []

  /// The labels as the API server sees them.
  var namespace: NamespaceLabels { NamespaceLabels(name: name, labels: labels) }

  /// What is known of the Pods of a move: those that it brings need no sidecar so far.
  func pods(_ move: ClassTransition.Move<PodLineage?>) -> Pods? {
    guard let from = move.from else { return move.to.map { Pods(lineage: $0) } }
    return pods.first { $0.lineage == from }
  }

  /// Whether the namespaces ask for a sidecar by their own labels (istio-injection wins).
  static func asksForInjection(_ labels: [String: String]) -> Bool {
    guard let injection = labels[MeshLabels.injection] else {
      return labels[MeshLabels.revision] != nil
    }
    return injection == "enabled"
  }
}

/// What one step does to a class: the labels of its namespaces and their Pods, before and after.
struct ClassTransition: Sendable {
  /// A form before and after, and when it changes in either direction; nil where it does not.
  struct Move<Form: Hashable & Sendable>: Hashable, Sendable {
    let from: Form
    let to: Form
    let forward: SyncPlace?
    let backward: SyncPlace?
    /// The workload, where the step changes it as a control plane too: both change at once.
    let plane: ObjectKey?

    /// What stays.
    init(_ form: Form) {
      self.init(from: form, to: form, forward: nil, backward: nil)
    }

    init(
      from: Form, to: Form, forward: SyncPlace?, backward: SyncPlace?, plane: ObjectKey? = nil
    ) {
      self.from = from
      self.to = to
      self.forward = from == to ? nil : forward
      self.backward = from == to ? nil : backward
      self.plane = from == to ? nil : plane
    }

    var isChange: Bool { from != to }
  }

  let labels: Move<[String: String]>
  /// Each kind of Pods before and after; nil for what is not there.
  let pods: [Move<PodLineage?>]
}

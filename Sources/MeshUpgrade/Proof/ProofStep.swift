internal import Files
internal import Kubernetes

/// A step from one state of the repository to the next, as one phase makes it.
struct ProofStep: Sendable {
  /// Something a person does to the cluster once the step has synced, or before.
  struct ByHand: Sendable {
    let key: ObjectKey
    /// What it becomes; nil when it is deleted.
    let object: ProofObject?
    /// What has to be done before: everything of a smaller number.
    let order: Int
    /// Whether it is undone, the last first, before the step is taken back; else after that.
    var isUndoneFirst = true
    /// Whether it is done before the step syncs.
    var isDoneFirst = false

    /// When it comes as the step is taken back.
    var undoing: SyncPlace { isUndoneFirst ? .beforehand(-order) : .byHand(-order) }
  }

  /// The phase's name.
  let name: String
  let before: MeshRepository
  let after: MeshRepository
  /// The files that it changes.
  let paths: [RepositoryPath]
  let byHand: [ByHand]
}

/// What a step changes that bears on admission.
struct ProofDelta: Sendable {
  /// A change of a webhook configuration, a Service or a control plane.
  struct Global: Sendable {
    let key: ObjectKey
    let reference: ObjectReference
    /// The file that the step changes; nil for what is done by hand.
    var file: RepositoryPath?
    let from: ProofObject?
    let to: ProofObject?
    /// When it comes as the step syncs.
    let forward: SyncPlace
    /// When it comes as the step is taken back.
    let backward: SyncPlace
  }

  /// A change of a namespace's labels, or of the Pods of a workload in it.
  struct Local: Sendable {
    let reference: ObjectReference
    let from: ProofObject?
    let to: ProofObject?
    let forward: SyncPlace
    let backward: SyncPlace
  }

  var globals: [Global] = []
  /// The namespaces whose labels change, by their position.
  var namespaces: [Int: Local] = [:]
  /// The workloads whose Pods change, by the position of their namespace.
  var pods: [Int: [ObjectKey: Local]] = [:]

  /// The namespaces that it changes.
  var positions: Set<Int> { Set(namespaces.keys).union(pods.keys) }
}

internal import Kubernetes
internal import YAML

/// When Argo CD applies an object of an Application's sync: by hook phase, sync wave and kind.
///
/// The order is that of argo-cd, gitops-engine/pkg/sync/sync_tasks.go; objects with equal places come
/// in any order.
/// Kinds that Argo CD does not list, webhook configurations among them, come last; that it then
/// sorts them by name is left out, as it costs no more than a few states.
struct SyncOrder: Hashable, Comparable, Sendable {
  /// 0 for PreSync, 1 for the sync itself, 2 for PostSync.
  let hook: Int
  let wave: Int
  /// The place of the kind in Argo CD's list.
  let kind: Int

  init(hook: Int = 1, wave: Int = 0, kind: String) {
    self.hook = hook
    self.wave = wave
    self.kind = Self.kinds.firstIndex(of: kind) ?? Self.kinds.count
  }

  /// Reads the annotations of a manifest.
  init(_ object: ManifestObject) {
    guard let annotations = object.node[["metadata", "annotations"]] else {
      self.init(kind: object.key.kind)
      return
    }
    let hook = annotations["argocd.argoproj.io/hook"]?.text ?? ""
    let wave = annotations["argocd.argoproj.io/sync-wave"]?.text.flatMap { Int($0) }
    self.init(
      hook: Self.place(ofHook: hook), wave: wave ?? 0,
      kind: object.key.kind)
  }

  private static func place(ofHook hook: String) -> Int {
    if hook.isEmpty { return 1 }
    return hook.contains("PreSync") ? 0 : hook.contains("PostSync") ? 2 : 1
  }

  /// The kinds that bear on admission, in the order in which Argo CD applies them.
  private static let kinds = [
    "Namespace", "Service", "DaemonSet", "Pod", "ReplicationController", "ReplicaSet", "Deployment",
    "StatefulSet",
  ]

  static func < (left: SyncOrder, right: SyncOrder) -> Bool {
    (left.hook, left.wave, left.kind) < (right.hook, right.wave, right.kind)
  }
}

/// Where a change comes in the order of a phase's sync.
enum SyncPlace: Hashable, Sendable {
  /// By hand before anything else, as what a rollback needs first, as the n-th step.
  case beforehand(Int)
  /// In the sync of one Application, at a place of its order.
  case application(Int, SyncOrder)
  /// At any time of the sync: the object is of no Application, or of several.
  case anyTime
  /// At any time, or never: Argo CD prunes only where it is told to.
  case removal
  /// As ``removal``, and where it has not happened, by hand as the n-th step.
  case removalOrByHand(Int)
  /// By hand once the rest has synced, as the n-th step.
  case byHand(Int)

  /// Whether somebody does it, and sees it done.
  var isByHand: Bool {
    switch self {
    case .beforehand, .byHand: true
    default: false
    }
  }

  /// Whether what stands at this place is always applied before what stands at the other.
  func precedes(_ other: SyncPlace) -> Bool {
    switch (self, other) {
    case (.application(let one, let order), .application(let two, let later)):
      one == two && order < later
    case (.byHand(let step), .byHand(let later)),
      (.removalOrByHand(let step), .byHand(let later)):
      step < later
    case (.beforehand(let step), .beforehand(let later)): step < later
    case (.beforehand, _): true
    // Nobody is asked to do anything by hand before a phase has synced.
    case (.application, .byHand), (.anyTime, .byHand): true
    default: false
    }
  }
}

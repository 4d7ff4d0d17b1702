internal import Kubernetes

/// An object that a transition changes: what it is before, between and after.
struct ProofChange: Sendable {
  /// One of the forms that the object takes in turn.
  struct Stage: Hashable, Sendable {
    /// The object; nil while it is not there.
    let object: ProofObject?
    /// How many of the transition's steps it has been through.
    let step: Int
    /// Whether istiod has yet to write the caBundle of webhooks that are new.
    var isFresh = false
  }

  let key: ObjectKey
  let reference: ObjectReference
  /// The stages in their order, at least two; the first is of step 0.
  let stages: [Stage]
  /// Where the change comes in each step's order, from step 1; nil where a step leaves it alone.
  ///
  /// A step may also change what bears on nothing: that is applied, and leaves the stage as it is.
  let places: [SyncPlace?]

  /// The change of one step, from one form to another.
  init(
    key: ObjectKey, reference: ObjectReference, from: ProofObject?, to: ProofObject?,
    place: SyncPlace
  ) {
    self.init(key: key, reference: reference, versions: [from, to], places: [place])
  }

  /// The change of several steps; a version for before and after each.
  ///
  /// - Parameter leavesOutEqual: whether a step that leaves the version as it was makes no stage.
  init(
    key: ObjectKey, reference: ObjectReference, versions: [ProofObject?], places: [SyncPlace?],
    leavesOutEqual: Bool = false
  ) {
    self.key = key
    self.reference = reference
    self.places = places
    var stages = [Stage(object: versions[0], step: 0)]
    for step in 1..<versions.count
    where places[step - 1] != nil && (!leavesOutEqual || versions[step] != versions[step - 1]) {
      // What is installed by hand is there once its istiod runs.
      if places[step - 1]?.isByHand == false {
        for fresh in Self.fresh(versions[step], over: stages) {
          stages.append(Stage(object: .injectors(fresh), step: step, isFresh: true))
        }
      }
      stages.append(Stage(object: versions[step], step: step))
    }
    self.stages = stages
  }

  /// A webhook configuration before istiod has written its caBundles, for each of the earlier stages
  /// that it may be applied over; none where it needs none.
  ///
  /// Git leaves the caBundle to istiod, and a webhook that is there keeps it when its manifest is
  /// applied: the API server merges webhooks by their names.
  private static func fresh(
    _ object: ProofObject?, over stages: [Stage]
  ) -> [InjectorConfiguration] {
    guard let configuration = object?.injectors else { return [] }
    var found: [InjectorConfiguration] = []
    for stage in stages {
      let called = (stage.object?.injectors?.webhooks ?? []).filter { webhook in
        if case .service = webhook.target { !webhook.isAwaitingCABundle } else { false }
      }
      let names = Set(called.map(\.name))
      let fresh = configuration.awaitingCABundle { $0.needsCABundle && !names.contains($0.name) }
      if fresh != configuration, !found.contains(fresh) { found.append(fresh) }
    }
    return found
  }

  /// The last step that changes it.
  var lastStep: Int { stages[stages.count - 1].step }
  /// Where it comes in the order of a step; in a step that leaves it alone, where it came before,
  /// as that sync would apply it if it had not been yet.
  func place(inStep step: Int) -> SyncPlace? {
    places[..<step].last { $0 != nil } ?? nil
  }
}

internal import Kubernetes

/// An object that a transition changes: what it is before, between and after.
struct ProofChange: Sendable {
  /// One of the forms that the object takes in turn.
  struct Stage: Hashable, Sendable {
    /// The object; nil while it is not there.
    let object: ProofObject?
    /// How many of the transition's steps it has been through.
    let step: Int
    /// Whether istiod has yet to write the caBundle of a webhook configuration that is new.
    var isFresh = false
  }

  let key: ObjectKey
  let reference: ObjectReference
  /// The stages in their order, at least two; the first is of step 0.
  let stages: [Stage]
  /// Where the change comes in each step's order, from step 1; nil where a step leaves it alone.
  let places: [SyncPlace?]

  /// The change of one step, from one form to another.
  init(
    key: ObjectKey, reference: ObjectReference, from: ProofObject?, to: ProofObject?,
    place: SyncPlace
  ) {
    self.init(key: key, reference: reference, versions: [from, to], places: [place])
  }

  /// The change of several steps; a version for before and after each.
  init(
    key: ObjectKey, reference: ObjectReference, versions: [ProofObject?], places: [SyncPlace?]
  ) {
    self.key = key
    self.reference = reference
    self.places = places
    var stages = [Stage(object: versions[0], step: 0)]
    for step in 1..<versions.count where places[step - 1] != nil {
      // What is installed by hand is there once its istiod runs. Only a new configuration lacks the caBundle: Git leaves it to istiod, and what is there
      // keeps it when its manifest is applied (facts of Istio, pkg/webhooks).
      let isNew = versions[..<step].contains { $0 == nil }
      if isNew, places[step - 1]?.isByHand == false, Self.waitsForCertificate(versions[step]) {
        stages.append(Stage(object: versions[step], step: step, isFresh: true))
      }
      stages.append(Stage(object: versions[step], step: step))
    }
    self.stages = stages
  }

  private static func waitsForCertificate(_ object: ProofObject?) -> Bool {
    guard let webhooks = object?.injectors?.webhooks else { return false }
    return webhooks.contains { webhook in
      if case .service = webhook.target { !webhook.hasCABundle } else { false }
    }
  }

  /// The last step that changes it.
  var lastStep: Int { stages[stages.count - 1].step }
  /// Where it comes in the order of a step; in a step that leaves it alone, where it came before,
  /// as that sync would apply it if it had not been yet.
  func place(inStep step: Int) -> SyncPlace? {
    places[..<step].last { $0 != nil } ?? nil
  }
}

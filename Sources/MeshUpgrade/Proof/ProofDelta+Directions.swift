extension ProofDelta.Global {
  /// Whether the un-revisioned injector stops selecting anything.
  var isNeutralised: Bool {
    guard let old = from?.injectors, let new = to?.injectors, old.tag == nil else { return false }
    return old.isActive && !new.isActive
  }

  /// Whether it selects Pods again, as that is taken back.
  var isReactivated: Bool {
    guard let old = from?.injectors, let new = to?.injectors, new.tag == nil else { return false }
    return !old.isActive && new.isActive
  }

  /// The change as the step syncs.
  var change: ProofChange {
    ProofChange(key: key, reference: reference, from: from, to: to, place: forward)
  }

  /// The change as the step is taken back.
  var inverse: ProofChange {
    ProofChange(key: key, reference: reference, from: to, to: from, place: backward)
  }
}

package import Files

/// A new value for a reference, and what the reference must be for it to be written.
package struct ReferenceUpdate: Sendable, Hashable {
  /// What the reference must be before the update.
  package enum Expectation: Sendable, Hashable {
    /// The reference exists and has this value.
    case mustMatch(ObjectID)
    /// The reference does not exist.
    case mustNotExist
    /// The reference may have any value or be absent.
    case any

    /// Whether a reference with this value, nil when absent, is as expected.
    package func admits(_ found: ObjectID?) -> Bool {
      switch self {
      case .mustMatch(let id): found == id
      case .mustNotExist: found == nil
      case .any: true
      }
    }
  }

  /// The full name, which starts with `refs/`.
  package let name: String
  /// What the reference must be before.
  package let expected: Expectation
  /// What the reference is to be after.
  package let target: ObjectID

  package init(name: String, expected: Expectation, target: ObjectID) {
    self.name = name
    self.expected = expected
    self.target = target
  }
}

/// A reference that is not what an update expected.
package struct ReferenceConflict: Sendable, Hashable {
  /// The full name of the reference.
  package let name: String
  /// What the update expected.
  package let expected: ReferenceUpdate.Expectation
  /// The value that was found; nil when the reference is absent.
  package let found: ObjectID?

  package init(name: String, expected: ReferenceUpdate.Expectation, found: ObjectID?) {
    self.name = name
    self.expected = expected
    self.found = found
  }
}

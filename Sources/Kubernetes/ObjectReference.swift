/// An object and the API version it is written in, as reports name it.
package struct ObjectReference: Hashable, Sendable, CustomStringConvertible {
  /// What makes it the same object everywhere.
  package let key: ObjectKey
  /// The API version, such as `v1`.
  package let version: String

  package init(key: ObjectKey, version: String) {
    self.key = key
    self.version = version
  }

  package var description: String { key.description }
}

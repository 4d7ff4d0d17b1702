package import YAML

/// JSON Merge Patch (RFC 7386).
package enum MergePatch {
  /// The value after a patch: mappings merge, null removes, anything else replaces.
  package static func apply(_ patch: Value, to value: Value) -> Value {
    guard case .mapping(let changes) = patch else { return patch }
    var result = value.mapping ?? Mapping()
    for (key, change) in changes.entries {
      result[key] = change == .null ? nil : apply(change, to: result[key] ?? .null)
    }
    return .mapping(result)
  }
}

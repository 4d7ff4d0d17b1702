package import Kubernetes
package import YAML
internal import YAMLDiff

/// A conflict of a merge as it is told: without what Secrets keep.
///
/// The values differ even where all that is seen of them are the same stars.
package struct ShownMergeConflict: Sendable {
  package let conflict: StreamMerge.Conflict
  package let base: Value?
  package let ours: Value?
  package let theirs: Value?
  /// Whether something of the values is not shown.
  package let isMasked: Bool

  package init(_ conflict: StreamMerge.Conflict, showsSecrets: Bool) {
    let mask = SecretMask(showsSecrets: showsSecrets).versions(conflict.documents)
    let inside = conflict.conflict
    func masked(_ value: Value?) -> Value? { value.map { mask.masked($0, at: inside.path) } }
    self.conflict = conflict
    base = masked(inside.base)
    ours = masked(inside.ours)
    theirs = masked(inside.theirs)
    isMasked = [base, ours, theirs] != [inside.base, inside.ours, inside.theirs]
  }

  /// One of the values on one line.
  package func text(of value: Value) -> String {
    // Stars are no text of the file, so they have no quotes.
    isMasked && value == SecretMask.stars ? "***" : ChangeText.text(of: value)
  }

  /// The conflict as JSON tells it.
  package var json: Value {
    var fields: [(key: String, value: Value)] = [
      ("object", conflict.object?.json ?? .null),
      ("path", .string(conflict.conflict.path.pointer)),
    ]
    if let base { fields.append(("base", base)) }
    if let ours { fields.append(("ours", ours)) }
    if let theirs { fields.append(("theirs", theirs)) }
    if isMasked { fields.append(("masked", true)) }
    return .mapping(Mapping(fields))
  }
}

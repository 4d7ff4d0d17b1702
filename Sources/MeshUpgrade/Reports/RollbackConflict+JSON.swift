internal import Files
internal import Kubernetes
package import YAML

extension RollbackConflict {
  /// The conflict as JSON; values that a side does not have are absent.
  package var json: Value {
    var fields: [(key: String, value: Value)] = [
      ("file", .string(file.description)), ("object", object?.json ?? .null),
      ("path", .string(path.pointer)), ("keyedPath", .string(keyedPath)),
    ]
    if let before { fields.append(("before", before)) }
    if let phase { fields.append(("phase", phase)) }
    if let today { fields.append(("today", today)) }
    fields.append(("place", place.json))
    return .mapping(Mapping(fields))
  }
}

extension StyledText {
  /// Adds a conflict with its three values.
  mutating func add(_ conflict: RollbackConflict) {
    add("\(conflict.place.file):\(conflict.place.line):\(conflict.place.column): ", .name)
    add("conflict", .error)
    line(" in \(conflict.object?.description ?? "the file") at \(conflict.field)")
    for (name, value) in [
      ("before", conflict.before), ("phase", conflict.phase), ("today", conflict.today),
    ] {
      add("  \(name)\(String(repeating: " ", count: 8 - name.count))", .dim)
      line(value == nil ? "(nothing)" : ChangeText.text(of: value))
    }
  }
}

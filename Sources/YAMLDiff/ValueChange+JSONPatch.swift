package import YAML

extension ValueChange {
  /// The changes as the operations of a JSON Patch (RFC 6902), which turns the old value into the
  /// new one.
  package static func jsonPatch(for changes: [ValueChange]) -> [Value] {
    let replaced = Set(changes.lazy.filter { $0.kind == .changed }.map(\.path))
    return operations(for: changes).map { operation in
      let path = Value.string(operation.path.pointer)
      switch operation {
      case .remove: return ["op": "remove", "path": path]
      case .insertItem(_, let value): return ["op": "add", "path": path, "value": value]
      case .set(_, let value, _), .rename(_, _, let value):
        // "add" replaces a member that exists; readers there are that take any "-" for a list's end
        // and refuse to replace that.
        let isReplaced = replaced.contains(operation.path) && operation.path.steps.last != .key("-")
        return ["op": isReplaced ? "replace" : "add", "path": path, "value": value]
      }
    }
  }
}

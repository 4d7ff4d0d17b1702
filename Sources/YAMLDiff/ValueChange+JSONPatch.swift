package import YAML

extension ValueChange {
  /// The changes as the operations of a JSON Patch (RFC 6902), which turns the old value into the
  /// new one.
  package static func jsonPatch(for changes: [ValueChange]) -> [Value] {
    operations(for: changes).map { operation in
      let path = Value.string(operation.path.pointer)
      switch operation {
      case .remove: return ["op": "remove", "path": path]
      case .insertItem(_, let value): return ["op": "add", "path": path, "value": value]
      case .set(_, let value, _), .rename(_, _, let value):
        let exists = changes.contains { $0.kind == .changed && $0.path == operation.path }
        return ["op": exists ? "replace" : "add", "path": path, "value": value]
      }
    }
  }
}

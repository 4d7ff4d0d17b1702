/// One change to a document's data, with what its text should keep in mind.
package enum EditOperation: Hashable, Sendable {
  /// The value at the path becomes this; mappings on the way that are missing or null are made.
  ///
  /// A new key stands right after the key `after`, else at the end of its mapping.
  case set(Path, Value, after: String? = nil)
  /// The key at the path gets another name and value, at the same place of the text.
  case rename(Path, to: String, Value)
  /// The key or item at the path goes; a collection left empty stays, as `{}` or `[]`.
  case remove(Path)
  /// A new item stands at the position the path ends with; the items from there on move up.
  case insertItem(Path, Value)

  /// The path the operation is about.
  package var path: Path {
    switch self {
    case .set(let path, _, _), .rename(let path, _, _), .remove(let path), .insertItem(let path, _):
      path
    }
  }
}

extension EditOperation {
  /// The value after this operation; nil when the path does not lead to a place for it.
  package func applied(to value: Value) -> Value? { applied(to: value, along: path.steps[...]) }

  /// The value at the start of the last steps of the path after this operation.
  func applied(to value: Value, along steps: ArraySlice<PathStep>) -> Value? {
    Self.change(value, along: steps) { container, step in
      switch (self, step, container) {
      case (.set(_, let new, let after), .key(let key), .mapping(var mapping)):
        if mapping[key] != nil {
          mapping[key] = new
        } else {
          mapping.insert(new, forKey: key, after: after)
        }
        return .mapping(mapping)
      case (.set(_, let new, let after), .key(let key), .null):
        var mapping = Mapping()
        mapping.insert(new, forKey: key, after: after)
        return .mapping(mapping)
      case (.set(_, let new, _), .index(let index), .sequence(var items)):
        guard items.indices.contains(index) else { return nil }
        items[index] = new
        return .sequence(items)
      case (.rename(_, let name, let new), .key(let key), .mapping(var mapping)):
        guard mapping[key] != nil, name == key || mapping[name] == nil else { return nil }
        mapping.rename(key, to: name, value: new)
        return .mapping(mapping)
      case (.remove, .key(let key), .mapping(var mapping)):
        guard mapping[key] != nil else { return nil }
        mapping[key] = nil
        return .mapping(mapping)
      case (.remove, .index(let index), .sequence(var items)):
        guard items.indices.contains(index) else { return nil }
        items.remove(at: index)
        return .sequence(items)
      case (.insertItem(_, let new), .index(let index), .sequence(var items)):
        guard index >= 0, index <= items.count else { return nil }
        items.insert(new, at: index)
        return .sequence(items)
      default: return nil
      }
    }
  }

  /// Rebuilds the spine from the root to the last step's container.
  private static func change(
    _ value: Value, along steps: ArraySlice<PathStep>,
    _ body: (Value, PathStep) -> Value?
  ) -> Value? {
    guard let step = steps.first else { return nil }
    if steps.count == 1 { return body(value, step) }
    switch (step, value) {
    case (.key(let key), .mapping(var mapping)):
      guard let inner = change(mapping[key] ?? .null, along: steps.dropFirst(), body) else {
        return nil
      }
      mapping[key] = inner
      return .mapping(mapping)
    case (.key(let key), .null):
      guard let inner = change(.null, along: steps.dropFirst(), body) else { return nil }
      return .mapping(Mapping([(key, inner)]))
    case (.index(let index), .sequence(var items)):
      guard items.indices.contains(index),
        let inner = change(items[index], along: steps.dropFirst(), body)
      else { return nil }
      items[index] = inner
      return .sequence(items)
    default: return nil
    }
  }
}

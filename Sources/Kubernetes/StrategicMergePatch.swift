package import YAML
package import YAMLDiff

/// A strategic merge patch: a part of an object, and how Kubernetes merges it into the whole.
///
/// Mappings merge and null removes. A list of type `map` merges by its keys, one of type `set` is
/// united, any other is replaced. `$patch: delete` and `$patch: replace` say otherwise for a
/// mapping or an item, `$deleteFromPrimitiveList/LIST` takes values out of a set.
///
/// Kubernetes leaves the order of such lists open; it is that of kustomize: what the patch names
/// comes first, in the patch's order.
package struct StrategicMergePatch: Hashable, Sendable {
  /// What cannot be merged, and where in the patch it stands.
  package struct Problem: Error, Hashable, Sendable {
    package let path: Path
    package let message: String
  }

  /// The part of the object.
  package let value: Value

  package init(_ value: Value) { self.value = value }

  /// The object after the patch, given what is known of its kind.
  package func applied(to object: Value, schema: Schema) throws(Problem) -> Value {
    guard let patch = value.mapping else {
      throw Problem(path: Path(), message: "found no mapping, expected a part of an object")
    }
    guard let merged = try Self.merge(patch, into: object.mapping, schema, at: Path()) else {
      throw Problem(
        path: Path(keys: [Self.directive]),
        message: "found delete, which would leave nothing of the object")
    }
    return .mapping(merged)
  }
}

// MARK: Mappings

extension StrategicMergePatch {
  private static let directive = "$patch"
  private static let deleteFromSet = "$deleteFromPrimitiveList/"

  /// A mapping after a patch; nil when the patch deletes it.
  private static func merge(
    _ patch: Mapping, into mapping: Mapping?, _ schema: Schema, at path: Path
  ) throws(Problem) -> Mapping? {
    var result = mapping ?? Mapping()
    switch try directive(of: patch, at: path) {
    case .delete: return nil
    case .replace: result = Mapping()
    case .merge: break
    }
    for (key, change) in patch.entries where key != directive {
      let path = path.appending(key)
      if key.hasPrefix(deleteFromSet) {
        let list = String(key.dropFirst(deleteFromSet.count))
        result[list] = try without(change, in: result[list], schema[list], at: path)
      } else if key.hasPrefix("$setElementOrder/") || key == "$retainKeys" {
        throw Problem(
          path: path, message: "\(key) belongs to patches that kubectl computes, expected none here"
        )
      } else {
        result[key] = try merge(change, into: result[key], schema[key], at: path)
      }
    }
    return result
  }

  /// A value after a patch; nil when the patch deletes it.
  private static func merge(
    _ patch: Value, into value: Value?, _ schema: Schema, at path: Path
  ) throws(Problem) -> Value? {
    switch patch {
    case .null: return nil
    case .mapping(let patch):
      return try merge(patch, into: value?.mapping, schema, at: path).map { .mapping($0) }
    case .sequence(let patch):
      return .sequence(try merge(patch, into: value?.sequence ?? [], schema, at: path))
    case .bool, .number, .string: return patch
    }
  }

  private enum Directive: String {
    case merge
    case replace
    case delete
  }

  private static func directive(
    of patch: Mapping, at path: Path
  ) throws(Problem) -> Directive {
    guard let value = patch[directive] else { return .merge }
    guard let found = value.string.flatMap(Directive.init) else {
      throw Problem(
        path: path.appending(directive),
        message: "found \(value.json(isPretty: false)), expected merge, replace or delete")
    }
    return found
  }
}

// MARK: Lists

extension StrategicMergePatch {
  private static func merge(
    _ patch: [Value], into items: [Value], _ schema: Schema, at path: Path
  ) throws(Problem) -> [Value] {
    switch schema.list {
    case .map(let keys): return try merge(patch, into: items, by: keys, schema.item, at: path)
    case .set:
      var united: [Value] = []
      for item in patch + items where !united.contains(item) { united.append(item) }
      return united
    case .atomic, .inferred:
      for (index, item) in patch.enumerated() where item[directive] != nil {
        throw Problem(
          path: path.appending(.index(index)).appending(directive),
          message: "found \(directive) in a list that is replaced whole, expected its new items")
      }
      return patch
    }
  }

  /// A list of type `map`, its items in the order of kustomize.
  private static func merge(
    _ patch: [Value], into items: [Value], by keys: [ListKey], _ schema: Schema, at path: Path
  ) throws(Problem) -> [Value] {
    var left: [Value?] = items
    var merged: [Value] = []
    let keepsPlaces = tellsMoreThanOneKey(keys, patch + items)
    for (index, item) in patch.enumerated() {
      let path = path.appending(.index(index))
      guard let change = item.mapping else {
        throw Problem(path: path, message: "found no mapping, expected an item of this list")
      }
      if change[directive] == "replace" {
        guard change.entries.count == 1 else {
          throw Problem(
            path: path.appending(directive),
            message: "found replace beside other keys, expected it as an item of its own, which"
              + " replaces the whole list")
        }
        left = []
        continue
      }
      guard let identity = identity(of: change, by: keys) else {
        throw Problem(
          path: path,
          message: "found an item without \(alternatives(keys.map(\.name))), which tells the items"
            + " of this list apart")
      }
      let position = left.firstIndex { other in
        other?.mapping.flatMap { Self.identity(of: $0, by: keys) } == identity
      }
      let old = position.flatMap { left[$0] }
      let new = try merge(change, into: old?.mapping, schema, at: path).map { Value.mapping($0) }
      if let position { left[position] = keepsPlaces ? new : nil }
      if let new, position == nil || !keepsPlaces { merged.append(new) }
    }
    return merged + left.compactMap { $0 }
  }

  /// Whether items are told apart by more than one key: kustomize then leaves those that are there
  /// where they are.
  private static func tellsMoreThanOneKey(_ keys: [ListKey], _ items: [Value]) -> Bool {
    keys.count { key in items.contains { $0[key.name] != nil } } > 1
  }

  /// What the keys of a list say about an item; nil when one is missing that has no default.
  private static func identity(of item: Mapping, by keys: [ListKey]) -> [Value]? {
    var identity: [Value] = []
    for key in keys {
      guard let value = item[key.name] ?? key.fallback, value != .null else { return nil }
      identity.append(value)
    }
    return identity
  }

  /// A set without some of its values.
  private static func without(
    _ values: Value, in list: Value?, _ schema: Schema, at path: Path
  ) throws(Problem) -> Value? {
    guard let values = values.sequence else {
      throw Problem(path: path, message: "found no list, expected the values to take out")
    }
    guard schema.list == .set else {
      throw Problem(path: path, message: "found a list that is replaced whole, expected a set")
    }
    return list?.sequence.map { .sequence($0.filter { !values.contains($0) }) } ?? list
  }
}

package import YAML

/// A place that both sides of a merge changed in different ways; nil where a side has nothing.
package struct MergeConflict: Hashable, Sendable {
  /// Where: in the merged value.
  package let path: Path
  /// The same with items named by their keys, as in ``ValueChange/keyedPath``.
  package let keyedPath: String
  package let base: Value?
  package let ours: Value?
  package let theirs: Value?

  /// - Parameter keyedPath: nil where no item on the way has keys.
  package init(
    path: Path, keyedPath: String? = nil, base: Value?, ours: Value?, theirs: Value?
  ) {
    self.path = path
    self.keyedPath = keyedPath ?? path.pointer
    self.base = base
    self.ours = ours
    self.theirs = theirs
  }
}

/// The three-way merge of values.
///
/// A conflict is data: the merged value has what is ours there, and ``conflicts`` tells all three.
/// Merging a side with itself, or with an unchanged base, gives that side; swapping the sides
/// swaps the conflicts and nothing else.
package struct ValueMerge {
  package private(set) var conflicts: [MergeConflict] = []

  /// The merged value, nil when it is gone, and what could not be merged.
  package static func merge(
    base: Value?, ours: Value?, theirs: Value?, schema: Schema = .unknown
  ) -> (value: Value?, conflicts: [MergeConflict]) {
    var merge = ValueMerge()
    let value = merge.merge(base, ours, theirs, at: Place(path: Path(), schema: schema))
    return (value, merge.conflicts)
  }

  /// The way to a value of the result, and what is known of it.
  struct Place {
    let path: Path
    let schema: Schema
    /// What names the items on the way that have keys, by the number of their step.
    var labels: [Int: String] = [:]

    func key(_ key: String) -> Place {
      Place(path: path.appending(key), schema: schema[key], labels: labels)
    }

    /// The place of an item; `label` is nil where it is named by its position.
    func item(_ position: Int, label: String? = nil) -> Place {
      var place = Place(
        path: path.appending(.index(position)), schema: schema.item, labels: labels)
      if let label { place.labels[path.steps.count] = label }
      return place
    }

    /// The path with items named by their keys.
    var keyedPath: String {
      path.steps.enumerated().map { depth, step in labels[depth] ?? Path([step]).pointer }.joined()
    }
  }

  mutating func merge(_ base: Value?, _ ours: Value?, _ theirs: Value?, at place: Place) -> Value? {
    if ours == theirs || base == theirs { return ours }
    if base == ours { return theirs }
    switch (base, ours, theirs) {
    case (.mapping?, .mapping(let left)?, .mapping(let right)?),
      (nil, .mapping(let left)?, .mapping(let right)?):
      return .mapping(merge(base?.mapping ?? Mapping(), left, right, at: place))
    case (.sequence(let old)?, .sequence(let left)?, .sequence(let right)?)
    where place.schema.list != .atomic:
      return .sequence(mergeItems(old, left, right, at: place))
    case (nil, .sequence(let left)?, .sequence(let right)?) where place.schema.list != .atomic:
      return .sequence(mergeItems([], left, right, at: place))
    default:
      conflict(base, ours, theirs, at: place)
      return ours
    }
  }

  private mutating func conflict(
    _ base: Value?, _ ours: Value?, _ theirs: Value?, at place: Place
  ) {
    conflicts.append(
      MergeConflict(
        path: place.path, keyedPath: place.keyedPath, base: base, ours: ours, theirs: theirs))
  }

  private mutating func merge(
    _ base: Mapping, _ ours: Mapping, _ theirs: Mapping, at place: Place
  ) -> Mapping {
    let (old, left, right) = (MappingLookup(base), MappingLookup(ours), MappingLookup(theirs))
    var result: [(key: String, value: Value)] = []
    for key in ours.keys + theirs.keys.filter({ left[$0] == nil }) {
      let value = merge(old[key], left[key], right[key], at: place.key(key))
      if let value { result.append((key, value)) }
    }
    return Mapping(result)
  }

  // MARK: Lists

  private mutating func mergeItems(
    _ base: [Value], _ ours: [Value], _ theirs: [Value], at place: Place
  ) -> [Value] {
    if let keys = place.schema.list.identityKeys([base, ours, theirs]) {
      return mergeKeyed(
        [base, ours, theirs].map { KeyedItems($0, keys: keys) }, base, ours, theirs, keys: keys,
        at: place)
    }
    if place.schema.list == .set, let old = KeyedItems(set: base),
      let left = KeyedItems(set: ours), let right = KeyedItems(set: theirs)
    {
      return mergeKeyed([old, left, right], base, ours, theirs, keys: nil, at: place)
    }
    return mergePlain(base, ours, theirs, at: place)
  }

  /// Items that are told apart by keys, or by what they are: each is merged on its own, then put in order.
  private mutating func mergeKeyed(
    _ sides: [KeyedItems], _ base: [Value], _ ours: [Value], _ theirs: [Value], keys: [ListKey]?,
    at place: Place
  ) -> [Value] {
    let (old, left, right) = (sides[0], sides[1], sides[2])
    guard let order = KeyedItems.order(old, left, right) else {
      conflict(.sequence(base), .sequence(ours), .sequence(theirs), at: place)
      return ours
    }
    var result: [Value] = []
    for identity in order {
      let label = keys.map { ListRule.label(of: identity, by: $0) }
      let item = place.item(result.count, label: label)
      if let value = merge(old[identity], left[identity], right[identity], at: item) {
        result.append(value)
      }
    }
    return result
  }

  /// Items without keys: what stands between items that all three have is merged as a whole.
  private mutating func mergePlain(
    _ base: [Value], _ ours: [Value], _ theirs: [Value], at place: Place
  ) -> [Value] {
    var result: [Value] = []
    for part in PlainParts.parts(base, ours, theirs) {
      let (old, left, right) = (base[part.base], ours[part.ours], theirs[part.theirs])
      if left == right || old == right {
        result += left
      } else if old == left {
        result += right
      } else if old.count == left.count, old.count == right.count {
        for (index, value) in old.enumerated() {
          let item = place.item(result.count)
          let merged = merge(
            value, left[left.startIndex + index], right[right.startIndex + index], at: item)
          if let merged { result.append(merged) }
        }
      } else {
        conflict(
          .sequence(Array(old)), .sequence(Array(left)), .sequence(Array(right)),
          at: place.item(result.count))
        result += left
      }
    }
    return result
  }
}

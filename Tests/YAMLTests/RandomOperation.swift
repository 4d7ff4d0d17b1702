import TestSupport
import YAML

/// Random operations that make sense on a value.
enum RandomOperation {
  static func make(on value: Value, _ random: inout SeededRandom) -> EditOperation? {
    let places = paths(of: value)
    switch random.below(10) {
    case 0, 1, 2:
      let base = labelPaths(of: value, &random)
      let after = random.chance(30) ? random.pick(RandomValue.keys) : nil
      return .set(
        base.appending(random.pick(RandomValue.keys)), RandomValue.scalar(&random), after: after)
    case 3:
      guard let place = places.randomElement(using: &random) else { return nil }
      return .set(place, RandomValue.any(&random, depth: 2))
    case 4:
      guard let place = places.filter({ isMapping(value[$0]) }).randomElement(using: &random)
      else { return nil }
      return .set(
        place.appending(random.pick(RandomValue.keys)), RandomValue.any(&random, depth: 2))
    case 5, 6:
      guard let place = places.randomElement(using: &random) else { return nil }
      return .remove(place)
    case 7, 8: return rename(on: value, places, &random)
    default:
      let lists = places.filter { value[$0]?.sequence != nil }
      guard let list = lists.randomElement(using: &random), let items = value[list]?.sequence
      else { return nil }
      return .insertItem(
        list.appending(.index(random.below(items.count + 1))), RandomValue.any(&random, depth: 2))
    }
  }

  private static func isMapping(_ value: Value?) -> Bool { value?.mapping != nil || value == .null }

  private static func labelPaths(of value: Value, _ random: inout SeededRandom) -> Path {
    let name = random.chance(70) ? "labels" : "annotations"
    if let items = value["items"]?.sequence, !items.isEmpty {
      return [.key("items"), .index(random.below(items.count)), .key("metadata"), .key(name)]
    }
    let template = value["spec"]?["template"] != nil && random.chance(40)
    return Path(keys: (template ? ["spec", "template"] : []) + ["metadata", name])
  }

  private static func rename(
    on value: Value, _ places: [Path], _ random: inout SeededRandom
  ) -> EditOperation? {
    let keys = places.filter { if case .key? = $0.steps.last { true } else { false } }
    guard let place = keys.randomElement(using: &random), let old = value[place] else { return nil }
    let new = random.chance(50) ? old : RandomValue.any(&random, depth: 1)
    let name = random.pick(RandomValue.keys)
    guard value[place.replacingLast(with: .key(name))] == nil else { return nil }
    return .rename(place, to: name, new)
  }

  /// Every path of a value, but the root.
  static func paths(of value: Value, below base: Path = []) -> [Path] {
    switch value {
    case .mapping(let mapping):
      mapping.entries.flatMap { entry in
        let path = base.appending(entry.key)
        return [path] + paths(of: entry.value, below: path)
      }
    case .sequence(let items):
      items.enumerated().flatMap { position, item in
        let path = base.appending(.index(position))
        return [path] + paths(of: item, below: path)
      }
    default: []
    }
  }
}

import TestSupport
import YAML

/// Random changes of a value, such as people and tools make: fields, items and their order.
enum RandomMutation {
  private static let scalars: [Value] = [
    .null, .bool(true), 0, 1, 80, "", "web", "1", "true", "asm-1140-0", "two\nlines\n", "é", " x ",
  ]
  private static let keys = ["app", "istio.io/rev", "name", "id", "key", "x~y", ""]

  /// The value after one to four changes; it may be the same by chance.
  static func mutated(_ value: Value, _ random: inout SeededRandom) -> Value {
    var result = value
    for _ in 0..<(1 + random.below(4)) { result = change(result, &random) }
    return result
  }

  /// The same value with the keys of every mapping in another order.
  static func withKeysShuffled(_ value: Value, _ random: inout SeededRandom) -> Value {
    switch value {
    case .mapping(let mapping):
      var entries: [(key: String, value: Value)] = []
      for entry in mapping.entries.shuffled(using: &random) {
        entries.append((entry.key, withKeysShuffled(entry.value, &random)))
      }
      return .mapping(Mapping(entries))
    case .sequence(let items):
      var result: [Value] = []
      for item in items { result.append(withKeysShuffled(item, &random)) }
      return .sequence(result)
    default: return value
    }
  }

  /// One change somewhere: each collection is entered or changed by chance.
  private static func change(_ value: Value, _ random: inout SeededRandom) -> Value {
    switch value {
    case .mapping(var mapping) where !mapping.isEmpty:
      let key = random.pick(mapping.keys)
      let inner = mapping[key] ?? .null
      switch random.below(10) {
      case 0: mapping[key] = nil
      case 1: mapping[random.pick(keys)] = other(&random)
      case 2: mapping.rename(key, to: fresh(in: mapping, &random), value: inner)
      case 3: mapping[key] = other(&random)
      default: mapping[key] = change(inner, &random)
      }
      return .mapping(mapping)
    case .sequence(var items) where !items.isEmpty:
      let index = random.below(items.count)
      switch random.below(10) {
      case 0: items.remove(at: index)
      case 1: items.insert(other(&random), at: index)
      case 2: items.append(items[index])
      case 3: items.swapAt(index, random.below(items.count))
      case 4: items.insert(items.remove(at: index), at: random.below(items.count))
      case 5: items.shuffle(using: &random)
      default: items[index] = change(items[index], &random)
      }
      return .sequence(items)
    default: return other(&random)
    }
  }

  private static func fresh(in mapping: Mapping, _ random: inout SeededRandom) -> String {
    var key = random.pick(keys)
    while mapping[key] != nil { key += "1" }
    return key
  }

  private static func other(_ random: inout SeededRandom) -> Value {
    switch random.below(8) {
    case 0: .sequence([])
    case 1: .mapping(Mapping())
    case 2: .sequence([random.pick(scalars), random.pick(scalars)])
    case 3: .mapping(Mapping([(random.pick(keys), random.pick(scalars))]))
    case 4: [["name": random.pick(scalars)], ["name": random.pick(scalars), "v": 1]]
    default: random.pick(scalars)
    }
  }
}

import TestSupport
import YAML

/// Trees that look like objects: mappings of few keys, plain lists, and lists of named items.
enum IgnoreTree {
  static let keys = ["a", "b", "ab", "c/d"]

  static func value(_ random: inout SeededRandom, depth: Int) -> Value {
    guard depth > 0, random.chance(75) else { return scalar(&random) }
    switch random.below(5) {
    case 0: return .sequence((0..<random.below(4)).map { _ in value(&random, depth: depth - 1) })
    case 1: return named(&random, depth: depth - 1)
    default:
      var mapping = Mapping()
      for _ in 0..<random.below(4) {
        mapping[random.pick(keys)] = value(&random, depth: depth - 1)
      }
      return .mapping(mapping)
    }
  }

  private static func scalar(_ random: inout SeededRandom) -> Value {
    random.pick([.null, 1, 2, "x", .mapping(Mapping()), .sequence([])])
  }

  private static func named(_ random: inout SeededRandom, depth: Int) -> Value {
    let names = ["n", "m", "nm"].filter { _ in random.chance(70) }
    return .sequence(
      names.map { name in
        var item = Mapping([("name", .string(name))])
        if random.chance(70) { item[random.pick(keys)] = value(&random, depth: depth) }
        return .mapping(item)
      })
  }

  /// The value with a few things added, removed, replaced or moved.
  static func changed(_ value: Value, _ random: inout SeededRandom) -> Value {
    if random.chance(15) { return self.value(&random, depth: 2) }
    switch value {
    case .mapping(let mapping):
      var result = Mapping()
      for entry in mapping.entries where entry.key == "name" || !random.chance(15) {
        result[entry.key] = entry.key == "name" ? entry.value : changed(entry.value, &random)
      }
      if random.chance(30) { result[random.pick(keys)] = self.value(&random, depth: 2) }
      return .mapping(result)
    case .sequence(let items):
      var result = items.filter { _ in !random.chance(15) }.map { changed($0, &random) }
      if random.chance(20), result.count > 1 { result.swapAt(0, result.count - 1) }
      return .sequence(result)
    default: return value
    }
  }
}

/// A step of the way to a value, with the item where it is one of a list.
enum Place: Hashable {
  case key(String)
  case item(Int, Value)

  /// The way that a path takes through a value.
  static func places(of path: Path, in root: Value) -> [Place] {
    var value = root
    return path.steps.map { step in
      switch step {
      case .key(let key):
        value = value[key] ?? .null
        return .key(key)
      case .index(let index):
        value = value.sequence?[index] ?? .null
        return .item(index, value)
      }
    }
  }
}

/// A pattern and what it matches, said a second time and as plainly as possible.
struct ReferencePattern {
  enum Step {
    case key(String)
    case prefix(String)
    case any
    case anyDepth
    case anyItem
    case position(Int)
    case named(String)
  }

  let steps: [Step]
  let isPointer: Bool

  static func random(_ random: inout SeededRandom) -> ReferencePattern {
    ReferencePattern(
      steps: (0...random.below(3)).map { _ in
        switch random.below(12) {
        case 0: .any
        case 1: .anyDepth
        case 2: .anyItem
        case 3: .position(random.below(2))
        case 4, 5: .named(random.pick(["n", "m"]))
        case 6: .prefix("a")
        case 7: .key("name")
        default: .key(random.pick(IgnoreTree.keys))
        }
      }, isPointer: random.chance(50))
  }

  var text: String {
    let text = steps.map { step in
      switch step {
      case .key(let key): isPointer ? "/" + Path.escape(key) : "[\"\(key)\"]"
      case .prefix(let text): isPointer ? "/\(text)*" : ".\(text)*"
      case .any: isPointer ? "/*" : ".*"
      case .anyDepth: isPointer ? "/**" : ".**"
      case .anyItem: "[*]"
      case .position(let position): isPointer ? "/\(position)" : "[\(position)]"
      case .named(let name): "[name=\(name)]"
      }
    }.joined()
    // What starts with a bracket is written with dots, and a dot goes before it.
    return isPointer && text.hasPrefix("[") ? "/" + text : text
  }

  func matches(_ path: [Place]) -> Bool { Self.match(steps[...], path[...]) }

  private static func match(_ steps: ArraySlice<Step>, _ path: ArraySlice<Place>) -> Bool {
    guard let step = steps.first else { return path.isEmpty }
    if case .anyDepth = step {
      let rest = steps.drop { if case .anyDepth = $0 { true } else { false } }
      if rest.isEmpty { return !path.isEmpty }
      return (path.startIndex...path.endIndex).contains { match(rest, path[$0...]) }
    }
    guard let place = path.first, match(step, place) else { return false }
    return match(steps.dropFirst(), path.dropFirst())
  }

  private static func match(_ step: Step, _ place: Place) -> Bool {
    switch (step, place) {
    case (.any, _), (.anyItem, .item): true
    case (.key(let wanted), .key(let key)): wanted == key
    case (.prefix(let prefix), .key(let key)): key.hasPrefix(prefix)
    case (.position(let wanted), .item(let index, _)): wanted == index
    case (.named(let name), .item(_, let item)): item["name"] == .string(name)
    default: false
    }
  }
}

/// A value after rules took parts of it away.
struct Left {
  private let value: Value
  private let isCovered: Bool
  private var entries: [String: Left] = [:]
  private var items: [Left] = []

  init(_ value: Value, _ patterns: [ReferencePattern], _ path: [Place]) {
    self.value = value
    isCovered = patterns.contains { $0.matches(path) }
    for entry in value.mapping?.entries ?? [] {
      entries[entry.key] = Left(entry.value, patterns, path + [.key(entry.key)])
    }
    for (index, item) in (value.sequence ?? []).enumerated() {
      items.append(Left(item, patterns, path + [.item(index, item)]))
    }
  }

  /// Whether nothing is left.
  private var isGone: Bool {
    if isCovered { return true }
    let parts = Array(entries.values) + items
    return !parts.isEmpty && parts.allSatisfy(\.isGone)
  }

  /// What is left, without what is gone.
  private var rest: Value {
    if value.mapping != nil {
      return .mapping(
        Mapping(entries.filter { !$0.value.isGone }.map { ($0.key, $0.value.rest) }))
    }
    if value.sequence != nil { return .sequence(items.filter { !$0.isGone }.map(\.rest)) }
    return value
  }

  func isSame(as other: Left) -> Bool {
    if value == other.value || (isCovered && other.isCovered) { return true }
    if isCovered { return other.isGone }
    if other.isCovered { return isGone }
    switch (value, other.value) {
    case (.mapping, .mapping):
      return Set(entries.keys).union(other.entries.keys).allSatisfy { key in
        switch (entries[key], other.entries[key]) {
        case (let one?, let two?): one.isSame(as: two)
        case (let only?, nil), (nil, let only?): only.isGone
        case (nil, nil): true
        }
      }
    case (.sequence, .sequence):
      let (left, right) = (items.filter { !$0.isGone }, other.items.filter { !$0.isGone })
      guard Self.areNamed(items), Self.areNamed(other.items) else {
        return left.map(\.rest) == right.map(\.rest)
      }
      return left.count == right.count
        && zip(left, right).allSatisfy { $0.value["name"] == $1.value["name"] && $0.isSame(as: $1) }
    default: return false
    }
  }

  private static func areNamed(_ items: [Left]) -> Bool {
    let names = items.compactMap { $0.value["name"] }
    return names.count == items.count && Set(names).count == names.count
  }
}

/// YAML data without its text: what a document says once aliases and merge keys are followed.
///
/// Values compare as data: the order of a mapping's keys does not count, types do.
package indirect enum Value: Sendable {
  case null
  case bool(Bool)
  case number(Number)
  case string(String)
  case sequence([Value])
  case mapping(Mapping)
}

extension Value: Hashable {
  package static func == (left: Value, right: Value) -> Bool {
    switch (left, right) {
    case (.null, .null): true
    case (.bool(let left), .bool(let right)): left == right
    case (.number(let left), .number(let right)): left == right
    case (.string(let left), .string(let right)): left.hasSameBytes(as: right)
    case (.sequence(let left), .sequence(let right)): left == right
    case (.mapping(let left), .mapping(let right)): left == right
    default: false
    }
  }

  package func hash(into hasher: inout Hasher) {
    switch self {
    case .null: hasher.combine(0)
    case .bool(let flag): hasher.combine(flag)
    case .number(let number): hasher.combine(number)
    case .string(let text): hasher.combine(text)
    case .sequence(let items): hasher.combine(items)
    case .mapping(let mapping): hasher.combine(mapping)
    }
  }
}

extension String {
  /// Whether the texts are the same to YAML, Kubernetes and Git.
  ///
  /// Swift's `==` takes composed and decomposed letters for one.
  func hasSameBytes(as other: String) -> Bool {
    self == other && utf8.elementsEqual(other.utf8)
  }
}

/// A mapping with text keys that remembers their order and compares without it.
package struct Mapping: Sendable {
  /// The entries in order; no key stands twice.
  package private(set) var entries: [(key: String, value: Value)]

  /// Makes a mapping; of a key given twice the last value stays, at the first one's place.
  package init(_ entries: [(key: String, value: Value)] = []) {
    self.entries = []
    // A large mapping would need comparisons of all keys with all.
    let isUnique = entries.count > 8 && Set(entries.map(\.key)).count == entries.count
    if isUnique {
      self.entries = entries
    } else {
      for entry in entries { self[entry.key] = entry.value }
    }
  }

  /// The value of a key; setting nil removes it, setting a new key appends it.
  package subscript(key: String) -> Value? {
    get { entries.first { $0.key.hasSameBytes(as: key) }?.value }
    set {
      let position = entries.firstIndex { $0.key.hasSameBytes(as: key) }
      switch (position, newValue) {
      case (let position?, let value?): entries[position].value = value
      case (let position?, nil): entries.remove(at: position)
      case (nil, let value?): entries.append((key, value))
      case (nil, nil): break
      }
    }
  }

  /// Puts a new entry right after `other`, or at the end when there is no such key.
  package mutating func insert(_ value: Value, forKey key: String, after other: String?) {
    self[key] = nil
    let position = other.flatMap { other in
      entries.firstIndex { $0.key.hasSameBytes(as: other) }
    }
    entries.insert((key, value), at: position.map { $0 + 1 } ?? entries.count)
  }

  /// Gives the entry of `key` another key and value at the same place.
  package mutating func rename(_ key: String, to newKey: String, value: Value) {
    guard let position = entries.firstIndex(where: { $0.key.hasSameBytes(as: key) }) else {
      return
    }
    entries[position] = (newKey, value)
  }

  /// The keys in order.
  package var keys: [String] { entries.map(\.key) }

  /// Whether there is no entry.
  package var isEmpty: Bool { entries.isEmpty }
}

/// The values of a mapping for many questions about its keys.
package struct MappingLookup {
  private let mapping: Mapping
  /// The values by the bytes of their keys, for mappings that are too large to look through.
  private let values: [[UInt8]: Value]?

  package init(_ mapping: Mapping) {
    self.mapping = mapping
    values =
      mapping.entries.count <= 12
      ? nil
      : Dictionary(mapping.entries.map { (Array($0.key.utf8), $0.value) }) { first, _ in first }
  }

  /// The value of a key; nil where there is none.
  package subscript(key: String) -> Value? {
    guard let values else { return mapping[key] }
    return values[Array(key.utf8)]
  }
}

extension Mapping: Hashable {
  package static func == (left: Mapping, right: Mapping) -> Bool {
    guard left.entries.count == right.entries.count else { return false }
    if left.entries.count <= 8 {
      return left.entries.allSatisfy { right[$0.key] == $0.value }
    }
    let others = Dictionary(right.entries.map { (Array($0.key.utf8), $0.value) }) { first, _ in
      first
    }
    return left.entries.allSatisfy { others[Array($0.key.utf8)] == $0.value }
  }

  package func hash(into hasher: inout Hasher) {
    // A sum does not depend on the order of the entries.
    var sum = 0
    for entry in entries {
      var inner = Hasher()
      inner.combine(entry.key)
      inner.combine(entry.value)
      sum &+= inner.finalize()
    }
    hasher.combine(sum)
  }
}

extension Value: ExpressibleByStringLiteral, ExpressibleByArrayLiteral,
  ExpressibleByDictionaryLiteral, ExpressibleByBooleanLiteral, ExpressibleByIntegerLiteral
{
  package init(stringLiteral value: String) { self = .string(value) }
  package init(booleanLiteral value: Bool) { self = .bool(value) }
  package init(integerLiteral value: Int) { self = .number(Number(value)) }
  package init(arrayLiteral elements: Value...) { self = .sequence(elements) }
  package init(dictionaryLiteral elements: (String, Value)...) {
    self = .mapping(Mapping(elements.map { (key: $0.0, value: $0.1) }))
  }
}

extension Value {
  /// The value of a key, when this is a mapping that has it.
  package subscript(key: String) -> Value? {
    if case .mapping(let mapping) = self { mapping[key] } else { nil }
  }

  /// The text of a string value.
  package var string: String? {
    if case .string(let text) = self { text } else { nil }
  }

  /// The items of a sequence value.
  package var sequence: [Value]? {
    if case .sequence(let items) = self { items } else { nil }
  }

  /// The mapping of a mapping value.
  package var mapping: Mapping? {
    if case .mapping(let mapping) = self { mapping } else { nil }
  }
}

import TestSupport
import YAML

/// Random streams of objects and other documents, and what people and tools make of them.
struct RandomStream {
  /// A chunk: a document, or a list of them.
  enum Chunk {
    case document(Value)
    case list(Value, items: [Value])
  }

  var chunks: [Chunk]

  private static let names = ["web", "web-v2", "api", "cart", "web-5f7gb9k2mt", "db", "123", "é"]
  private static let kinds = [
    ("v1", "Service"), ("apps/v1", "Deployment"), ("v1", "ConfigMap"), ("v1", "Secret"),
    ("example.com/v1", "Thing"),
  ]
  private static let scalars: [Value] = [
    .null, .bool(true), 0, 1, 80, "", "web", "1", "true", "two\nlines\n", "é", " x ", "***",
    .number(Number(".inf") ?? Number(1)), .number(Number("1.50") ?? Number(1)), "---", "a: b",
    "{\"a\": [1, 2]}", "kind: Secret\napiVersion: v1\ndata: {a: Yg==}\n", "\u{85}\u{2028}",
  ]
  private static let keys = ["app", "istio.io/rev", "name", "id", "0", "x~y", "", "<<"]

  init(_ random: inout SeededRandom) {
    chunks = []
    for _ in 0..<random.below(6) { chunks.append(Self.chunk(&random)) }
  }

  private static func chunk(_ random: inout SeededRandom) -> Chunk {
    guard random.chance(15) else { return .document(document(&random)) }
    let items = (0..<random.below(4)).map { _ in document(&random) }
    var own: Value = ["apiVersion": "v1", "kind": "List"]
    if random.chance(30) { own = ["apiVersion": "v1", "kind": "ThingList", "metadata": ["a": 1]] }
    return .list(own, items: items)
  }

  static func document(_ random: inout SeededRandom) -> Value {
    switch random.below(20) {
    case 0: return random.pick(scalars)
    case 1: return ["values": value(&random, 2)]
    case 2: return .sequence([value(&random, 2)])
    case 3: return ["kind": "Kustomization", "resources": ["a", "b"]]
    default: return object(&random)
    }
  }

  private static func object(_ random: inout SeededRandom) -> Value {
    let (version, kind) = random.pick(kinds)
    var metadata = Mapping([("name", .string(random.pick(names)))])
    if random.chance(5) {
      metadata["generateName"] = .string(random.pick(names) + "-")
      if random.chance(70) { metadata["name"] = nil }
    }
    if random.chance(5) { metadata["name"] = 123 }
    if random.chance(30) { metadata["namespace"] = random.chance(10) ? .null : "shop" }
    if random.chance(30) { metadata["labels"] = ["app": random.pick(scalars)] }
    var object = Mapping([
      ("apiVersion", .string(version)), ("kind", .string(kind)), ("metadata", .mapping(metadata)),
    ])
    if kind == "Secret" || kind == "ConfigMap" {
      object["data"] = ["a": random.pick(scalars), "b": random.pick(scalars)]
    } else {
      object["spec"] = ["replicas": 1, "ports": ports(&random), "more": value(&random, 2)]
    }
    return .mapping(object)
  }

  private static func ports(_ random: inout SeededRandom) -> Value {
    .sequence(
      ["http", "grpc", "dns", "mtls"].shuffled(using: &random).prefix(random.below(5)).map {
        ["name": .string($0), "port": random.pick([80, 443, 53])]
      })
  }

  private static func value(_ random: inout SeededRandom, _ depth: Int) -> Value {
    switch depth == 0 ? 9 : random.below(10) {
    case 0, 1, 2:
      .mapping(
        Mapping((0..<random.below(4)).map { _ in (random.pick(keys), value(&random, depth - 1)) }))
    case 3, 4: .sequence((0..<random.below(5)).map { _ in value(&random, depth - 1) })
    default: random.pick(scalars)
    }
  }

  // MARK: Changing

  /// The stream after some changes of documents and of their order.
  func mutated(_ random: inout SeededRandom) -> RandomStream {
    var result = self
    for _ in 0..<(1 + random.below(4)) { result.change(&random) }
    return result
  }

  private mutating func change(_ random: inout SeededRandom) {
    guard !chunks.isEmpty else { return chunks.append(Self.chunk(&random)) }
    let index = random.below(chunks.count)
    switch random.below(9) {
    case 0: chunks.remove(at: index)
    case 1: chunks.insert(Self.chunk(&random), at: index)
    case 2: chunks.insert(chunks.remove(at: index), at: random.below(chunks.count))
    case 3: chunks.shuffle(using: &random)
    case 4: chunks.append(chunks[index])
    default: chunks[index] = Self.changed(chunks[index], &random)
    }
  }

  private static func changed(_ chunk: Chunk, _ random: inout SeededRandom) -> Chunk {
    switch chunk {
    case .document(let value): return .document(changed(value, &random))
    case .list(let own, var items):
      switch random.below(6) {
      case 0: return .list(changed(own, &random), items: items)
      case 1: items.append(document(&random))
      case 2: items.shuffle(using: &random)
      case 3 where !items.isEmpty: items.remove(at: random.below(items.count))
      default:
        if !items.isEmpty {
          let index = random.below(items.count)
          items[index] = changed(items[index], &random)
        }
      }
      return .list(own, items: items)
    }
  }

  private static func changed(_ value: Value, _ random: inout SeededRandom) -> Value {
    switch value {
    case .mapping(var mapping) where !mapping.isEmpty:
      let key = random.pick(mapping.keys)
      switch random.below(8) {
      case 0 where key != "kind" && key != "apiVersion": mapping[key] = nil
      case 1: mapping[random.pick(keys)] = self.value(&random, 1)
      default:
        let isVersion = key == "kind" || key == "apiVersion"
        if !isVersion { mapping[key] = changed(mapping[key] ?? .null, &random) }
      }
      return .mapping(mapping)
    case .sequence(var items) where !items.isEmpty:
      let index = random.below(items.count)
      switch random.below(6) {
      case 0: items.remove(at: index)
      case 1: items.insert(self.value(&random, 1), at: index)
      case 2: items.shuffle(using: &random)
      case 3: items.insert(items.remove(at: index), at: random.below(items.count))
      default: items[index] = changed(items[index], &random)
      }
      return .sequence(items)
    case .string where random.chance(50): return .string(random.pick(names))
    default: return self.value(&random, 1)
    }
  }

  // MARK: Text

  /// Whether a number is infinite, which JSON cannot write.
  var holdsInfinity: Bool {
    chunks.contains { CanonicalEmitter.emit(Self.value(of: $0)).contains(".inf") }
  }

  /// The stream as text, with comments, in several styles.
  func text(_ random: inout SeededRandom, hasJSON: Bool) -> String {
    var text = random.chance(20) ? "# The header of the file.\n---\n" : ""
    for (index, chunk) in chunks.enumerated() {
      if index > 0 || random.chance(30), !(index == 0 && text.hasSuffix("---\n")) {
        text += random.chance(10) ? "...\n# Between.\n---\n" : "---\n"
      }
      if random.chance(20) { text += "# Number \(index).\n" }
      let value = Self.value(of: chunk)
      // JSON has no word for infinity.
      let isJSON = hasJSON && random.chance(15)
      text += isJSON ? value.json() + "\n" : CanonicalEmitter.emit(value)
    }
    if random.chance(10), text.hasSuffix("\n") { text.removeLast() }
    return random.chance(5) ? text.replacing("\n", with: "\r\n") : text
  }

  private static func value(of chunk: Chunk) -> Value {
    switch chunk {
    case .document(let value): return value
    case .list(let own, let items):
      guard case .mapping(var mapping) = own else { return own }
      mapping["items"] = .sequence(items)
      return .mapping(mapping)
    }
  }
}

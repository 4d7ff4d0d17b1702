internal import YAML

/// Finds documents that are the same under another name, whatever their number.
///
/// Content that is equal but for the name says so, and so does content that is mostly equal. Names
/// that belong together, such as `web` and `web-v2`, need less of it, and what repeats the name
/// counts as equal then. Only values that few documents have are looked up, so the work follows the
/// number of documents and not of pairs.
struct RenameSearch {
  /// Documents that belong together, by their positions, the most similar first.
  private(set) var matches: [(old: Int, new: Int)] = []

  /// How much two documents with unrelated names must share, in thousandths of what either has.
  private static let threshold = 900
  /// How much is enough for documents without identity in one file.
  static let anonymousThreshold = 300
  /// How much is enough where one name continues the other.
  private static let relatedThreshold = 600
  /// A value that more documents have than this tells nothing apart.
  private static let commonness = 16

  private let old: [DocumentLeaves]
  private let new: [DocumentLeaves]

  private let threshold: Int

  init(
    _ old: [StreamDocument], _ new: [StreamDocument], namePath: Path, threshold: Int = threshold
  ) {
    self.threshold = threshold
    guard !old.isEmpty, !new.isEmpty else {
      (self.old, self.new) = ([], [])
      return
    }
    self.old = old.map { DocumentLeaves($0, namePath: namePath) }
    self.new = new.map { DocumentLeaves($0, namePath: namePath) }
    var isTaken = Taken()
    matchEqual(&isTaken)
    matchSimilar(&isTaken)
  }

  private struct Taken {
    var old: Set<Int> = []
    var new: Set<Int> = []
  }

  private mutating func add(_ old: Int, _ new: Int, _ taken: inout Taken) {
    guard !taken.old.contains(old), !taken.new.contains(new) else { return }
    taken.old.insert(old)
    taken.new.insert(new)
    matches.append((old, new))
  }

  /// Pairs documents that have everything but the name in common, first to first.
  private mutating func matchEqual(_ taken: inout Taken) {
    var waiting: [DocumentLeaves.Content: [Int]] = [:]
    for (index, leaves) in old.enumerated().reversed() where !leaves.values.isEmpty {
      waiting[leaves.content, default: []].append(index)
    }
    for (index, leaves) in new.enumerated() {
      if let candidate = waiting[leaves.content]?.popLast() { add(candidate, index, &taken) }
    }
  }

  /// Pairs documents that have enough in common, the most similar first.
  private mutating func matchSimilar(_ taken: inout Taken) {
    var places: [Int: [Int]] = [:]
    for (index, leaves) in old.enumerated() where !taken.old.contains(index) {
      for value in leaves.values { places[value, default: []].append(index) }
    }
    let related = RelatedNames(old)
    var found: [(score: Int, old: Int, new: Int)] = []
    for (index, leaves) in new.enumerated() where !taken.new.contains(index) {
      var candidates = Set(related.candidates(for: leaves))
      for value in leaves.values {
        if let places = places[value], places.count <= Self.commonness {
          candidates.formUnion(places)
        }
      }
      for candidate in candidates where old[candidate].kind == leaves.kind {
        if let score = score(old[candidate], leaves) {
          found.append((score, candidate, index))
        }
      }
    }
    found.sort { ($1.score, $0.old, $0.new) < ($0.score, $1.old, $1.new) }
    for match in found { add(match.old, match.new, &taken) }
  }

  /// How similar two documents are, in thousandths; nil when it is not enough.
  private func score(_ old: DocumentLeaves, _ new: DocumentLeaves) -> Int? {
    switch RelatedNames.relation(old.name, new.name) {
    case .unrelated:
      let score = Self.shared(old.values, new.values)
      return score >= threshold ? score : nil
    case .continued:
      let score = Self.shared(old.valuesWithoutName(), new.valuesWithoutName())
      return score >= Self.relatedThreshold ? score : nil
    case .hashed:
      return Self.shared(old.valuesWithoutName(), new.valuesWithoutName())
    }
  }

  /// What two sets have in common, in thousandths of what they have together.
  private static func shared(_ one: Set<Int>, _ other: Set<Int>) -> Int {
    let common = one.intersection(other).count
    let all = one.count + other.count - common
    return all == 0 ? 1000 : common * 1000 / all
  }
}

/// The values of a document with the ways to them, each as one number.
private struct DocumentLeaves {
  /// What documents that are equal but for their names share.
  struct Content: Hashable {
    let kind: [String]
    let values: Set<Int>
  }

  let kind: [String]
  let name: String
  /// The values, but the name.
  private(set) var values: Set<Int> = []

  var content: Content { Content(kind: kind, values: values) }

  private let node: Node
  private let namePath: Int

  init(_ document: StreamDocument, namePath: Path) {
    node = document.node
    kind = document.identity?.kind ?? []
    name = document.identity?.name ?? ""
    self.namePath = namePath.steps.reduce(0) { path, step in
      guard case .key(let key) = step else { return path }
      return Self.step(path, key)
    }
    var values: Set<Int> = []
    visit(node, 0) { node, path in values.insert(Self.leaf(path, node.fingerprint)) }
    self.values = values
  }

  /// The values with the name cut out wherever it stands in them.
  func valuesWithoutName() -> Set<Int> {
    var values: Set<Int> = []
    visit(node, 0) { node, path in
      guard !name.isEmpty, let text = node.text, text.contains(name) else {
        values.insert(Self.leaf(path, node.fingerprint))
        return
      }
      values.insert(Self.leaf(path, text.replacing(name, with: "\0").hashValue))
    }
    return values
  }

  private static func step(_ path: Int, _ key: String) -> Int {
    var hasher = Hasher()
    hasher.combine(path)
    hasher.combine(key)
    return hasher.finalize()
  }

  private static func leaf(_ path: Int, _ value: Int) -> Int {
    var hasher = Hasher()
    hasher.combine(path)
    hasher.combine(value)
    return hasher.finalize()
  }

  /// Gives each scalar and each empty collection, but the name, with its way as a number.
  private func visit(_ node: Node, _ path: Int, _ receive: (Node, Int) -> Void) {
    let children = node.children
    switch node.kind {
    case .mapping where !children.isEmpty:
      for pair in node.pairs {
        visit(pair.value, Self.step(path, pair.key.resolved.text ?? ""), receive)
      }
    case .sequence where !children.isEmpty:
      for item in children { visit(item, path &+ 1, receive) }
    default: if path != namePath { receive(node, path) }
    }
  }
}

/// Looks for names that belong together.
private struct RelatedNames {
  enum Relation {
    case unrelated
    /// One name is the other one continued: `web` and `web-v2`, `web` and `canary-web`.
    case continued
    /// Both are one name with different hashes of the content, as kustomize appends them.
    case hashed
  }

  private struct Key: Hashable {
    let kind: [String]
    let name: String
  }

  private var whole: [Key: [Int]] = [:]
  private var parts: [Key: [Int]] = [:]
  private var stems: [Key: [Int]] = [:]

  init(_ documents: [DocumentLeaves]) {
    for (index, document) in documents.enumerated() {
      whole[Key(kind: document.kind, name: document.name), default: []].append(index)
      for part in Self.parts(of: document.name) {
        parts[Key(kind: document.kind, name: part), default: []].append(index)
      }
      if let stem = Self.stem(of: document.name) {
        stems[Key(kind: document.kind, name: stem), default: []].append(index)
      }
    }
  }

  /// The documents whose names are related to one's.
  func candidates(for document: DocumentLeaves) -> [Int] {
    func key(_ name: String) -> Key { Key(kind: document.kind, name: name) }
    var result = Self.parts(of: document.name).flatMap { whole[key($0)] ?? [] }
    result += parts[key(document.name)] ?? []
    if let stem = Self.stem(of: document.name) { result += stems[key(stem)] ?? [] }
    return result
  }

  static func relation(_ one: String, _ other: String) -> Relation {
    if let stem = stem(of: one), stem == self.stem(of: other) { return .hashed }
    let (short, long) = one.utf8.count < other.utf8.count ? (one, other) : (other, one)
    return !short.isEmpty && parts(of: long).contains(short) ? .continued : .unrelated
  }

  /// What a name continues: all that stands before, or after, a `-` or `.` in it.
  private static func parts(of name: String) -> [String] {
    name.indices.filter { name[$0] == "-" || name[$0] == "." }.flatMap { index in
      [String(name[..<index]), String(name[name.index(after: index)...])]
    }.filter { !$0.isEmpty }
  }

  /// The name before a kustomize hash suffix: ten characters of its alphabet; nil without one.
  private static func stem(of name: String) -> String? {
    guard let dash = name.lastIndex(of: "-") else { return nil }
    let suffix = name[name.index(after: dash)...]
    guard suffix.count == 10, suffix.allSatisfy({ "bcdfghkmt2456789".contains($0) }) else {
      return nil
    }
    return String(name[..<dash])
  }
}

/// Looks for names that belong together.
struct RelatedNames {
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

internal import YAMLDiff

/// Reads one line of ``IgnoreText``: `[kinds of changes] [objects] [: path]`, or a preset.
struct IgnoreRuleReader {
  /// A part of the line between blanks.
  private struct Word {
    let text: String
    let range: Range<Int>
  }

  private let line: [UInt8]
  private let content: Range<Int>

  init(_ line: [UInt8], _ content: Range<Int>) {
    self.line = line
    self.content = content
  }

  mutating func rules() throws(NodeProblem) -> [IgnoreRule] {
    switch line[content.lowerBound] {
    case UInt8(ascii: "@"): return try preset()
    case UInt8(ascii: "!"):
      throw NodeProblem(
        at: content.lowerBound..<content.lowerBound + 1, message: "found \"!\", expected a rule",
        hint: "rules only add up; write those that are meant, or narrow one to its objects")
    case UInt8(ascii: "/"), UInt8(ascii: "."): return [try rule([], path: content)]
    default: return [try ruleWithObjects()]
    }
  }

  private func preset() throws(NodeProblem) -> [IgnoreRule] {
    let name = String(decoding: line[content].dropFirst(), as: UTF8.self)
    if let rules = IgnorePresets.rules(of: name) { return rules }
    let nearest = NearestName.of(name, among: IgnorePresets.names)
    throw NodeProblem(
      at: content,
      message: "found the preset \(quoted("@" + name)), expected "
        + alternatives(IgnorePresets.names.map { "@" + $0 }),
      hint: nearest.map { "did you mean @\($0)?" })
  }

  /// A rule whose objects or kinds of changes stand before a colon, or that has no path.
  private func ruleWithObjects() throws(NodeProblem) -> IgnoreRule {
    guard let colon = colon else { return try rule(words(in: content), path: nil) }
    let path = line[(colon + 1)..<content.upperBound].firstIndex { !IgnoreText.isBlank($0) }
    guard let path else {
      throw NodeProblem(
        at: colon..<colon + 1, message: "found no path after the colon",
        hint: "leave the colon out to ignore objects as a whole")
    }
    return try rule(words(in: content.lowerBound..<colon), path: path..<content.upperBound)
  }

  /// The colon before the path; names hold colons as well, but no blank or slash after them.
  private var colon: Int? {
    content.first { index in
      guard line[index] == UInt8(ascii: ":") else { return false }
      let next = index + 1 < content.upperBound ? line[index + 1] : UInt8(ascii: " ")
      return IgnoreText.isBlank(next) || "/.[".utf8.contains(next)
    }
  }

  private func words(in range: Range<Int>) -> [Word] {
    line[range].split(whereSeparator: IgnoreText.isBlank).map { part in
      Word(text: String(decoding: part, as: UTF8.self), range: part.startIndex..<part.endIndex)
    }
  }

  // MARK: The parts of a rule

  private func rule(_ words: [Word], path: Range<Int>?) throws(NodeProblem) -> IgnoreRule {
    var words = words[...]
    var kinds: [DocumentChange.Kind]?
    if let first = words.first, let found = try changeKinds(first) {
      kinds = found
      words = words.dropFirst()
    }
    let selector = try selector(words)
    guard let path else {
      return IgnoreRule(selector, .objects(Set(kinds ?? DocumentChange.Kind.allCases)))
    }
    let pattern = try pattern(path)
    return IgnoreRule(
      selector, .place(.init(pattern, try kinds.map(partKinds) ?? .all)))
  }

  private func pattern(_ range: Range<Int>) throws(NodeProblem) -> PathPattern {
    do throws(PathPattern.Problem) {
      return try PathPattern(String(decoding: line[range], as: UTF8.self))
    } catch {
      let start = range.lowerBound
      throw NodeProblem(
        at: start + error.range.lowerBound..<start + error.range.upperBound,
        message: error.message, hint: error.hint)
    }
  }

  /// The kinds of changes that a word lists; nil when it is about objects.
  private func changeKinds(_ word: Word) throws(NodeProblem) -> [DocumentChange.Kind]? {
    let names = word.text.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    let kinds = names.compactMap { DocumentChange.Kind(rawValue: $0) }
    if kinds.count == names.count { return kinds }
    // Kinds of objects start with a capital, and a group is followed by a slash.
    let isObject =
      names.count == 1
      && (word.text.first?.isLowercase != true
        || word.text.contains("/"))
    if isObject { return nil }
    let all = DocumentChange.Kind.allCases.map(\.rawValue)
    let wrong = names.first { !all.contains($0) } ?? ""
    throw NodeProblem(
      at: word.range,
      message: "found \(quoted(wrong)), expected \(alternatives(all)), or a kind of object such as"
        + " Deployment",
      hint: NearestName.of(wrong, among: all).map { "did you mean \($0)?" }
        ?? (wrong.contains(".") ? "a path without objects starts with / or ." : nil))
  }

  /// Kinds of changes inside a document.
  private func partKinds(_ kinds: [DocumentChange.Kind]) throws(NodeProblem) -> ChangeKinds {
    var result: ChangeKinds = []
    for kind in kinds {
      switch kind {
      case .added: result.insert(.added)
      case .removed: result.insert(.removed)
      case .changed: result.insert(.changed)
      case .moved: result.insert(.moved)
      case .renamed:
        throw NodeProblem(
          at: content, message: "found \"renamed\" with a path, but only objects are renamed",
          hint: "leave out the path, or \"renamed\"")
      }
    }
    return result
  }

  private func selector(_ words: ArraySlice<Word>) throws(NodeProblem) -> ObjectSelector {
    guard let kind = words.first else { return ObjectSelector() }
    if let extra = words.dropFirst(2).first {
      throw NodeProblem(
        at: extra.range, message: "found \(quoted(extra.text)) after the object's name",
        hint: "a path follows a colon: Deployment web: /spec/replicas")
    }
    let type = try pair(kind, hint: "write a group without its version: apps/Deployment")
    let name = try words.dropFirst().first.map { (word) throws(NodeProblem) in
      try pair(word, hint: "write NAMESPACE/NAME, or NAME alone; a path follows a colon")
    }
    return ObjectSelector(
      group: type.first.map { $0 == "core" ? Glob(literal: "") : Glob($0) } ?? .any,
      kind: Glob(type.last), namespace: (name?.first).map { Glob($0) } ?? .any,
      name: name.map { Glob($0.last) } ?? .any)
  }

  /// One or two names with a slash between them.
  private func pair(
    _ word: Word, hint: String
  ) throws(NodeProblem) -> (first: String?, last: String) {
    let parts = word.text.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
    let isPlain = !parts.contains { part in
      part.isEmpty || part.contains { "[]\"{}=,".contains($0) }
    }
    guard isPlain, parts.count <= 2, let last = parts.last else {
      throw NodeProblem(
        at: word.range, message: "found \(quoted(word.text)), expected a name, or two with a slash",
        hint: hint)
    }
    return (parts.count == 2 ? parts[0] : nil, last)
  }
}

internal import Files
internal import YAML
internal import YAMLDiff

/// A change in words and lines, before it is laid out for a terminal or for Markdown.
struct ToldChange {
  /// The path as people read it; a path inside a string follows the string's after `»`.
  let path: String
  /// Where it stands: after, else before.
  var place: Place?
  let body: Body

  /// What is told about what stands at the path.
  enum Body {
    /// Something that came, on one line.
    case added(String)
    /// Something that went, on one line.
    case removed(String)
    /// Both values, on one line.
    case changed(String, String)
    /// What happened, in words.
    case note(String)
    case lines([ToldLine])
  }
}

/// A line of a text or of a value's YAML that came, went, or stands around such lines.
struct ToldLine {
  /// What became of it; nil for words about the lines, such as how many are left out.
  let kind: LineDiff.Kind?
  /// The numbers of the line in its file or string, before and after; nil for a value's YAML.
  var from: Int?
  var to: Int?
  let text: String

  static func note(_ text: String) -> ToldLine { ToldLine(kind: nil, text: text) }
}

/// Tells changes, and cuts what would be long unless all is asked for.
struct ChangeTeller {
  /// Whether everything is told.
  let isFull: Bool

  /// How many lines of something that came or went are told.
  static let valueLimit = 12
  /// How many lines of a text's difference are told.
  static let textLimit = 40
  /// How long a value may be that is told on one line.
  static let inlineLimit = 60

  // MARK: Changes

  /// A change, and in its place those inside a string.
  func told(_ change: ReportedChange, below outer: String = "") -> [ToldChange] {
    let path = outer + ChangeText.path(of: change.value)
    switch change.detail {
    case .inside(let changes):
      return changes.flatMap { told($0, below: "\(path) » ") }
    case .style(let text): return [told(change, path, body(ofStyle: text))]
    case .lines(let text): return [told(change, path, .lines(lines(of: text)))]
    case nil: return [told(change, path, body(of: change.value))]
    }
  }

  /// A change of a comment: the texts, by lines where there are several.
  func told(_ comment: ReportedComment) -> ToldChange {
    let change = comment.change
    let path = [
      ChangeText.path(change.path, keyed: change.keyedPath), "comment \(change.position.rawValue)",
    ]
    let isShort = ![change.from, change.to].contains { $0?.contains("\n") == true }
    let body: ToldChange.Body =
      switch (change.from, change.to) {
      case (let from?, let to?) where isShort: .changed(from, to)
      case (nil, let to?) where isShort: .added(to)
      case (let from?, nil) where isShort: .removed(from)
      default: .lines(lines(ofComments: change.from, change.to))
      }
    return ToldChange(
      path: path.filter { !$0.isEmpty }.joined(separator: " "), place: comment.to ?? comment.from,
      body: body)
  }

  private func lines(ofComments from: String?, _ to: String?) -> [ToldLine] {
    let texts = [from, to].map { $0.map { $0 + "\n" } ?? "" }
    return lines(
      of: TextChange(diff: LineDiff(from: texts[0], to: texts[1]), from: nil, to: nil))
  }

  private func told(
    _ change: ReportedChange, _ path: String, _ body: ToldChange.Body
  ) -> ToldChange {
    ToldChange(path: path, place: change.to ?? change.from, body: body)
  }

  /// Two strings with the same data: that it is so, and where everything is told, their lines.
  private func body(ofStyle text: TextChange?) -> ToldChange.Body {
    let words = "same data, written differently"
    guard isFull, let text else { return .note(words) }
    return .lines([.note(words)] + lines(of: text))
  }

  private func body(of change: ValueChange) -> ToldChange.Body {
    switch (change.kind, change.from, change.to) {
    case (.moved, _, _): .note("moved from \(change.oldPath?.pointer ?? "elsewhere")")
    case (_, let from?, let to?): changed(from, to)
    case (_, nil, let to?):
      inline(to).map { .added($0) } ?? .lines(lines(of: to, .added))
    case (_, let from?, nil):
      inline(from).map { .removed($0) } ?? .lines(lines(of: from, .removed))
    case (_, nil, nil): .note("changed")
    }
  }

  private func changed(_ from: Value, _ to: Value) -> ToldChange.Body {
    if from == SecretMask.stars || to == SecretMask.stars, let one = inline(from),
      let other = inline(to)
    {
      return .changed(one, other)
    }
    guard let one = inline(from, isCut: false), let other = inline(to, isCut: false) else {
      return .lines(lines(from, to))
    }
    let (shortOne, shortOther) = isFull ? (one, other) : Excerpts.around(one, other)
    return .changed(shortOne, shortOther)
  }

  /// Two values of which one takes several lines, as the difference of their YAML.
  private func lines(_ from: Value, _ to: Value) -> [ToldLine] {
    let texts = [from, to].map { Self.yaml($0).map { $0 + "\n" }.joined() }
    let hunks = LineDiff(from: texts[0], to: texts[1]).hunks
    let lines = hunks.map { $0.map { ToldLine(kind: $0.kind, text: $0.line.text) } }
    return cut(Array(lines.joined(separator: [.note("…")])), Self.textLimit)
  }

  // MARK: Values

  /// A value on one line; nil for one that takes several.
  private func inline(_ value: Value, isCut: Bool = true) -> String? {
    switch value {
    case SecretMask.stars: return "***"
    case .string(let text):
      guard !text.dropLast().contains(where: \.isNewline) else { return nil }
      return isCut && !isFull ? ChangeText.text(of: value) : ScalarText.canonical(text)
    case .mapping(let mapping) where !mapping.isEmpty: return nil
    case .sequence(let items) where !items.isEmpty: return nil
    default: return value.json(isPretty: false)
    }
  }

  /// The lines of something that came or went.
  func lines(of value: Value, _ kind: LineDiff.Kind) -> [ToldLine] {
    cut(Self.yaml(value).map { ToldLine(kind: kind, text: $0) }, Self.valueLimit)
  }

  /// The lines of a value's YAML; those of a text are its own.
  private static func yaml(_ value: Value) -> [String] {
    if case .string(let text) = value { return TextLine.lines(of: text).map(\.shown) }
    return CanonicalEmitter.emit(value, keepsNumbers: true).split(
      separator: "\n", omittingEmptySubsequences: false
    )
    .dropLast().map(String.init)
  }

  // MARK: Texts

  /// The lines of a text's difference; runs of them are parted by `…`.
  func lines(of change: TextChange) -> [ToldLine] {
    var lines: [ToldLine] = []
    for hunk in change.diff.hunks {
      if !lines.isEmpty { lines.append(.note("…")) }
      for line in hunk {
        let from = line.from.map { $0 - 1 + (change.from?.line ?? 1) }
        let to = line.to.map { $0 - 1 + (change.to?.line ?? 1) }
        lines.append(ToldLine(kind: line.kind, from: from, to: to, text: line.line.shown))
        if line.line.end.isEmpty, line.kind != .context {
          lines.append(.note("\\ no newline at end"))
        }
      }
    }
    return cut(lines, Self.textLimit)
  }

  private func cut(_ lines: [ToldLine], _ limit: Int) -> [ToldLine] {
    // A note in place of one line would save nothing.
    guard !isFull, lines.count > limit + 1 else { return lines }
    return lines.prefix(limit) + [.note("… \(lines.count - limit) more lines; -v shows all")]
  }
}

extension TextLine {
  /// The line with an end that is no LF, which is shown as an escape.
  var shown: String { end == "\n" ? text : text + end.filter { $0 != "\n" } }
}

/// Cuts two long texts to the parts around what differs.
enum Excerpts {
  /// How many characters are shown before and after what differs.
  private static let surroundings = 16

  /// Both texts, cut to where they differ when they are long.
  static func around(_ one: String, _ other: String) -> (String, String) {
    guard max(one.count, other.count) > ChangeTeller.inlineLimit else { return (one, other) }
    let start = zip(one, other).prefix { $0 == $1 }.count
    let shorter = min(one.count, other.count) - start
    let end = min(shorter, zip(one.reversed(), other.reversed()).prefix { $0 == $1 }.count)
    return (excerpt(one, start, end), excerpt(other, start, end))
  }

  private static func excerpt(_ text: String, _ start: Int, _ end: Int) -> String {
    let from = max(0, start - surroundings)
    let rest = text.dropFirst(from)
    let wanted = rest.count - max(0, end - surroundings)
    let limit = min(wanted, ChangeTeller.inlineLimit)
    return (from > 0 ? "…" : "") + rest.prefix(limit) + (limit < rest.count ? "…" : "")
  }
}

/// A pattern as Argo CD matches them: `*` and `?`, `[a-z]`, `{a,b}`, and `\` before what is meant
/// itself.
///
/// Without a separator `*` is any text, `/` included: `exclude: '*.yaml'` of a directory means the
/// files of every folder, and `exclude: plan.yaml` only the one at its top (Argo CD, util/glob over
/// gobwas/glob).
struct ArgoGlob: Hashable, Sendable {
  private enum Token: Hashable {
    case character(Unicode.Scalar)
    case any
    /// Any text, of one part between separators or of several.
    case star(crosses: Bool)
    case set([ClosedRange<Unicode.Scalar>], isNegated: Bool)
  }

  /// The pattern without braces: it matches what one of these does.
  private let alternatives: [[Token]]
  private let separator: Unicode.Scalar?

  /// As many alternatives as braces may stand for; a pattern with more matches nothing.
  private static let limit = 1000

  init(_ text: String, separator: Unicode.Scalar? = nil) {
    alternatives = Self.expand(Array(text.unicodeScalars)).map(Self.tokens)
    self.separator = separator
  }

  // MARK: Reading

  /// The texts that pairs of braces stand for; none where they are too many, or never closed.
  private static func expand(_ text: [Unicode.Scalar]) -> [[Unicode.Scalar]] {
    var result: [[Unicode.Scalar]] = []
    var pending = [text]
    while let text = pending.popLast() {
      guard let open = position(of: "{", in: text, from: 0) else {
        result.append(text)
        continue
      }
      guard let (parts, close) = parts(of: text, after: open),
        result.count + pending.count + parts.count <= limit
      else { return [] }
      pending += parts.map { text[..<open] + $0 + text[(close + 1)...] }
    }
    return result
  }

  /// What stands between commas in a pair of braces, and where it is closed.
  private static func parts(
    of text: [Unicode.Scalar], after open: Int
  ) -> (parts: [[Unicode.Scalar]], close: Int)? {
    var parts: [[Unicode.Scalar]] = [[]]
    var depth = 0
    var index = open + 1
    while index < text.count {
      let length = text[index] == "\\" ? 2 : 1
      switch text[index] {
      case "}" where depth == 0: return (parts, index)
      case "," where depth == 0: parts.append([])
      case let scalar:
        if scalar == "{" { depth += 1 }
        if scalar == "}" { depth -= 1 }
        parts[parts.count - 1] += text[index..<min(index + length, text.count)]
      }
      index += length
    }
    return nil
  }

  private static func position(
    of wanted: Unicode.Scalar, in text: [Unicode.Scalar], from start: Int
  ) -> Int? {
    var index = start
    while index < text.count {
      if text[index] == wanted { return index }
      index += text[index] == "\\" ? 2 : 1
    }
    return nil
  }

  private static func tokens(_ text: [Unicode.Scalar]) -> [Token] {
    var tokens: [Token] = []
    var index = 0
    while index < text.count {
      switch text[index] {
      case "\\" where index + 1 < text.count:
        tokens.append(.character(text[index + 1]))
        index += 1
      case "?": tokens.append(.any)
      case "*":
        let isTwice = index + 1 < text.count && text[index + 1] == "*"
        tokens.append(.star(crosses: isTwice))
        if isTwice { index += 1 }
      case "[":
        guard let close = position(of: "]", in: text, from: index + 1) else { return tokens }
        tokens.append(set(text[(index + 1)..<close]))
        index = close
      case let scalar: tokens.append(.character(scalar))
      }
      index += 1
    }
    return tokens
  }

  private static func set(_ text: ArraySlice<Unicode.Scalar>) -> Token {
    let isNegated = text.first == "!"
    let members = Array(isNegated ? text.dropFirst() : text)
    var ranges: [ClosedRange<Unicode.Scalar>] = []
    var index = 0
    while index < members.count {
      let isRange = index + 2 < members.count && members[index + 1] == "-"
      let last = isRange ? members[index + 2] : members[index]
      if members[index] <= last { ranges.append(members[index]...last) }
      index += isRange ? 3 : 1
    }
    return .set(ranges, isNegated: isNegated)
  }

  // MARK: Matching

  /// Whether the pattern matches the whole of a text.
  func matches(_ text: String) -> Bool {
    let scalars = Array(text.unicodeScalars)
    return alternatives.contains { matches($0, scalars) }
  }

  /// Walks through the tokens with every place of the text that they may have come to, so that the
  /// work is bounded by the product of both lengths.
  private func matches(_ tokens: [Token], _ text: [Unicode.Scalar]) -> Bool {
    var places = [Bool](repeating: false, count: text.count + 1)
    places[0] = true
    for token in tokens {
      var next = [Bool](repeating: false, count: text.count + 1)
      if case .star(let crosses) = token {
        var isReached = false
        for place in places.indices {
          isReached = isReached || places[place]
          next[place] = isReached
          if !crosses, place < text.count, text[place] == separator { isReached = false }
        }
      } else {
        for place in text.indices where places[place] && isOne(text[place], of: token) {
          next[place + 1] = true
        }
      }
      places = next
    }
    return places[text.count]
  }

  private func isOne(_ scalar: Unicode.Scalar, of token: Token) -> Bool {
    switch token {
    case .character(let wanted): scalar == wanted
    case .any: scalar != separator
    case .set(let ranges, let isNegated): ranges.contains { $0.contains(scalar) } != isNegated
    case .star: false
    }
  }
}

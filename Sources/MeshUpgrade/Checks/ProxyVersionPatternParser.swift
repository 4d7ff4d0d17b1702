/// Reads the notation of a ``ProxyVersionPattern``.
struct ProxyVersionPatternParser {
  typealias ByteSet = ProxyVersionPattern.ByteSet
  typealias Expression = ProxyVersionPattern.Expression

  private let bytes: [UInt8]
  private var offset = 0
  private var depth = 0

  /// How deep groups may nest.
  private static let depthLimit = 50
  /// How often something may be repeated by count, as in RE2.
  private static let countLimit = 1000

  /// How long a pattern may be.
  private static let lengthLimit = 1000

  init(_ text: String) { bytes = Array(text.utf8) }

  /// The whole text; nil where it is no pattern, or has more than is known here.
  mutating func expression() -> Expression? {
    guard bytes.count <= Self.lengthLimit else { return nil }
    let expression = choice()
    return offset == bytes.count ? expression : nil
  }

  private var next: UInt8? { offset < bytes.count ? bytes[offset] : nil }

  private mutating func take(_ byte: Character) -> Bool {
    guard let next, byte.asciiValue == next else { return false }
    offset += 1
    return true
  }

  private func stands(_ text: String) -> Bool { bytes[offset...].starts(with: text.utf8) }

  private mutating func choice() -> Expression? {
    var ways: [Expression] = []
    repeat {
      guard let way = sequence() else { return nil }
      ways.append(way)
    } while take("|")
    return ways.count == 1 ? ways[0] : .choice(ways)
  }

  private mutating func sequence() -> Expression? {
    var parts: [Expression] = []
    while let next, next != UInt8(ascii: "|"), next != UInt8(ascii: ")") {
      guard let atom = atom(), let part = repeated(atom) else { return nil }
      parts.append(part)
    }
    return .sequence(parts)
  }

  private mutating func atom() -> Expression? {
    if take("^") { return .start }
    if take("$") { return .end }
    if take(".") { return .bytes(ByteSet { $0 != 0x0A }) }
    if take("(") { return group() }
    if take("[") { return bracket().map { .bytes($0) } }
    if take("\\") { return escape() }
    // A byte that is not ASCII is part of a character, which is what would be repeated.
    guard let byte = next, byte < 0x80, !"*+?".utf8.contains(byte) else { return nil }
    offset += 1
    return .bytes(ByteSet { $0 == byte })
  }

  private mutating func group() -> Expression? {
    if take("?") {
      if !take(":") {
        // A name changes nothing: (?P<name>…) and (?<name>…).
        guard take("P") || stands("<"), take("<"), let end = bytes[offset...].firstIndex(of: 0x3E)
        else { return nil }
        offset = end + 1
      }
    }
    depth += 1
    guard depth <= Self.depthLimit, let inner = choice(), take(")") else { return nil }
    depth -= 1
    return inner
  }

  // MARK: Repetition

  private mutating func repeated(_ atom: Expression) -> Expression? {
    guard let (least, most) = count() else { return atom }
    // Whether as few as possible are wanted makes no difference to whether it matches.
    _ = take("?")
    guard count() == nil, least <= Self.countLimit, most ?? 0 <= Self.countLimit,
      most.map({ $0 >= least }) ?? true
    else { return nil }
    return .repeated(atom, least: least, most: most)
  }

  private mutating func count() -> (least: Int, most: Int?)? {
    if take("*") { return (0, nil) }
    if take("+") { return (1, nil) }
    if take("?") { return (0, 1) }
    let start = offset
    if take("{"), let least = number() {
      if take("}") { return (least, least) }
      if take(",") {
        if take("}") { return (least, nil) }
        if let most = number(), take("}") { return (least, most) }
      }
    }
    // A brace that counts nothing is a brace.
    offset = start
    return nil
  }

  private mutating func number() -> Int? {
    let digits = bytes[offset...].prefix { Self.digit.contains[Int($0)] }
    guard (1...4).contains(digits.count) else { return nil }
    offset += digits.count
    return digits.reduce(0) { $0 * 10 + Int($1 - UInt8(ascii: "0")) }
  }

  // MARK: Classes

  private static let digit = ByteSet { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
  private static let word = ByteSet { byte in
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "_"):
      true
    default: false
    }
  }
  private static let space = ByteSet { "\t\n\u{0C}\r ".utf8.contains($0) }

  private mutating func escape() -> Expression? {
    if take("A") { return .start }
    if take("z") { return .end }
    return escapedSet().map { .bytes($0) }
  }

  /// What stands after a backslash: a class, or a sign for itself.
  private mutating func escapedSet() -> ByteSet? {
    guard let byte = next else { return nil }
    offset += 1
    switch UnicodeScalar(byte) {
    case "d": return Self.digit
    case "D": return !Self.digit
    case "w": return Self.word
    case "W": return !Self.word
    case "s": return Self.space
    case "S": return !Self.space
    default:
      guard byte < 0x80, !Self.word.contains[Int(byte)] || byte == UInt8(ascii: "_") else {
        return nil
      }
      return ByteSet { $0 == byte }
    }
  }

  private mutating func bracket() -> ByteSet? {
    let isNegated = take("^")
    var set = ByteSet { _ in false }
    var isFirst = true
    while isFirst || next != UInt8(ascii: "]") {
      isFirst = false
      if stands("[:") { return nil }
      guard let low = bracketItem() else { return nil }
      guard stands("-"), offset + 1 < bytes.count, bytes[offset + 1] != UInt8(ascii: "]") else {
        set = set | low.set
        continue
      }
      offset += 1
      guard let first = low.byte, let last = bracketItem()?.byte, first <= last else { return nil }
      set = set | ByteSet { (first...last).contains($0) }
    }
    offset += 1
    return isNegated ? !set : set
  }

  /// One sign of a class, or a class in it, which cannot start or end a range.
  private mutating func bracketItem() -> (set: ByteSet, byte: UInt8?)? {
    if take("\\") {
      let sign = next
      guard let set = escapedSet() else { return nil }
      let isSign = sign.map { !Self.word.contains[Int($0)] || $0 == UInt8(ascii: "_") } ?? false
      return (set, isSign ? sign : nil)
    }
    guard let byte = next, byte < 0x80 else { return nil }
    offset += 1
    return (ByteSet { $0 == byte }, byte)
  }
}

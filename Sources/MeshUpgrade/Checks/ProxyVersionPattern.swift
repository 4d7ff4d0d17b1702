/// A regular expression on the version of a proxy, as `match.proxy.proxyVersion` of an EnvoyFilter
/// has it: RE2's notation, which may match anywhere in the text.
///
/// Matching takes time in proportion to pattern and text, whatever they are, as anybody who may
/// write to the repository writes the patterns. Of RE2 there is what is used for versions: literals,
/// `.`, classes, groups, `|`, `^`, `$` and repetition; a pattern with more is not read at all.
struct ProxyVersionPattern: Sendable {
  /// A set of bytes.
  struct ByteSet: Sendable {
    private(set) var contains: [Bool]

    init(_ isIn: (UInt8) -> Bool) { contains = (0...255).map { isIn(UInt8($0)) } }

    static func & (left: ByteSet, right: ByteSet) -> ByteSet {
      ByteSet { left.contains[Int($0)] && right.contains[Int($0)] }
    }

    static func | (left: ByteSet, right: ByteSet) -> ByteSet {
      ByteSet { left.contains[Int($0)] || right.contains[Int($0)] }
    }

    static prefix func ! (set: ByteSet) -> ByteSet { ByteSet { !set.contains[Int($0)] } }
  }

  /// A step of the machine: takes a byte, goes on at two places, or looks where it is.
  enum Step: Sendable {
    case take(ByteSet)
    case fork(Int, Int)
    case atStart
    case atEnd
    case done
  }

  private let steps: [Step]

  /// Reads a pattern; nil where it is none, or has more than is known here.
  init?(_ text: String) {
    var parser = ProxyVersionPatternParser(text)
    guard let expression = parser.expression() else { return nil }
    var compiler = Compiler()
    guard compiler.add(expression) else { return nil }
    steps = compiler.steps + [.done]
  }

  /// Whether the pattern matches somewhere in a text.
  func matches(_ text: String) -> Bool {
    let bytes = Array(text.utf8)
    var current = [Bool](repeating: false, count: steps.count)
    for offset in 0...bytes.count {
      // A match may start anywhere.
      if reach(0, at: offset, of: bytes.count, &current) { return true }
      guard offset < bytes.count else { return false }
      var next = [Bool](repeating: false, count: steps.count)
      for index in steps.indices where current[index] {
        guard case .take(let set) = steps[index], set.contains[Int(bytes[offset])] else { continue }
        if reach(index + 1, at: offset + 1, of: bytes.count, &next) { return true }
      }
      current = next
    }
    return false
  }

  /// Notes every step that is reached without taking a byte; tells whether the last one is.
  private func reach(_ start: Int, at offset: Int, of count: Int, _ reached: inout [Bool]) -> Bool {
    var open = [start]
    while let index = open.popLast() {
      if reached[index] { continue }
      reached[index] = true
      switch steps[index] {
      case .take: continue
      case .fork(let one, let other): open += [other, one]
      case .atStart: if offset == 0 { open.append(index + 1) }
      case .atEnd: if offset == count { open.append(index + 1) }
      case .done: return true
      }
    }
    return false
  }

  /// What a pattern says.
  indirect enum Expression {
    case bytes(ByteSet)
    case start
    case end
    case sequence([Expression])
    case choice([Expression])
    case repeated(Expression, least: Int, most: Int?)
  }

  /// Makes the steps of an expression.
  private struct Compiler {
    /// How many steps a pattern may have; counted repetition multiplies them.
    static let limit = 5000

    var steps: [Step] = []

    /// Adds the steps of an expression; false where they are too many.
    mutating func add(_ expression: Expression) -> Bool {
      guard steps.count < Self.limit else { return false }
      switch expression {
      case .bytes(let set): steps.append(.take(set))
      case .start: steps.append(.atStart)
      case .end: steps.append(.atEnd)
      case .sequence(let parts):
        for part in parts where !add(part) { return false }
      case .choice(let ways): return add(ways[...])
      case .repeated(let part, let least, let most):
        for _ in 0..<least where !add(part) { return false }
        guard let most else { return addLoop(part) }
        for _ in 0..<max(0, most - least) where !addOptional(part) { return false }
      }
      return true
    }

    private mutating func add(_ ways: ArraySlice<Expression>) -> Bool {
      guard let first = ways.first else { return true }
      if ways.count == 1 { return add(first) }
      let fork = steps.count
      steps.append(.done)
      guard add(first) else { return false }
      let jump = steps.count
      steps.append(.done)
      steps[fork] = .fork(fork + 1, steps.count)
      guard add(ways.dropFirst()) else { return false }
      steps[jump] = .fork(steps.count, steps.count)
      return true
    }

    private mutating func addLoop(_ part: Expression) -> Bool {
      let fork = steps.count
      steps.append(.done)
      guard add(part) else { return false }
      steps.append(.fork(fork, fork))
      steps[fork] = .fork(fork + 1, steps.count)
      return true
    }

    private mutating func addOptional(_ part: Expression) -> Bool {
      let fork = steps.count
      steps.append(.done)
      guard add(part) else { return false }
      steps[fork] = .fork(fork + 1, steps.count)
      return true
    }
  }
}

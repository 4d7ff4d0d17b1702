import TestSupport
import Testing
import YAML
import YAMLDiff

/// Where documents stand: in one stream their order is data, in a set of files it is not.
@Suite struct `the order of documents` {
  /// How a stream is written, which decides how its documents are found again.
  enum Style: CaseIterable {
    /// Chunks that are equal byte for byte, and never read.
    case same
    /// Each document in its own style on each side, so that all of them are read.
    case other
    /// The old side is one chunk, because of a directive.
    case directive
    /// Every second document says something else on the new side.
    case changed
  }

  func changes(
    _ from: String, _ to: String, rules: DocumentRules = .plain
  ) throws -> [DocumentChange] {
    try StreamDiff.compare(
      from: [StreamSource(name: "s", bytes: Array(from.utf8))],
      to: [StreamSource(name: "s", bytes: Array(to.utf8))], rules: rules, ordersCount: true
    ).changes
  }

  /// Every order of the numbers below `count`.
  static func permutations(_ count: Int) -> [[Int]] {
    guard count > 0 else { return [[]] }
    return permutations(count - 1).flatMap { rest in
      (0...rest.count).map { Array(rest[..<$0]) + [count - 1] + Array(rest[$0...]) }
    }
  }

  /// The length of the longest common subsequence, by trying every selection.
  static func common(_ one: [Int], _ other: [Int]) -> Int {
    (0..<(1 << one.count)).map { selection in
      let chosen = one.indices.filter { selection >> $0 & 1 == 1 }.map { one[$0] }
      var rest = other[...]
      for item in chosen {
        guard let found = rest.firstIndex(of: item) else { return 0 }
        rest = rest[(found + 1)...]
      }
      return chosen.count
    }.max() ?? 0
  }

  /// Every order of up to six documents, and how many of them must move.
  static let orders: [(order: [Int], moves: Int)] = (0...6).flatMap { size in
    permutations(size).map { ($0, size - common(Array(0..<size), $0)) }
  }

  private func text(_ order: [Int], style: Style, isNew: Bool) -> String {
    let documents = order.map { number -> String in
      let value = isNew && style == .changed && number % 2 == 1 ? 1000 : 100 + number
      return isNew && style != .same
        ? "{name: d\(number), v: \(value)}\n" : "name: d\(number)\nv: \(value)\n"
    }
    guard style == .directive, !isNew else { return documents.joined(separator: "---\n") }
    return documents.map { "%YAML 1.1\n---\n" + $0 }.joined(separator: "...\n")
  }

  @Test(arguments: Style.allCases)
  func `of a stream: every permutation of up to six is told with the fewest moves`(
    style: Style
  ) throws {
    for (order, moves) in Self.orders {
      let from = text(order.sorted(), style: style, isNew: false)
      let to = text(order, style: style, isNew: true)
      for rules in style == .changed ? [DocumentRules.named] : [.named, .plain] {
        let told = try changes(from, to, rules: rules)
        let moved = told.filter { $0.kind == .moved }
        #expect(moved.count == moves, "\(order)")
        #expect(moved.allSatisfy { $0.from?.node["name"]?.text == $0.to?.node["name"]?.text })
        let changed = style == .changed ? order.count { $0 % 2 == 1 } : 0
        #expect(told.count { $0.kind == .changed } == changed, "\(order)")
        #expect(told.count == moves + changed, "\(order)")
      }
    }
    print("law 4, documents of a stream, \(style): \(Self.orders.count) permutations")
  }

  /// Every list over so many numbers of at most so many items.
  static func lists(of numbers: Int, atMost length: Int) -> [[Int]] {
    var last: [[Int]] = [[]]
    var all = last
    for _ in 0..<length {
      last = last.flatMap { list in (0..<numbers).map { list + [$0] } }
      all += last
    }
    return all
  }

  @Test(arguments: [(Style.same, 3, 3), (.same, 2, 4), (.other, 3, 3)])
  func `of a stream: documents that stand several times move no more than they must`(
    style: Style, numbers: Int, length: Int
  ) throws {
    let lists = Self.lists(of: numbers, atMost: length)
    for old in lists {
      for new in lists {
        let told = try changes(
          "---\n" + text(old, style: style, isNew: false),
          "---\n" + text(new, style: style, isNew: true)
        ).map(\.kind)
        // No documents are one that is empty.
        let (old, new) = (old.isEmpty ? [-1] : old, new.isEmpty ? [-1] : new)
        let shared = Set(old).map { item in
          min(old.count { $0 == item }, new.count { $0 == item })
        }.reduce(0, +)
        let moved = shared - Self.common(old, new)
        // What is all that both files hold is the same document, whatever became of it.
        let isOne = old.count == 1 && new.count == 1 && old != [-1] && new != [-1] && old != new
        #expect(told.count { $0 == .changed } == (isOne ? 1 : 0), "\(old) \(new)")
        let rest = shared + (isOne ? 1 : 0)
        #expect(told.count { $0 == .removed } == old.count - rest, "\(old) \(new)")
        #expect(told.count { $0 == .added } == new.count - rest, "\(old) \(new)")
        #expect(told.count { $0 == .moved } == moved, "\(old) \(new)")
      }
    }
    print("law 4, documents that stand several times, \(style): \(lists.count * lists.count) pairs")
  }

  @Test func `of files: their order and that of documents inside them changes nothing`() throws {
    // Some files hold the same object, as overlays do.
    let texts = [
      "name: a\nv: 1\n---\nname: b\n", "name: a\nv: 1\n", "name: c\n---\n---\nx: 1\n",
      "x: 1\n", "",
    ]
    let from = texts.enumerated().map { StreamSource(name: "\($0)", bytes: Array($1.utf8)) }
    var count = 0
    for rules in [DocumentRules.named, .plain] {
      for order in Self.permutations(texts.count) {
        for style in [false, true] {
          count += 1
          let to = order.map { index in
            let documents = texts[index].split(separator: "---\n", omittingEmptySubsequences: false)
            let text = documents.reversed().joined(separator: "---\n")
            let isRead = style && !text.isEmpty
            return StreamSource(
              name: "\(index)",
              bytes: isRead ? Array(("# c\n---\n" + text).utf8) : from[index].bytes)
          }
          let told = try StreamDiff.compare(from: from, to: to, rules: rules, ordersCount: false)
          #expect(told.changes.isEmpty, "\(order)")
        }
      }
    }
    print("law 4, files and their documents: \(count) permutations")
  }

  @Test func `a file like others that comes or goes leaves the others alone`() throws {
    func source(_ name: String, _ text: String) -> StreamSource {
      StreamSource(name: name, bytes: Array(text.utf8))
    }
    for (old, new) in [
      ("name: a\nv: 1\n", "name: a\nv: 1\n"), ("name: a\nv: 1\n", "name: a\nv: 2\n"),
    ] {
      let from = ["dev", "prod"].map { source($0, old) }
      let to = ["canary", "dev", "prod"].map { source($0, new) }
      let told = try StreamDiff.compare(from: from, to: to, rules: .named, ordersCount: false)
        .changes
      #expect(told.filter { $0.kind == .added }.map { to[$0.to?.source ?? 1].name } == ["canary"])
      for change in told where change.kind != .added {
        #expect(change.from.map { from[$0.source].name } == change.to.map { to[$0.source].name })
      }
      let back = try StreamDiff.compare(from: to, to: from, rules: .named, ordersCount: false)
        .changes
      #expect(
        back.filter { $0.kind == .removed }.map { to[$0.from?.source ?? 1].name } == ["canary"])
    }
  }

  @Test func `documents of one chunk keep their order, whatever chunks the other side has`() throws
  {
    let directives = "%TAG ! tag:example.com,2011:\n---\na: 1\n...\n---\nb: 2\n...\n---\nc: 3\n"
    let plain = "a: 1\n---\nb:   2\n---\nc: 3\n"
    #expect(try changes(directives, plain).isEmpty)
    #expect(try changes(plain, directives).isEmpty)
    let moved = try changes(directives, "b: 2\n---\nc: 3\n---\na: 1\n")
    #expect(moved.map(\.kind) == [.moved])
    #expect(moved.first?.to?.node["a"] != nil)
  }

  @Test func `equal data in the same order has not moved, whatever is written where`() throws {
    for (one, other) in [
      ("a: 1\n---\n{a: 1}\n", "{a: 1}\n---\na: 1\n"),
      ("---\n---\nnull\n", "null\n---\n---\n"),
      ("a: 1\n---\nb: 1\n---\n'a': 1\n", "'a': 1\n---\nb: 1\n---\na: 1\n"),
    ] {
      let documents = try Document.parseAll(Array(one.utf8)).map { try $0.root.value() }
      let others = try Document.parseAll(Array(other.utf8)).map { try $0.root.value() }
      #expect(try changes(one, other).isEmpty == (documents == others), "\(one)")
    }
    #expect(try changes("a: 1\n---\n{b: 1}\n", "{b: 1}\n---\na: 1\n").map(\.kind) == [.moved])
  }

  @Test func `where comments without a document stand says nothing`() throws {
    let one = "# c\n...\n---\na: 1\n...\n"
    let other = "---\na: 1\n...\n# c\n...\n"
    #expect(try changes(one, other).isEmpty)
    #expect(try changes(other, one).isEmpty)
  }

  @Test func `an empty document is another thing than comments alone`() throws {
    for comments in ["...\n", "# c\n", "# c\n...\n", "\n"] {
      #expect(
        try changes("---\n\(comments)---\na: 1\n", "\(comments)---\na: 1\n").map(\.kind) == [
          .removed
        ])
    }
  }
}

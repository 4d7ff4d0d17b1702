import Testing
import YAML
import YAMLDiff

/// What differs between the comments of two documents, and what does not.
@Suite struct `comments differ when their node has others` {
  func changes(
    _ from: String, _ to: String, schema: Schema = .unknown
  ) throws -> [CommentChange] {
    let roots = try [from, to].map {
      try #require(try Document.parseSingle(Array($0.utf8)), "\($0)").root
    }
    return CommentDiff.changes(from: roots[0], to: roots[1], schema: schema)
  }

  /// Each change in one line: `changed /a beside <# x> <# y>`.
  func shown(
    _ from: String, _ to: String, schema: Schema = .unknown
  ) throws -> [String] {
    try changes(from, to, schema: schema).map { change in
      let texts = [change.from, change.to].compactMap { $0 }.map { " <\($0)>" }
      return "\(change.kind) \(change.keyedPath) \(change.position)" + texts.joined()
    }
  }

  @Test(arguments: [
    ("a: 1 # x\n", "a: 1 # y\n", ["changed /a beside <# x> <# y>"]),
    ("a: 1 # x\n", "a: 1\n", ["removed /a beside <# x>"]),
    ("a: 1\n", "# x\n# y\na: 1\n", ["added /a above <# x\n# y>"]),
    ("a: 1 # x\n", "a: 2 # y\n", ["changed /a beside <# x> <# y>"]),
    ("a: 1 # x\n", "# x\na: 1\n", ["added /a above <# x>", "removed /a beside <# x>"]),
    (
      "# x\na: 1\nb: 2\n", "a: 1\n# x\nb: 2\n",
      ["removed /a above <# x>", "added /b above <# x>"]
    ),
    ("a: 1\n# x\n", "a: 1\n# y\n", ["changed  below <# x> <# y>"]),
    ("a: 1 # ü\n", "a: 1 # u\u{308}\n", ["changed /a beside <# ü> <# u\u{308}>"]),
    (
      "# l\n\n# x\na: 1\n", "# m\n\n# x\na: 1\n", ["changed  above <# l> <# m>"]
    ),
    (
      "a: 1\n# x\n\n# y\n\n# z\nb: 1\n", "a: 1\n# x\n\n# z\nb: 1\n",
      ["removed /b above <# y>"]
    ),
    ("a:\n  b: | # x\n    # t\n", "a: {b: \"# t\\n\"}\n", ["removed /a/b beside <# x>"]),
    (
      "a: &x # x\n  b: 1 # y\nc: *x\n", "a: &x\n  b: 1 # z\nc: *x\n",
      ["removed /a beside <# x>", "changed /a/b beside <# y> <# z>"]
    ),
    ("a: &x {b: 1}\nc: *x\n", "a: {b: 1}\nc:\n  b: 1 # x\n", ["added /c/b beside <# x>"]),
    ("a: &x {b: 1}\nc:\n  <<: *x\n", "a: {b: 1}\nc:\n  b: 1 # x\n", ["added /c/b beside <# x>"]),
  ])
  func `edits of comments are told, and nothing else`(
    from: String, to: String, expected: [String]
  ) throws {
    #expect(try shown(from, to) == expected)
  }

  @Test(arguments: [
    ("# x\na: 1 # y\n# z\nb: 2\n", "# z\nb: 2\n# x\na: 1 # y\n"),
    ("a: 1 # x\n", "a:  1   # x  \n\n"),
    ("a: 1\n# x\n# y\nb: 1\n", "a: 1\n\n# x\n\n# y\n\nb: 1\n"),
    ("a:\n  # x\n  b: 1 # y\n", "{ a: {\n# x\nb: 1 # y\n}}\n"),
    ("a: 1 # x\nb: 1\n", "b: 1\n"),
    ("b: 1\n", "a: # x\n  # y\n  c: 1 # z\nb: 1\n"),
    ("a:\n  b: 1 # x\n", "a: text\n"),
    ("a: 1\r\n# x\r\n# y\r\nb: 1\r\n", "a: 1\n# x\n# y\nb: 1\n"),
  ])
  func `order of keys, blanks, style and nodes of one side are no difference`(
    from: String, to: String
  ) throws {
    #expect(try shown(from, to).isEmpty)
    #expect(try shown(to, from).isEmpty)
  }

  @Test func `an item that moves takes its comments along`() throws {
    let a = "# a\n- name: a # b\n  # c\n  v: 1\n"
    let b = "# d\n- name: b\n  v: 2 # e\n"
    #expect(try shown(a + b, b + a).isEmpty)
    #expect(try shown("l:\n- x # 1\n- y # 2\n", "l:\n- z # 3\n- y # 2\n- x # 1\n").isEmpty)
    #expect(
      try shown(a + b, b + "- name: x # f\n" + a.replacing("# c", with: "# g")) == [
        "changed [name=a]/v above <# c> <# g>"
      ])
  }

  @Test func `a change tells both places and both ranges`() throws {
    let from = "l:\n- name: a # x\n- name: b # y\n"
    let to = "l:\n- name: b # z\n"
    let change = try #require(try changes(from, to).first)
    #expect(change.path.pointer == "/l/0/name" && change.oldPath.pointer == "/l/1/name")
    #expect(change.keyedPath == "/l[name=b]/name")
    #expect(
      change.fromRange.map { Array(from.utf8)[$0] }.map { $0.elementsEqual("# y".utf8) } == true)
    #expect(change.toRange.map { Array(to.utf8)[$0] }.map { $0.elementsEqual("# z".utf8) } == true)
    let removed = try #require(try changes(from, "l:\n- name: b\n").first)
    #expect(removed.kind == .removed && removed.path.pointer == "/l/1/name")
  }

  @Test func `list rules decide which item is which`() throws {
    let from = "- {p: 1, v: 1} # x\n- {p: 2, v: 2} # y\n"
    let to = "- {p: 2, v: 3} # y\n- {p: 1, v: 4} # z\n"
    #expect(
      try shown(from, to, schema: Schema(list: .map(keys: ["p"]))) == [
        "changed [p=1] beside <# x> <# z>"
      ])
    #expect(try shown(from, to, schema: Schema(list: .atomic)).isEmpty)
  }

  @Test func `of a part of a document its own comments count`() throws {
    let texts = ["# h\nitems:\n# x\n- a: 1 # y\n# z\n", "# H\nitems:\n- 2 # w\n# v\n- a: 1 # y\n"]
    let documents = try texts.map { try #require(try Document.parseSingle(Array($0.utf8))) }
    let items = documents.compactMap { $0.root["items"]?.items }
    let changes = CommentDiff.changes(from: items[0][0], to: items[1][1])
    #expect(changes.map(\.from) == ["# x"] && changes.map(\.to) == ["# v"])
    #expect(changes.map(\.path) == [Path()])
  }
}

/// Laws, over values of the small world with a comment at each line.
@Suite struct `the laws of differences of comments` {
  /// The canonical text of each value, with comments after and above its lines.
  static let texts: [[String]] = `the laws of differences hold for every pair of small values`.world
    .filter { !CanonicalEmitter.emit($0).isEmpty }
    .map { value in
      CanonicalEmitter.emit(value).split(separator: "\n").enumerated().flatMap { index, line in
        let indentation = line.prefix { $0 == " " }
        return ["\(indentation)# above \(index)", "\(line) # beside \(index)"]
      }
    }

  static func root(_ lines: [String]) throws -> Node {
    try #require(try Document.parseSingle(Array((lines.joined(separator: "\n") + "\n").utf8))).root
  }

  @Test func `the comments of a document and itself do not differ`() throws {
    for lines in Self.texts {
      #expect(CommentDiff.changes(from: try Self.root(lines), to: try Self.root(lines)).isEmpty)
    }
  }

  @Test func `an edit of one comment is one change`() throws {
    for lines in Self.texts {
      let from = try Self.root(lines)
      for index in lines.indices {
        let mark = lines[index].contains("# above") ? "# above" : "# beside"
        var edited = lines
        edited[index] = lines[index].replacing(mark, with: "# edited")
        let changes = CommentDiff.changes(from: from, to: try Self.root(edited))
        #expect(changes.map(\.kind) == [.changed], "\(edited)")
        edited[index] = String(
          lines[index].prefix(
            upTo: lines[index].firstRange(of: mark)?.lowerBound ?? lines[index].startIndex))
        let removed = CommentDiff.changes(from: from, to: try Self.root(edited))
        #expect(removed.map(\.kind) == [.removed], "\(edited)")
        #expect(removed.first?.from?.hasPrefix(mark) == true)
      }
    }
  }

  @Test func `without lists, the other way round is the same told the other way round`() throws {
    let roots = try Self.texts.filter { !$0.joined().contains("- ") }.map(Self.root)
    for from in roots {
      for to in roots {
        let there = CommentDiff.changes(from: from, to: to)
        let back = CommentDiff.changes(from: to, to: from)
        #expect(
          Set(there.map { [$0.from, $0.to, $0.keyedPath] })
            == Set(back.map { [$0.to, $0.from, $0.keyedPath] }))
      }
    }
  }
}

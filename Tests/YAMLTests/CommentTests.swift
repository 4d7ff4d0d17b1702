import Testing
import YAML

/// Which comments a text holds, and which node each of them belongs to.
@Suite struct CommentTests {
  /// A text and its comments: pointer, position and text of each, a `|` where a line ends.
  struct Row: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let text: String
    let comments: [String]

    init(_ name: String, _ text: String, _ comments: String...) {
      testDescription = name
      self.text = text
      self.comments = comments
    }
  }

  static let beside = [
    Row("a value", "a: 1 # c\nb: 2\n", "/a beside # c"),
    Row("blanks at the end", "a: 1 # c \t \nb: 2\n", "/a beside # c"),
    Row("no line end", "a: 1 # c", "/a beside # c"),
    Row("no value", "a: # c\nb: 2\n", "/a beside # c"),
    Row("a key with a mapping", "a: # c\n  b: 1 # d\n", "/a beside # c", "/a/b beside # d"),
    Row("a key with a list", "a: # c\n- 1 # d\n", "/a beside # c", "/a/0 beside # d"),
    Row("an item", "- a # c\n- b: 1 # d\n", "/0 beside # c", "/1/b beside # d"),
    Row("a dash", "- # c\n  a: 1\n- # d\n", "/0 beside # c", "/1 beside # d"),
    Row("two dashes", "- - # c\n    a\n", "/0/0 beside # c"),
    Row(
      "a ? and a :", "? # c\n  a\n: # d\n  b # e\n", "/a beside # c", "/a beside # d",
      "/a beside # e"),
    Row("a key without a value", "? a # c\n? b # d\n", "/a beside # c", "/b beside # d"),
    Row("quotes", "a: 'x' # c\nb: \"y\" # d\n", "/a beside # c", "/b beside # d"),
    Row("quotes over lines", "a: \"x # y\n  # z\" # c\n", "/a beside # c"),
    Row("plain text over lines", "a: b\n  c # d\ne: f\n", "/a beside # d"),
    Row("an alias", "a: &x 1 # c\nb: *x # d\n", "/a beside # c", "/b beside # d"),
    Row("an anchor of a mapping", "a: &x # c\n  b: 1\n", "/a beside # c"),
    Row("a tag of a list", "- !x # c\n  - b\n", "/0 beside # c"),
    Row("a tag of a value", "a: !!str # c\n  b # d\n", "/a beside # c", "/a beside # d"),
    Row("an anchor and a tag", "a: &x # c\n  !!str # d\n  b\n", "/a beside # c", "/a beside # d"),
    Row("an anchor alone", "a: &x # c\nb: 1\n", "/a beside # c"),
    Row("a tag with brackets", "a: !<x[]-> # c\n  [1] # d\n", "/a beside # c", "/a beside # d"),
    Row("a whole value", "a # c\n", " beside # c"),
    Row("---", "--- # c\na: 1\n", " beside # c"),
    Row("--- and a value", "--- a # c\n", " beside # c"),
    Row("--- and an anchor", "--- &x # c\na: 1\n", " beside # c"),
  ]

  static let blockScalars = [
    Row("|", "a: | # c\n  x\n  # y\nb: 1 # d\n", "/a beside # c", "/b beside # d"),
    Row(">", "a: >2- # c\n  # x\n# d\nb: 1\n", "/a beside # c", "/b above # d"),
    Row("|+", "a: |+ # c\n  x\n\n# d\nb: 1\n", "/a beside # c", "/b above # d"),
    Row("below an anchor", "a: &x # c\n  | # d\n  x\n", "/a beside # c", "/a beside # d"),
    Row("without text", "a: | # c\n# d\nb: 1\n", "/a beside # c", "/b above # d"),
    Row("deeper than the next key", "a: |\n    x\n  # c\nb: 1\n", "/a below # c"),
    Row("at the end", "a: |\n  x\n  # y"),
    Row("in a list", "- | # c\n  # x\n# d\n- y\n", "/0 beside # c", "/1 above # d"),
  ]

  static let notComments = [
    Row("plain", "a: b#c\nd#e: f#"),
    Row("in quotes", "a: 'x # y'\nb: \"x # y\"\n"),
    Row("in a literal", "a: |\n  # x\nb: >\n  x # y\n\n  # z\n"),
    Row("in a URL", "a: http://x/#y\n"),
    Row("in flow", "[a#b, 'c # d', {e#: f#}]\n"),
  ]

  static let above = [
    Row("a key", "a: 1\n# c\nb: 2\n", "/b above # c"),
    Row("lines", "a: 1\n# c\n#d\n#\nb: 2\n", "/b above # c|#d|#"),
    Row("a blank line", "a: 1\n# c\n\n# d\nb: 2\n", "/b above # c", "/b above # d"),
    Row("the first key", "# c\na: 1\n", "/a above # c"),
    Row("the first item", "# c\n- a\n", "/0 above # c"),
    Row("the first key, apart", "# c\n\na: 1\n", " above # c"),
    Row("a licence and the first key", "# c\n# d\n\n# e\na: 1\n", " above # c|# d", "/a above # e"),
    Row("after ---", "---\n# c\n\n# d\na: 1\n", " above # c", "/a above # d"),
    Row("before ---", "# c\n---\n# d\na: 1\n", " above # c", "/a above # d"),
    Row("a value", "# c\n\n# d\na\n", " above # c", " above # d"),
    Row("a flow mapping", "# c\n{a: 1}\n", " above # c"),
    Row("nothing", "---\n# c\n", " above # c"),
    Row("a nested key", "a:\n  # c\n  b: 1\n", "/a/b above # c"),
    Row("a nested key, indented less", "a:\n# c\n  b: 1\n", "/a/b above # c"),
    Row("a nested key, indented deeper", "a:\n    # c\n  b: 1\n", "/a/b above # c"),
    Row("an item", "a:\n# c\n- 1\n  # d\n- 2\n", "/a/0 above # c", "/a/0 below # d"),
    Row("an indented item", "a:\n  # c\n  - 1\n  # d\n  - 2\n", "/a/0 above # c", "/a/1 above # d"),
    Row("a mapping after its dash", "- # c\n  # d\n  a: 1\n", "/0 beside # c", "/0/a above # d"),
    Row("a list of lists", "# c\n- - a\n", "/0 above # c"),
    Row("between a key and its value", "a:\n  # c\n  b\n", "/a above # c"),
    Row("between ? and :", "? a\n# c\n: b\n", "/a above # c"),
    Row("? and no value", "? a\n# c\n? b\n", "/b above # c"),
    Row("a ?", "a: 1\n# c\n? b\n: 2\n", "/b above # c"),
    Row("a key with an anchor", "a: 1\n# c\n&x b: 2\n", "/b above # c"),
    Row(
      "an anchor below its key", "a:\n  # c\n  &x\n  # d\n  b: 1\n", "/a above # c",
      "/a/b above # d"),
    Row("an anchor before a value", "a: &x\n  # c\n  b\n", "/a above # c"),
    Row("a key after nothing", "a:\n# c\nb:\n", "/b above # c"),
  ]

  static let below = [
    Row("the document", "a: 1\n# c\n", " below # c"),
    Row("the document, apart", "a: 1\n# c\n\n# d\n", " below # c", " below # d"),
    Row("a whole value", "a\n# c\n", " below # c"),
    Row("a flow list", "[a]\n  # c\n", " below # c"),
    Row("a mapping", "a:\n  b: 1\n  # c\nd: 1\n", "/a below # c"),
    Row("a mapping at the end", "a:\n  b:\n    c: 1\n  # d\n# e\n", "/a below # d", " below # e"),
    Row("a list", "a:\n  - b\n  # c\nd: 1\n", "/a below # c"),
    Row("an item", "- a: 1\n  # c\n- b\n", "/0 below # c"),
    Row("an item at the end", "a:\n- b: 1\n  # c\n", "/a/0 below # c"),
    Row(
      "a key that is commented out", "a: {}\n  # b: 1\n  # c: 2\nd: 1\n", "/a below # b: 1|# c: 2"),
    Row("a key without a value", "a:\n  # b: 1\nc: 1\n", "/a below # b: 1"),
    Row("and above", "a:\n  b: 1\n  # c\n# d\n  # e\nf: 1\n", "/a below # c", "/f above # d|# e"),
    Row("...", "a: 1\n# c\n... # d\n# e\n", " below # c", " below # d", " below # e"),
    Row("a line that continues", "a: 1  # c\n      # d\nb: 2\n", "/a beside # c", "/a below # d"),
  ]

  static let flow = [
    Row("after [", "a: [ # c\n  1, 2]\n", "/a beside # c"),
    Row(
      "after a comma", "a: [1, # c\n  2 # d\n  , 3 ] # e\n", "/a/0 beside # c", "/a/1 beside # d",
      "/a beside # e"),
    Row(
      "own lines", "a: [\n  # c\n  1,\n# d\n  2,\n  # e\n]\n", "/a/0 above # c", "/a/1 above # d",
      "/a below # e"),
    Row(
      "a mapping", "{ # c\n  # d\n  a: 1, # e\n  b: # f\n   2 # g\n} # h\n", " beside # c",
      "/a above # d", "/a beside # e", "/b beside # f", "/b beside # g", " beside # h"),
    Row("bare keys", "{a, # c\n b # d\n}\n", "/a beside # c", "/b beside # d"),
    Row(
      "inner brackets", "[[1, # c\n 2], # d\n {a: {}, # e\n # f\n }]\n", "/0/0 beside # c",
      "/0 beside # d", "/1/a beside # e", "/1 below # f"),
    Row(
      "nothing in brackets", "a: [ # c\n # d\n] # e\n", "/a beside # c", "/a below # d",
      "/a beside # e"),
    Row(
      "a pair in a list", "[a: 1, # c\n # d\n b: 2 # e\n, {f: 1}: 2 # g\n]\n", "/0/a beside # c",
      "/1 above # d", "/1/b beside # e", "/2/ beside # g"),
    Row("a ? in a list", "[? # c\n a : 1 # d\n]\n", "/0 beside # c", "/0/a beside # d"),
    Row(
      "without a blank, as libyaml reads it", "[a,#c\n \"b\"#d\n]#e\n", "/0 beside #c",
      "/1 beside #d", " beside #e"),
    Row("a key on two lines", "{? \"a\" # c\n # d\n : 1}\n", "/a beside # c", "/a above # d"),
    Row(
      "a list as a key", "? [a, # c\n  b] # d\n: - 1 # e\n", "/ beside # c", "/ beside # d",
      "//0 beside # e"),
    Row(
      "a block list as a key", "? - a # c\n  # d\n  - b\n: 1\nx: 2 # e\n", "/ beside # c",
      "/ above # d", "/x beside # e"),
  ]

  static let bytes = [
    Row("CRLF", "a: 1 # c\r\n# d\r\n# e\r\nb: 2\r\n", "/a beside # c", "/b above # d|# e"),
    Row("CR", "a: 1 # c\r# d\r\r# e\rb: 2\r", "/a beside # c", "/b above # d", "/b above # e"),
    Row("a byte-order mark", "\u{FEFF}# c\na: 1 # d\n", "/a above # c", "/a beside # d"),
    Row("not ASCII", "ü: 😀 # ä 😀\n# ö\n日: 本\n", "/ü beside # ä 😀", "/日 above # ö"),
    Row(
      "NEL and LS end a line", "a: 1 # c\u{85}b: 2 # d\u{2028}# e\u{2028}c: 3\n", "/a beside # c",
      "/b beside # d", "/c above # e"),
    Row("tabs", "a: 1 \t# c\t\nb: 2\t# d\n", "/a beside # c", "/b beside # d"),
  ]

  @Test(arguments: beside + blockScalars + notComments + above + below + flow + bytes)
  func `a comment belongs to one node`(row: Row) throws {
    let text = Array(row.text.utf8)
    let documents = try? Document.parseAll(text)
    guard let document = documents?.first, documents?.count == 1 else {
      Issue.record("not one document: \(row.text)")
      return
    }
    #expect(CommentTests.show(document.comments, in: text) == row.comments)
  }

  @Test(arguments: [
    ("# c\n---\na: 1\n# d\n---\nb # e\n", [[" above # c", " below # d"], [" beside # e"]]),
    ("--- # c\n--- # d\n# e\n", [[" beside # c"], [" beside # d", " above # e"]]),
    (
      "a: 1\n# c\n... # d\n# e\n---\nb: 1\n...\n# f\n",
      [[" below # c", " below # d"], [" above # e", " below # f"]]
    ),
    (
      "# c\n%YAML 1.1 # d\n--- # e\na: 1\n# f\n...\n# g\n%YAML 1.1\n# h\n---\n# i\nb: 1\n# j\n---\nc\n",
      [
        [" above # c", " above # d", " beside # e", " below # f"],
        [" above # g", " above # h", "/b above # i", " below # j"], [],
      ]
    ),
    ("# c\n...\n# d\na: 1\n", [[" above # c", "/a above # d"]]),
    ("a: |\n  # x\n---\nb: >-\n  # y\n", [[], []]),
  ])
  func `a comment belongs to one document of a stream`(
    text: String, comments: [[String]]
  ) throws {
    let text = Array(text.utf8)
    let found = try Document.parseAll(text).map { CommentTests.show($0.comments, in: text) }
    #expect(found == comments)
  }

  @Test func `the comments of a part of a document are those in it, above, beside and below it`()
    throws
  {
    let text = Array(
      "# a\nitems: # b\n# c\n- x: 1 # d\n  # e\n# f\n- y: [1] # g\n- 2\n".utf8)
    let document = try #require(try Document.parseSingle(text))
    let comments = DocumentComments(of: document)
    let items = try #require(document.root["items"])
    #expect(
      CommentTests.show(comments.comments(of: items.items[0]), in: text) == [
        " above # c", "/x beside # d", " below # e",
      ])
    #expect(
      CommentTests.show(comments.comments(of: items.items[1]), in: text) == [
        " above # f", "/y beside # g",
      ])
    #expect(comments.comments(of: items.items[2]).isEmpty)
    #expect(comments.comments(of: items).count == 7)
    #expect(comments.comments(of: document.root) == comments.all)
  }

  /// Each comment as a row has it; its range must hold its text and the blanks between its lines.
  static func show(_ comments: [NodeComment], in text: [UInt8]) -> [String] {
    comments.map { comment in
      let held = String(decoding: text[comment.range], as: UTF8.self)
      #expect(held.hasPrefix("#") && held.last?.isWhitespace == false)
      #expect(held.filter { !$0.isWhitespace } == comment.text.filter { !$0.isWhitespace })
      let shown = comment.text.split(separator: "\n").joined(separator: "|")
      return "\(comment.path.pointer) \(comment.position) \(shown)"
    }
  }
}

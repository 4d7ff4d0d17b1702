import Testing
import YAML

/// Line ends, comments, block scalars: what surrounds an edit and must stay.
@Suite struct EditTextTests {
  static let rows = [
    EditRow(
      "CRLF", "metadata:\r\n  labels:\r\n    a: b\r\nkind: A\r\n", .add,
      gives: "metadata:\r\n  labels:\r\n    a: b\r\n    rev: new\r\nkind: A\r\n"),
    EditRow(
      "CR", "metadata:\r  labels:\r    a: b\rkind: A\r", .add,
      gives: "metadata:\r  labels:\r    a: b\r    rev: new\rkind: A\r"),
    EditRow(
      "CRLF without a final one", "a: 1\r\nb: 2", .set(["c"], 3),
      gives: "a: 1\r\nb: 2\r\nc: 3"),
    EditRow("CRLF, the last line goes", "a: 1\r\nb: 2", .remove(["b"]), gives: "a: 1"),
    EditRow("the final line end was the value's", "a: |+\n  b\n", .remove(["a"]), gives: "{}\n"),
    EditRow("no line end at all", "a: 1", .set(["b"], 2), gives: "a: 1\nb: 2"),
    EditRow(
      "no final line end", "metadata:\n  labels:\n    a: b", .add,
      gives: "metadata:\n  labels:\n    a: b\n    rev: new"),
    EditRow(
      "emoji before", "a: 😀 # ü\nb: x # 日本\n", .set(["b"], "z"),
      gives: "a: 😀 # ü\nb: z # 日本\n"),
    EditRow("emoji in keys", "😀: {ü: 1}\n", .set(["😀", "é"], "z"), gives: "😀: {ü: 1, é: z}\n"),
    EditRow(
      "composed and decomposed letters are two", "\u{E9}: 1\ne\u{301}: 2\n",
      .set(["e\u{301}"], 3), gives: "\u{E9}: 1\ne\u{301}: 3\n"),
    EditRow(
      "comments everywhere",
      "# 1\nmetadata: # 2\n  # 3\n  labels: # 4\n    # 5\n    inject: x # 6\n    # 7\n  # 8\n# 9\n",
      .move,
      gives:
        "# 1\nmetadata: # 2\n  # 3\n  labels: # 4\n    # 5\n    rev: new # 6\n    # 7\n  # 8\n# 9\n"
    ),
    EditRow(
      "a directive", "%YAML 1.1\n---\na: 1\n", .set(["b"], 2), gives: "%YAML 1.1\n---\na: 1\nb: 2\n"
    ),
    EditRow(
      "the second document after a directive", "%YAML 1.1\n---\na: 1\n---\na: 1\n...\n",
      .set(["b"], 2), gives: "%YAML 1.1\n---\na: 1\n---\na: 1\nb: 2\n...\n"
    ).inDocument(1),
    EditRow("a document that is not there", "a: 1\n", .set(["b"], 2), refused: .noPlace).inDocument(
      1),
  ]

  static let blockScalars = [
    EditRow(
      "a list in place of | on a line of its own", "a: # c\n  |\n  x\nb: 1\n", .set(["a"], ["z"]),
      gives: "a: # c\n- z\nb: 1\n"),
    EditRow(
      "a list in place of | on a line of its own, without text", "a: # c\n  |\n\nb: 1\n",
      .set(["a"], ["z"]), gives: "a: # c\n- z\n\nb: 1\n"),
    EditRow(
      "a text in place of | on a line of its own", "a:\n  !t\n  |\n  x\nb: 1\n",
      .set(["a"], ["k": "z"]), gives: "a:\n  k: z\nb: 1\n"),
    EditRow(
      "other lines of a | text", "a: | # c\n    x\n    y\n# d\nb: 1\n", .set(["a"], "x\nz\n"),
      gives: "a: | # c\n    x\n    z\n# d\nb: 1\n"),
    EditRow(
      "a | text without a final line break", "l:\n- a: |\n    x\n- b\n",
      .set(["l", 0, "a"], "x\ny"),
      gives: "l:\n- a: |-\n    x\n    y\n- b\n"),
    EditRow(
      "other lines of a > text", "a: !!str >-\n  x\n  y\n", .set(["a"], "x\n\n  y\n"),
      gives: "a: !!str |\n  x\n\n    y\n"),
    EditRow(
      "other lines of a |2 text, CRLF", "a: |2\r\n    x\r\nb: 1\r\n", .set(["a"], "x\ny\n"),
      gives: "a: |\r\n    x\r\n    y\r\nb: 1\r\n"),
    EditRow(
      "a text that | cannot say", "a: |\n  x\nb: 1\n", .set(["a"], " x\ny\n"),
      gives: "a: \" x\\ny\\n\"\nb: 1\n"),
    EditRow("a key after |", "a: |\n  x\n\n", .set(["b"], 1), gives: "a: |\n  x\nb: 1\n\n"),
    EditRow("a key after |+", "a: |+\n  x\n\n", .set(["b"], 1), gives: "a: |+\n  x\n\nb: 1\n"),
    EditRow("a key after |-", "a: |-\n  x", .set(["b"], 1), gives: "a: |-\n  x\nb: 1"),
    EditRow(
      "a key after >-", "a: >-\n  x\n  y\n", .set(["b"], 1), gives: "a: >-\n  x\n  y\nb: 1\n"),
    EditRow(
      "a key beside | without a final line end", "a: |\n  x", .set(["b"], 1),
      gives: "b: 1\na: |\n  x"),
    EditRow(
      "a key beside blanks that are text", "a: |\n  x\n     \n", .set(["b"], 1),
      gives: "b: 1\na: |\n  x\n     \n"),
    EditRow(
      "an item beside | without a final line end", "- |\n  x", .insertItem([1], "b"),
      gives: "- |-\n  x\n- b"),
    EditRow(
      "| becomes a word", "a: | # c\n  x\n  y\n# d\nb: 1\n", .set(["a"], "z"),
      gives: "a: z # c\n# d\nb: 1\n"),
    EditRow("|+ becomes a word", "a: |+\n  x\n\nb: 1\n", .set(["a"], "z"), gives: "a: z\nb: 1\n"),
    EditRow(
      "| becomes a mapping", "a: | # c\n  x\nb: 1\n", .set(["a"], ["z": 1]),
      gives: "a: # c\n  z: 1\nb: 1\n"),
    EditRow("| in a list becomes a word", "- |\n  x\n- b\n", .set([0], "z"), gives: "- z\n- b\n"),
    EditRow("| goes", "a: |\n  x\n\n  y\nb: 1\n", .remove(["a"]), gives: "b: 1\n"),
    EditRow("|+ goes", "a: |+\n  x\n\nb: 1\n", .remove(["a"]), gives: "b: 1\n"),
    EditRow(
      "what follows | goes, its line end stays", "a: |\n  x\nb: 1", .remove(["b"]),
      gives: "a: |\n  x\n"),
    EditRow(
      "what follows |+ goes, with blank lines", "a: |+\n  x\nb: 1\n\nc: 2\n", .remove(["b"]),
      gives: "a: |+\n  x\nc: 2\n"),
    EditRow(
      "text beside | that looks like comments", "a: |\n  # x\n  --- y\nb: 1\n",
      .set(["b"], 2), gives: "a: |\n  # x\n  --- y\nb: 2\n"),
    EditRow(
      "a new text of several lines", "a: 1\n", .set(["b"], "x\ny\n"),
      gives: "a: 1\nb: |\n  x\n  y\n"),
    EditRow(
      "a new text of several lines at an open end", "a: 1", .set(["b"], "x\ny\n"),
      gives: "a: 1\nb: |\n  x\n  y\n"),
    EditRow(
      "a new text of several lines before a comment", "a:\n  b: 1 # c\nd: 2\n",
      .set(["a"], ["b": "x\ny\n"]), gives: "a:\n  b: |\n    x\n    y\nd: 2\n"),
    EditRow(
      "a new text of several lines with CRLF", "a: 1\r\n", .set(["b"], "x\ny"),
      gives: "a: 1\r\nb: |-\r\n  x\r\n  y\r\n"),
  ]

  static let sharing = [
    EditRow(
      "an anchor that nobody uses", "metadata:\n  labels: &l\n    a: b\n", .add,
      gives: "metadata:\n  labels: &l\n    a: b\n    rev: new\n"),
    EditRow(
      "an anchor elsewhere", "x: &x 1\ny: *x\nmetadata:\n  labels:\n    a: b\n", .add,
      gives: "x: &x 1\ny: *x\nmetadata:\n  labels:\n    a: b\n    rev: new\n"),
    EditRow(
      "a shared anchor", "metadata:\n  labels: &l\n    a: b\nspec: *l\n", .add, refused: .shared),
    EditRow(
      "a shared anchor further out", "metadata: &m\n  labels:\n    a: b\nspec: *m\n", .add,
      refused: .shared),
    EditRow(
      "an alias on the way", "x: &l {a: b}\nmetadata:\n  labels: *l\n", .add, refused: .shared),
    EditRow(
      "an alias as the value", "x: &v old\nmetadata:\n  labels:\n    rev: *v\n", .add,
      refused: .shared),
    EditRow(
      "a shared value", "metadata:\n  labels:\n    rev: &v old\nspec: *v\n", .add, refused: .shared),
    EditRow(
      "an anchor that goes and is used", "a:\n  b: &v 1\nc: *v\n", .remove(["a"]),
      refused: .shared),
    EditRow(
      "a merged key goes", "x: &l {rev: b}\nmetadata:\n  labels:\n    <<: *l\n", .drop,
      refused: .merged),
    EditRow(
      "a merged key is overridden", "x: &l {rev: b}\nmetadata:\n  labels:\n    <<: *l\n", .add,
      gives: "x: &l {rev: b}\nmetadata:\n  labels:\n    <<: *l\n    rev: new\n"),
    EditRow(
      "beside a merge key", "x: &l {c: d}\nmetadata:\n  labels:\n    <<: *l\n    a: b\n", .add,
      gives: "x: &l {c: d}\nmetadata:\n  labels:\n    <<: *l\n    a: b\n    rev: new\n"),
    EditRow(
      "labels that are merged", "x: &l {labels: {a: b}}\nmetadata:\n  <<: *l\n", .add,
      refused: .merged),
    EditRow(
      "an alias as a key", "x: &k rev\nmetadata:\n  labels:\n    *k : old\n", .add,
      gives: "x: &k rev\nmetadata:\n  labels:\n    *k : new\n"),
    EditRow("one value on the way", "metadata:\n  labels: yes\n", .add, refused: .noPlace),
    EditRow("a list on the way", "metadata:\n  labels: [a]\n", .add, refused: .noPlace),
    EditRow("a root that is a list", "- a\n", .add, refused: .noPlace),
    EditRow("two of a key", "a: 1\na: 2\n", .set(["b"], 1), refused: .unreadable),
    EditRow("broken text", "a: [1\n", .set(["b"], 1), refused: .unreadable),
  ]

  @Test(arguments: rows) func `line ends and comments stay`(row: EditRow) throws {
    try row.check()
  }

  @Test(arguments: blockScalars) func `block scalars stay what they are`(row: EditRow) throws {
    try row.check()
  }

  @Test(arguments: sharing) func `what is shared is never changed behind its users' backs`(
    row: EditRow
  ) throws { try row.check() }
}

import Testing
import YAML

/// Labels in block style: the way most manifests are written.
@Suite struct EditBlockTests {
  static let adding = [
    EditRow(
      "labels are there", "metadata:\n  labels:\n    a: b\n", .add,
      gives: "metadata:\n  labels:\n    a: b\n    rev: new\n"),
    EditRow(
      "labels are missing", "metadata:\n  name: x\nspec: {}\n", .add,
      gives: "metadata:\n  name: x\n  labels:\n    rev: new\nspec: {}\n"),
    EditRow(
      "metadata is missing", "kind: A\n", .add,
      gives: "kind: A\nmetadata:\n  labels:\n    rev: new\n"),
    EditRow(
      "labels are empty", "metadata:\n  labels:\n  name: x\n", .add,
      gives: "metadata:\n  labels:\n    rev: new\n  name: x\n"),
    EditRow(
      "labels are ~", "metadata:\n  labels: ~ # c\n  name: x\n", .add,
      gives: "metadata:\n  labels: # c\n    rev: new\n  name: x\n"),
    EditRow(
      "labels are null", "metadata:\n  labels: null\n", .add,
      gives: "metadata:\n  labels:\n    rev: new\n"),
    EditRow(
      "metadata is empty", "metadata:\nkind: A\n", .add,
      gives: "metadata:\n  labels:\n    rev: new\nkind: A\n"),
    EditRow(
      "metadata is null", "metadata: null # c\nkind: A\n", .add,
      gives: "metadata: # c\n  labels:\n    rev: new\nkind: A\n"),
    EditRow(
      "the document is empty", "---\n", .add,
      gives: "---\nmetadata:\n  labels:\n    rev: new\n"),
    EditRow(
      "the document has comments only", "--- # a\n# b\n", .add,
      gives: "--- # a\n# b\nmetadata:\n  labels:\n    rev: new\n"),
    EditRow("the document is ~", "~ # a\n", .set(["a"], "b"), gives: "a: b # a\n"),
    EditRow(
      "the document is null after its marker", "--- null\n", .set(["a"], "b"),
      gives: "--- \na: b\n"),
    EditRow(
      "after another label", "metadata:\n  labels:\n    a: b\n    c: d\n",
      .set(["metadata", "labels", "rev"], "new", after: "a"),
      gives: "metadata:\n  labels:\n    a: b\n    rev: new\n    c: d\n"),
    EditRow(
      "after a label that is not there", "metadata:\n  labels:\n    a: b\n",
      .set(["metadata", "labels", "rev"], "new", after: "zzz"),
      gives: "metadata:\n  labels:\n    a: b\n    rev: new\n"),
    EditRow(
      "labels between after name", "metadata:\n  name: x\n  namespace: y\n",
      .set(["metadata", "labels"], ["rev": "new"], after: "name"),
      gives: "metadata:\n  name: x\n  labels:\n    rev: new\n  namespace: y\n"),
    EditRow(
      "four spaces", "metadata:\n    name: x\n", .add,
      gives: "metadata:\n    name: x\n    labels:\n        rev: new\n"),
    EditRow(
      "one space", "metadata:\n name: x\n", .add,
      gives: "metadata:\n name: x\n labels:\n  rev: new\n"),
    EditRow(
      "neighbours in double quotes", "metadata:\n  labels:\n    a: \"b\"\n    c: \"d\"\n", .add,
      gives: "metadata:\n  labels:\n    a: \"b\"\n    c: \"d\"\n    rev: \"new\"\n"),
    EditRow(
      "neighbours in single quotes", "metadata:\n  labels:\n    a: 'b'\n", .add,
      gives: "metadata:\n  labels:\n    a: 'b'\n    rev: 'new'\n"),
    EditRow(
      "text that needs quotes", "metadata:\n  labels:\n    a: b\n",
      .set(["metadata", "labels", "on"], "true"),
      gives: "metadata:\n  labels:\n    a: b\n    \"on\": \"true\"\n"),
    EditRow(
      "nothing in front of the key", "metadata:\n  labels:\n    ? a\n    : b\n", .add,
      gives: "metadata:\n  labels:\n    ? a\n    : b\n    rev: new\n"),
    EditRow(
      "under an explicit key", "? metadata\n: labels:\n    a: b\n", .add,
      gives: "? metadata\n: labels:\n    a: b\n    rev: new\n"),
    EditRow(
      "a tab after the colon", "metadata:\n  labels:\n    a:\tb\n", .add,
      gives: "metadata:\n  labels:\n    a:\tb\n    rev: new\n"),
    EditRow(
      "a quoted path", "\"metadata\":\n  'labels':\n    \"a\": b\n", .add,
      gives: "\"metadata\":\n  'labels':\n    \"a\": b\n    rev: new\n"),
    EditRow(
      "long lines stay whole",
      "metadata:\n  labels:\n    a: \(String(repeating: "long ", count: 60))end\n", .add,
      gives:
        "metadata:\n  labels:\n    a: \(String(repeating: "long ", count: 60))end\n    rev: new\n"),
    EditRow(
      "a value below its key", "metadata:\n  labels:\n    a:\n      b\n    c:\n", .add,
      gives: "metadata:\n  labels:\n    a:\n      b\n    c:\n    rev: new\n"),
    EditRow(
      "text before the marker of the next", "metadata:\n  labels:\n    a: b\n...\n", .add,
      gives: "metadata:\n  labels:\n    a: b\n    rev: new\n...\n"),
  ]

  static let changing = [
    EditRow(
      "a plain value", "metadata:\n  labels:\n    rev: old # c\n", .add,
      gives: "metadata:\n  labels:\n    rev: new # c\n"),
    EditRow(
      "a value in double quotes", "metadata:\n  labels:\n    rev: \"old\" # c\n", .add,
      gives: "metadata:\n  labels:\n    rev: \"new\" # c\n"),
    EditRow(
      "a value in single quotes", "metadata:\n  labels:\n    rev: 'old'\n", .add,
      gives: "metadata:\n  labels:\n    rev: 'new'\n"),
    EditRow(
      "a null value", "metadata:\n  labels:\n    rev: # c\n    b: c\n", .add,
      gives: "metadata:\n  labels:\n    rev: new # c\n    b: c\n"),
    EditRow(
      "a value after a tab", "metadata:\n  labels:\n    rev:\told\n", .add,
      gives: "metadata:\n  labels:\n    rev:\tnew\n"),
    EditRow(
      "a value to text that looks like a number", "metadata:\n  labels:\n    rev: old\n",
      .set(["metadata", "labels", "rev"], "1130"),
      gives: "metadata:\n  labels:\n    rev: \"1130\"\n"),
    EditRow(
      "the same value keeps its spelling", "a: \"b\"\n", .set(["a"], "b"), gives: "a: \"b\"\n"),
    EditRow(
      "a value over two lines", "a: one\n  two # c\nb: 1\n", .set(["a"], "x"),
      gives: "a: x # c\nb: 1\n"),
    EditRow(
      "an anchored value that nobody uses", "a: &v old # c\n", .set(["a"], "new"),
      gives: "a: &v new # c\n"),
    EditRow(
      "an anchor without a value", "a: &v\nb: 1\n", .set(["a"], "new"),
      gives: "a: &v new\nb: 1\n"),
    EditRow("a tagged value", "a: !!str 12\n", .set(["a"], "13"), gives: "a: !!str \"13\"\n"),
    EditRow("a tagged value of another type", "a: !!str 12\n", .set(["a"], 13), gives: "a: 13\n"),
    EditRow(
      "a mapping to one value", "a: # c\n  b: 1\n  c: 2\nd: 3\n", .set(["a"], "x"),
      gives: "a: x # c\nd: 3\n"),
    EditRow(
      "a mapping to an empty one", "a: # c\n  # d\n  b: 1\nd: 3\n", .set(["a"], [:]),
      gives: "a: {} # c\n  # d\nd: 3\n"),
    EditRow(
      "a mapping to another", "a: # c\n  b: 1\nd: 3\n", .set(["a"], ["x": 1, "z": 2]),
      gives: "a: # c\n  x: 1\n  z: 2\nd: 3\n"),
    EditRow(
      "one value to a mapping", "a: b # c\nd: 3\n", .set(["a"], ["x": 1]),
      gives: "a: # c\n  x: 1\nd: 3\n"),
    EditRow(
      "one value to a list", "a: b # c\nd: 3\n", .set(["a"], ["x", "z"]),
      gives: "a: # c\n- x\n- z\nd: 3\n"),
    EditRow(
      "a key gets another name and value",
      "metadata:\n  labels:\n    inject: enabled # why\n    b: c\n", .move,
      gives: "metadata:\n  labels:\n    rev: new # why\n    b: c\n"),
    EditRow(
      "a key in quotes gets another name", "metadata:\n  labels:\n    \"inject\": \"on\"\n",
      .move, gives: "metadata:\n  labels:\n    \"rev\": \"new\"\n"),
    EditRow(
      "a key keeps its value, spelling and comments",
      "a:\n  # c\n  - \"x\" # d\nb: 1\n", .rename(["a"], to: "z", ["x"]),
      gives: "z:\n  # c\n  - \"x\" # d\nb: 1\n"),
    EditRow(
      "an explicit key gets another name", "? inject\n: on # c\n",
      .rename(["inject"], to: "rev", "new"), gives: "? rev\n: new # c\n"),
    EditRow(
      "a key cannot take the name of another", "a: 1\nb: 2\n", .rename(["a"], to: "b", 1),
      refused: .noPlace),
  ]

  static let removing = [
    EditRow(
      "the first of two", "metadata:\n  labels:\n    rev: x # c\n    b: c\n", .drop,
      gives: "metadata:\n  labels:\n    b: c\n"),
    EditRow(
      "the last of two", "metadata:\n  labels:\n    b: c\n    rev: x\nspec: 1\n", .drop,
      gives: "metadata:\n  labels:\n    b: c\nspec: 1\n"),
    EditRow(
      "the only one leaves {}", "metadata:\n  labels: # a\n    # b\n    rev: x\n  name: x\n",
      .drop, gives: "metadata:\n  labels: {} # a\n    # b\n  name: x\n"),
    EditRow(
      "labels as a whole", "metadata:\n  labels:\n    rev: x\n  name: x\n",
      .remove(["metadata", "labels"]), gives: "metadata:\n  name: x\n"),
    EditRow(
      "comment lines around stay", "a: 1\n# one\nb: 2\n# two\nc: 3\n", .remove(["b"]),
      gives: "a: 1\n# one\n# two\nc: 3\n"),
    EditRow(
      "blank lines around stay", "a: 1\n\nb: 2\n\nc: 3\n", .remove(["b"]),
      gives: "a: 1\n\n\nc: 3\n"),
    EditRow("the last line without a line end", "a: 1\nb: 2", .remove(["b"]), gives: "a: 1"),
    EditRow("the only line without a line end", "a: 1", .remove(["a"]), gives: "{}"),
    EditRow(
      "the only key of a document", "# x\na: 1 # y\n", .remove(["a"]), gives: "# x\n{} # y\n"),
    EditRow("an explicit key", "? a\n: 1\n? b\n: 2\n", .remove(["a"]), gives: "? b\n: 2\n"),
    EditRow("an explicit key without a value", "? a\nb: 2\n", .remove(["a"]), gives: "b: 2\n"),
    EditRow("a value over several lines", "a: one\n  two\nb: 2\n", .remove(["a"]), gives: "b: 2\n"),
    EditRow("a key that is not there", "a: 1\n", .remove(["b"]), refused: .noPlace),
    EditRow(
      "the only key of an anchored mapping", "a: &x # c\n  b: 1\nd: 2\n", .remove(["a", "b"]),
      gives: "a: &x {} # c\nd: 2\n"),
  ]

  @Test(arguments: adding) func `a key is added`(row: EditRow) throws { try row.check() }
  @Test(arguments: changing) func `a value is changed`(row: EditRow) throws { try row.check() }
  @Test(arguments: removing) func `a key is removed`(row: EditRow) throws { try row.check() }
}

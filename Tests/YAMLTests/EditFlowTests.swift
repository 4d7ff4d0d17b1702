import Testing
import YAML

/// Labels in flow style and in JSON.
@Suite struct EditFlowTests {
  static let rows = [
    EditRow("into {}", "metadata: {labels: {}}\n", .add, gives: "metadata: {labels: {rev: new}}\n"),
    EditRow(
      "into { }", "labels: { } # c\n", .set(["labels", "a"], "b"),
      gives: "labels: {a: b} # c\n"),
    EditRow(
      "into { with a comment", "labels: { # c\n}\n", .set(["labels", "a"], "b"),
      gives: "labels: {a: b # c\n}\n"),
    EditRow(
      "into {} with an anchor", "labels: &x {}\n", .set(["labels", "a"], "b"),
      gives: "labels: &x {a: b}\n"),
    EditRow(
      "after the last", "labels: {a: b}\n", .set(["labels", "c"], "d"),
      gives: "labels: {a: b, c: d}\n"),
    EditRow(
      "after the first", "labels: { a: b, e: f }\n", .set(["labels", "c"], "d", after: "a"),
      gives: "labels: { a: b, c: d, e: f }\n"),
    EditRow(
      "after a trailing comma", "labels: {a: b,}\n", .set(["labels", "c"], "d"),
      gives: "labels: {a: b, c: d,}\n"),
    EditRow(
      "a whole mapping", "metadata: {name: x}\n", .add,
      gives: "metadata: {name: x, labels: {rev: new}}\n"),
    EditRow(
      "a mapping for null", "metadata: {labels: , name: x}\n", .add,
      gives: "metadata: {labels: {rev: new}, name: x}\n"),
    EditRow(
      "a mapping for a bare key", "metadata: {labels, name: x}\n", .add,
      gives: "metadata: {labels: {rev: new}, name: x}\n"),
    EditRow("a value for a bare key", "a: {x, y}\n", .set(["a", "x"], 1), gives: "a: {x: 1, y}\n"),
    EditRow(
      "a line of its own", "labels: {\n  a: b, # c\n  c: d # e\n}\n", .set(["labels", "e"], "f"),
      gives: "labels: {\n  a: b, # c\n  c: d, # e\n  e: f\n}\n"),
    EditRow(
      "a line of its own after a comma", "labels: {\n  a: b,\n}\n", .set(["labels", "e"], "f"),
      gives: "labels: {\n  a: b,\n  e: f,\n}\n"),
    EditRow(
      "in the middle of lines", "labels: {\n  a: b, # c\n  c: d\n}\n",
      .set(["labels", "e"], "f", after: "a"),
      gives: "labels: {\n  a: b, # c\n  e: f,\n  c: d\n}\n"),
    EditRow(
      "text that flow style must quote", "labels: {a: b}\n", .set(["labels", "c"], "d,e"),
      gives: "labels: {a: b, c: \"d,e\"}\n"),
    EditRow(
      "another value", "labels: {a: b, c: 'd' }\n", .set(["labels", "c"], "x"),
      gives: "labels: {a: b, c: 'x' }\n"),
    EditRow(
      "another name", "metadata: {labels: {inject: on, a: b}}\n", .move,
      gives: "metadata: {labels: {rev: new, a: b}}\n"),
    EditRow(
      "the first goes", "labels: {a: b, c: d}\n", .remove(["labels", "a"]),
      gives: "labels: {c: d}\n"),
    EditRow(
      "the middle goes", "labels: {a: b, c: d, e: f}\n", .remove(["labels", "c"]),
      gives: "labels: {a: b, e: f}\n"),
    EditRow(
      "the last goes", "labels: {a: b, c: d}\n", .remove(["labels", "c"]),
      gives: "labels: {a: b}\n"),
    EditRow(
      "the last goes, its trailing comma stays", "labels: {a: b, c: d,}\n",
      .remove(["labels", "c"]), gives: "labels: {a: b, }\n"),
    EditRow(
      "the only one goes", "labels: { a: b, } # c\n", .remove(["labels", "a"]),
      gives: "labels: {} # c\n"),
    EditRow(
      "the only one goes, a comment stays", "labels: {\n  # c\n  a: b\n}\n",
      .remove(["labels", "a"]), gives: "labels: {\n  # c\n}\n"),
    EditRow(
      "the first line goes", "labels: {\n  a: b, # c\n  # d\n  c: d\n}\n",
      .remove(["labels", "a"]), gives: "labels: {\n  # d\n  c: d\n}\n"),
    EditRow(
      "the last line goes", "labels: {\n  a: b, # c\n  # d\n  c: d # e\n}\n",
      .remove(["labels", "c"]), gives: "labels: {\n  a: b # c\n  # d\n}\n"),
    EditRow(
      "a leading comma", "labels: { a: b\n  , c: d\n  }\n", .remove(["labels", "a"]),
      gives: "labels: { c: d\n  }\n"),
    EditRow(
      "a pair in a list has no braces to leave", "l: [a: b]\n", .remove(["l", 0, "a"]),
      gives: "l: [{}]\n"),
    EditRow(
      "a pair in a list has no braces to grow", "l: [a: b]\n", .set(["l", 0, "c"], "d"),
      refused: .unverified),
    EditRow(
      "an item at the end", "l: [a, b]\n", .insertItem(["l", 2], "c"), gives: "l: [a, b, c]\n"),
    EditRow("an item at the start", "l: [a]\n", .insertItem(["l", 0], "c"), gives: "l: [c, a]\n"),
    EditRow(
      "an item into []", "l: [ ]\n", .insertItem(["l", 0], ["a": 1]), gives: "l: [{a: 1}]\n"),
    EditRow(
      "an item on a line of its own", "l: [\n  a, # c\n  b\n]\n", .insertItem(["l", 0], "x"),
      gives: "l: [\n  x,\n  a, # c\n  b\n]\n"),
    EditRow("the only item goes", "l: [a]\n", .remove(["l", 0]), gives: "l: []\n"),
    EditRow(
      "beside a key in quotes", "a: {\"x\": q, b: c}\n", .set(["a", "b"], "d"),
      gives: "a: {\"x\": q, b: d}\n"),
    EditRow(
      "beside plain text", "a: {\"x\": q}\n", .set(["a", "b"], "d"),
      gives: "a: {\"x\": q, b: d}\n"),
    EditRow(
      "an item becomes another", "l: [a, \"b\"]\n", .set(["l", 1], "c"), gives: "l: [a, \"c\"]\n"),
  ]

  static let json = [
    EditRow(
      "compact", #"{"metadata":{"name":"x"}}"#, .add,
      gives: #"{"metadata":{"name":"x", "labels": {"rev":"new"}}}"#),
    EditRow(
      "compact, filled", #"{"metadata":{"labels":{}}}"#, .add,
      gives: #"{"metadata":{"labels":{"rev": "new"}}}"#),
    EditRow(
      "compact, null", #"{"metadata":{"labels":null}}"#, .add,
      gives: #"{"metadata":{"labels":{"rev":"new"}}}"#),
    EditRow(
      "pretty", "{\n  \"metadata\": {\n    \"name\": \"x\"\n  }\n}\n",
      .set(["metadata", "uid"], "y"),
      gives: "{\n  \"metadata\": {\n    \"name\": \"x\",\n    \"uid\": \"y\"\n  }\n}\n"),
    EditRow(
      "pretty, the last goes", "{\n  \"a\": 1,\n  \"b\": 2\n}\n", .remove(["b"]),
      gives: "{\n  \"a\": 1\n}\n"),
    EditRow(
      "pretty, the first goes", "{\n  \"a\": 1,\n  \"b\": 2\n}\n", .remove(["a"]),
      gives: "{\n  \"b\": 2\n}\n"),
    EditRow(
      "pretty, the only one goes", "{\n  \"a\": {\n    \"b\": 2\n  }\n}\n", .remove(["a", "b"]),
      gives: "{\n  \"a\": {}\n}\n"),
    EditRow(
      "another name", #"{"metadata": {"labels": {"inject": "on"}}}"#, .move,
      gives: #"{"metadata": {"labels": {"rev": "new"}}}"#),
    EditRow("a list", #"{"l":["a"]}"#, .insertItem(["l", 1], "b"), gives: #"{"l":["a", "b"]}"#),
    EditRow(
      "numbers and booleans", #"{"a":{"b":1}}"#, .set(["a", "c"], [true, 1]),
      gives: #"{"a":{"b":1, "c": [true,1]}}"#),
  ]

  @Test(arguments: rows) func `a flow collection is edited`(row: EditRow) throws {
    try row.check()
  }

  @Test(arguments: json) func `JSON is edited and stays JSON`(row: EditRow) throws {
    try row.check()
  }
}

import Testing
import YAML

/// Lists: their items, and objects inside of them.
@Suite struct EditListTests {
  static let list =
    "kind: List\nitems:\n- kind: A # one\n  metadata:\n    name: a\n- metadata: {name: b}\n  kind: B\n"

  static let rows = [
    EditRow(
      "an object of a List", list, .set(["items", 0, "metadata", "labels", "rev"], "new"),
      gives: list.replacing("name: a\n", with: "name: a\n    labels:\n      rev: new\n")),
    EditRow(
      "the second object of a List", list,
      .set(["items", 1, "metadata", "labels", "rev"], "new"),
      gives: list.replacing("{name: b}", with: "{name: b, labels: {rev: new}}")),
    EditRow(
      "a key on the dash's line goes", list, .remove(["items", 0, "kind"]),
      gives: list.replacing("kind: A # one\n  ", with: "")),
    EditRow(
      "a key on the dash's line goes, a comment line stays",
      "- a: 1 # x\n  # y\n  b: 2\n", .remove([0, "a"]), gives: "-\n  # y\n  b: 2\n"),
    EditRow(
      "a key on the dash's line changes", list, .set(["items", 0, "kind"], "C"),
      gives: list.replacing("A # one", with: "C # one")),
    EditRow(
      "a key after the dash's line's", list, .set(["items", 0, "apiVersion"], "v1", after: "kind"),
      gives: list.replacing("# one\n", with: "# one\n  apiVersion: v1\n")),
    EditRow(
      "the only key of an item", "- a: 1 # c\n- b\n", .remove([0, "a"]),
      gives: "- {} # c\n- b\n"),
    EditRow(
      "the only key of an item below its dash", "-\n  a: 1\n- b\n", .remove([0, "a"]),
      gives: "- {}\n- b\n"),
    EditRow(
      "an indented list grows", "l:\n  - a # c\n  - b\nz: 1\n", .insertItem(["l", 2], "c"),
      gives: "l:\n  - a # c\n  - b\n  - c\nz: 1\n"),
    EditRow(
      "an indentless list grows", "l:\n- a\n- b\nz: 1\n", .insertItem(["l", 1], "c"),
      gives: "l:\n- a\n- c\n- b\nz: 1\n"),
    EditRow(
      "a list grows at its start", "l:\n# x\n- a\n", .insertItem(["l", 0], ["b": 1, "c": 2]),
      gives: "l:\n# x\n- b: 1\n  c: 2\n- a\n"),
    EditRow(
      "a list in a list grows at its start", "- - a\n  - b\n", .insertItem([0, 0], "x"),
      gives: "- - x\n  - a\n  - b\n"),
    EditRow(
      "the first item goes", "l:\n- a\n# x\n- b\n", .remove(["l", 0]), gives: "l:\n# x\n- b\n"),
    EditRow(
      "the last item goes", "l:\n- a\n- b: 1\n  c: 2\nz: 1\n", .remove(["l", 1]),
      gives: "l:\n- a\nz: 1\n"),
    EditRow(
      "the only item goes", "l: # c\n  - a\nz: 1\n", .remove(["l", 0]), gives: "l: [] # c\nz: 1\n"),
    EditRow(
      "the only indentless item goes", "l:\n- a\nz: 1\n", .remove(["l", 0]),
      gives: "l: []\nz: 1\n"),
    EditRow(
      "a list grows after text that lacks its final line end", "l:\n- | # c\n  a",
      .insertItem(["l", 1], "b"), gives: "l:\n- |- # c\n  a\n- b"),
    EditRow(
      "a list grows after folded text that lacks its final line end", "l:\n- >+2\n    a",
      .insertItem(["l", 1], "b"), gives: "l:\n- >-2\n    a\n- b"),
    EditRow(
      "an item goes whose inside is named elsewhere", "- {a: &x 1}\n- *x\n", .remove([0]),
      refused: .shared),
    EditRow(
      "an entry goes whose key is named elsewhere", "&x a: b\nc: *x\n", .remove(["a"]),
      refused: .shared),
    EditRow(
      "an inner list's first item goes", "- - a\n  - b\n", .remove([0, 0]), gives: "- - b\n"),
    EditRow("an empty item gets a value", "-\n- b\n", .set([0], "a"), gives: "- a\n- b\n"),
    EditRow(
      "an empty item gets a key", "- # c\n- b\n", .set([0, "a"], "x"),
      gives: "- a: x # c\n- b\n"),
    EditRow(
      "an empty item gets keys", "-\n- b\n", .set([0, "a", "c"], "x"),
      gives: "- {a: {c: x}}\n- b\n"),
    EditRow(
      "an item becomes a mapping", "- a # c\n- b\n", .set([0], ["x": 1]),
      gives: "- {x: 1} # c\n- b\n"),
    EditRow("an item out of range", "- a\n", .insertItem([3], "x"), refused: .noPlace),
    EditRow("a list that is not one", "a: b\n", .insertItem(["a", 0], "x"), refused: .noPlace),
    EditRow(
      "a list with wide dashes", "l:\n-   a: 1\n    b: 2\n", .set(["l", 0, "c"], 3),
      gives: "l:\n-   a: 1\n    b: 2\n    c: 3\n"),
    EditRow(
      "several operations in a row", "l: [a]\nb: 1\n", .insertItem(["l", 1], "c"),
      .remove(["l", 0]), .set(["b"], 2), gives: "l: [c]\nb: 2\n"),
  ]

  @Test(arguments: rows) func `a list is edited`(row: EditRow) throws { try row.check() }
}

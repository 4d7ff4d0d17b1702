import Testing
import YAML

/// Several operations at once give what they give one by one.
@Suite struct `operations made together give what they give one by one` {
  static let list = """
    apiVersion: v1
    kind: List
    items:
    - kind: Deployment  # the first
      spec: {template: {metadata: {labels: {app: a}}}}
    - kind: Deployment
      spec:
        template:
          metadata:
            labels:
              app: b
    flow: [a, b]
    block:
    - a
    """

  static func key(_ text: String) -> Path {
    Path(text.split(separator: "/").map { Int($0).map { .index($0) } ?? .key(String($0)) })
  }

  static let cases: [[EditOperation]] = [
    [
      .set(key("items/0/spec/template/metadata/annotations/m"), "x"),
      .set(key("items/1/spec/template/metadata/annotations/m"), "x"),
    ],
    // Both make the same mapping, so the second depends on the first.
    [
      .set(key("items/1/spec/template/metadata/annotations/m"), "x"),
      .set(key("items/1/spec/template/metadata/annotations/n"), "y"),
    ],
    // Items that an earlier operation makes room for.
    [.insertItem(key("flow/2"), "c"), .insertItem(key("flow/3"), "d")],
    [.insertItem(key("block/1"), "b"), .insertItem(key("block/2"), "c")],
    [.remove(key("flow/1")), .remove(key("flow/0"))],
    [.set(key("kind"), "X"), .rename(key("kind"), to: "sort", "Y")],
    [.remove(key("items/1/spec/template/metadata/labels/app")), .remove(key("items/0"))],
  ]

  @Test(arguments: cases)
  func `each case`(operations: [EditOperation]) throws {
    let text = Array(Self.list.utf8)
    var oneByOne = text
    for operation in operations {
      oneByOne = try DocumentEditor.apply([operation], to: oneByOne)
    }
    let together = try DocumentEditor.apply(operations, to: text)
    #expect(String(decoding: together, as: UTF8.self) == String(decoding: oneByOne, as: UTF8.self))
  }

  @Test func `an operation without a place is refused, also as one of several`() {
    #expect(throws: EditError.self) {
      try DocumentEditor.apply(
        [.set(Self.key("kind"), "X"), .remove(Self.key("missing"))], to: Array(Self.list.utf8))
    }
  }
}

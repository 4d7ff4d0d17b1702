import Testing

@testable import Kubernetes

/// Label selectors as Kubernetes defines them.
struct LabelSelectorTests {
  private static let labels = ["mesh": "prod", "tier": "web", "empty": ""]

  @Test(arguments: [
    (LabelSelector(), true),
    (LabelSelector(matchLabels: ["mesh": "prod"]), true),
    (LabelSelector(matchLabels: ["mesh": "prod", "tier": "db"]), false),
    (LabelSelector(matchLabels: ["absent": ""]), false),
    (requirement("tier", .isIn, ["db", "web"]), true),
    (requirement("tier", .isIn, ["db"]), false),
    (requirement("absent", .isIn, ["db"]), false),
    (requirement("empty", .isIn, [""]), true),
    (requirement("tier", .notIn, ["db"]), true),
    (requirement("tier", .notIn, ["db", "web"]), false),
    (requirement("absent", .notIn, ["db"]), true),
    (requirement("tier", .exists), true),
    (requirement("absent", .exists), false),
    (requirement("tier", .doesNotExist), false),
    (requirement("absent", .doesNotExist), true),
    (
      LabelSelector(
        matchLabels: ["mesh": "prod"],
        matchExpressions: [.init(key: "tier", operator: .doesNotExist)]), false
    ),
  ])
  func `a selector matches when every condition holds`(_ selector: LabelSelector, _ expected: Bool)
  {
    #expect(selector.matches(Self.labels) == expected)
  }

  @Test func `a selector is written as kubectl takes it`() {
    let selector = LabelSelector(
      matchLabels: ["tier": "web", "mesh": "prod"],
      matchExpressions: [
        .init(key: "a", operator: .isIn, values: ["x", "y"]),
        .init(key: "b", operator: .notIn, values: ["z"]),
        .init(key: "c", operator: .exists), .init(key: "d", operator: .doesNotExist),
      ])
    #expect(selector.description == "mesh=prod,tier=web,a in (x,y),b notin (z),c,!d")
  }

  @Test(
    arguments: [
      ("namespacs", "namespaces"), ("NAMESPACES", "namespaces"), ("tpye", "type"),
      ("names", nil), ("", nil), ("somethingelse", nil),
    ] as [(String, String?)])
  func `the nearest name has the fewest typing errors`(_ text: String, _ expected: String?) {
    #expect(NearestName.of(text, among: ["namespaces", "type", "to"]) == expected)
  }

  @Test(arguments: [
    ("", "", 0), ("abc", "abc", 0), ("abc", "acb", 1), ("abc", "ab", 1), ("abc", "axc", 1),
    ("", "abc", 3), ("kitten", "sitting", 3),
  ])
  func `a distance counts typing errors, both ways`(_ one: String, _ other: String, _ count: Int) {
    #expect(NearestName.distance(one, other) == count)
    #expect(NearestName.distance(other, one) == count)
  }

  private static func requirement(
    _ key: String, _ comparison: LabelSelector.Operator, _ values: [String] = []
  ) -> LabelSelector {
    LabelSelector(matchExpressions: [.init(key: key, operator: comparison, values: values)])
  }
}

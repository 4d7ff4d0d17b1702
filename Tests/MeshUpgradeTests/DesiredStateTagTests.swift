import Testing

/// Rows of desired states: the strategies that move a tag.
struct DesiredStateTagTests {
  @Test(arguments: rows)
  func `what a tag needs, and what its phases cannot be`(_ row: DesiredStateRow) {
    #expect(row.findings() == row.expected)
  }

  private static func row(_ about: String, _ spec: String, expected: [String]) -> DesiredStateRow {
    DesiredStateRow(
      about,
      yaml: """
        apiVersion: meshphase.io/v1alpha1
        kind: MeshUpgrade
        metadata: {name: prod}
        spec:
          to: {revision: asm-1140-0}
          namespaces: [app, pay]
          gatewayNamespaces: [ingress]
        \(spec)

        """, expected: expected)
  }

  static let rows = [
    row(
      "MoveTag without tags",
      """
        strategy: {type: MoveTag}
      """,
      expected: [
        "MP201 8:20 spec.strategy.type: found MoveTag without spec.tags, expected the "
          + "tags that the namespaces carry | list them: spec.tags: [TAG]"
      ]),
    row(
      "FollowDefault without the tag default",
      """
        tags: [prod]
        strategy: {type: FollowDefault}
      """,
      expected: [
        "MP201 9:20 spec.strategy.type: found FollowDefault without default in "
          + "spec.tags, expected the tag that namespaces with istio-injection: enabled "
          + "follow | write spec.tags: [default]"
      ]),
    row(
      "tags that cannot be read are told once",
      """
        tags: [A_B]
        strategy: {type: FollowDefault}
      """,
      expected: [
        "MP201 8:10 spec.tags[0]: found \"A_B\", expected a DNS-1123 label: lower-case "
          + "letters, digits and inner \"-\", at most 43 characters | did you mean \"a-b\"?"
      ]),
    row(
      "given phases that move no tag",
      """
        tags: [prod]
        strategy: {type: MoveTag}
        phases:
        - {name: a, actions: [Restart], percent: 100}
      """,
      expected: [
        "MP201 10:3 spec.phases: found no phase with MoveTags, expected one: by strategy "
          + "MoveTag namespaces move with their tag | add one before the restarts: - {name: "
          + "promote, actions: [MoveTags, MoveService, MoveValidator]}"
      ]),
    row(
      "what is done to namespaces beside the move of the tag",
      """
        tags: [prod]
        strategy: {type: MoveTag}
        phases:
        - {name: a, actions: [MoveTags, Relabel, Restart], percent: 100}
      """,
      expected: [
        "MP201 11:35 spec.phases[0].actions[1]: found Relabel beside MoveTags, expected "
          + "it in a phase before, which puts namespaces on asm-1140-0 itself, or in one "
          + "after, which puts them back on the tag",
        "MP201 11:44 spec.phases[0].actions[2]: found Restart beside MoveTags, expected "
          + "it in a phase after it | a Pod that is made again before the tag has moved "
          + "stays on the old revision",
      ]),
    row(
      "restarts before the move",
      """
        tags: [prod]
        strategy: {type: MoveTag}
        phases:
        - {name: a, actions: [Relabel, Restart], namespaces: [app]}
        - {name: b, actions: [Restart], namespaces: [pay], gatewayNamespaces: [ingress]}
        - {name: c, actions: [MoveTags]}
      """,
      expected: [
        "MP201 12:48 spec.phases[1].namespaces[0]: found a Restart of \"pay\" before any "
          + "Relabel of it, expected MoveTags or Relabel first | a Pod that is made again "
          + "before its namespace is relabelled stays on the old revision",
        "MP201 12:74 spec.phases[1].gatewayNamespaces[0]: found a Restart of \"ingress\" "
          + "before any Relabel of it, expected MoveTags or Relabel first | a Pod that is "
          + "made again before its namespace is relabelled stays on the old revision",
      ]),
    row(
      "shares restarted before the move",
      """
        tags: [prod]
        strategy: {type: MoveTag}
        phases:
        - {name: a, actions: [Relabel], percent: 10}
        - {name: b, actions: [Restart], percent: 20}
        - {name: c, actions: [MoveTags]}
        - {name: d, actions: [Restart], percent: 100}
      """,
      expected: [
        "MP201 12:44 spec.phases[1].percent: found a Restart of 20 % where 10 % are "
          + "relabelled, expected MoveTags or Relabel first"
      ]),
    row(
      "each namespace once on each side",
      """
        tags: [prod]
        strategy: {type: MoveTag}
        phases:
        - {name: a, actions: [Relabel, Restart], namespaces: [app]}
        - {name: b, actions: [Relabel], namespaces: [app]}
        - {name: c, actions: [MoveTags]}
        - {name: d, actions: [Restart], namespaces: [pay]}
        - {name: e, actions: [Relabel], namespaces: [app]}
        - {name: f, actions: [Relabel], namespaces: [app]}
      """,
      expected: [
        "MP201 12:48 spec.phases[1].namespaces[0]: found \"app\", which phase \"a\" "
          + "relabels already; expected each namespace once (11:57 the first one)",
        "MP201 16:48 spec.phases[5].namespaces[0]: found \"app\", which phase \"e\" puts "
          + "back on its tag already; expected each namespace once (15:48 the first one)",
      ]),
    row(
      "shares on both sides, of which restarts have to be everything",
      """
        tags: [prod]
        strategy: {type: MoveTag}
        phases:
        - {name: a, actions: [Relabel, Restart], percent: 10}
        - {name: b, actions: [MoveTags]}
        - {name: c, actions: [Restart], percent: 90}
        - {name: d, actions: [Relabel], percent: 10}
      """,
      expected: [
        "warning MP012 13:44 spec.phases[2].percent: the last share is 90 %, so the "
          + "remaining namespaces are in no phase | end with percent: 100"
      ]),
    row(
      "what is right",
      """
        tags: [prod, default]
        strategy: {type: FollowDefault, restart: Separate, order: GatewaysFirst}
        phases:
        - {name: a, actions: [Relabel], percent: 10}
        - {name: b, actions: [Restart], percent: 10}
        - {name: c, actions: [MoveTags]}
        - {name: d, actions: [Restart], percent: 100, gatewayNamespaces: [ingress]}
        - {name: e, actions: [Relabel], percent: 10}
      """,
      expected: []),
  ]
}

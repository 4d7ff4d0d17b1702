import Testing

/// Rows of desired states: phases in an order that cannot be.
struct DesiredStateOrderTests {
  @Test(arguments: rows)
  func `an order that cannot be is told with its place`(_ row: DesiredStateRow) {
    #expect(row.findings() == row.expected)
  }

  static let rows: [DesiredStateRow] = [
    DesiredStateRow(
      "a namespace that two phases relabel and restart",
      yaml: """
        apiVersion: meshphase.io/v1alpha1
        kind: MeshUpgrade
        metadata: {name: prod}
        spec:
          to: {revision: asm-1140-0}
          namespaces: [app, pay]
          gatewayNamespaces: [ingress]
          phases:
          - {name: a, actions: [Relabel, Restart], namespaces: [app], gatewayNamespaces: [ingress]}
          - {name: b, actions: [Relabel], namespaces: [pay, app]}
          - {name: c, actions: [Restart], namespaces: [pay], gatewayNamespaces: [ingress]}

        """,
      expected: [
        "MP201 10:53 spec.phases[1].namespaces[1]: found \"app\", which phase \"a\" "
          + "relabels already; expected each namespace once (9:57 the first one)",
        "MP201 11:74 spec.phases[2].gatewayNamespaces[0]: found \"ingress\", which phase "
          + "\"a\" restarts already; expected each namespace once (9:83 the first one)",
      ]),
    DesiredStateRow(
      "Restart before or without Relabel",
      yaml: """
        apiVersion: meshphase.io/v1alpha1
        kind: MeshUpgrade
        metadata: {name: prod}
        spec:
          to: {revision: asm-1140-0}
          namespaces: [app, pay]
          gatewayNamespaces: [ingress]
          phases:
          - {name: a, actions: [Restart], namespaces: [app]}
          - {name: b, actions: [Relabel], namespaces: [app]}
          - {name: c, actions: [Restart], gatewayNamespaces: [ingress]}

        """,
      expected: [
        "MP201 9:48 spec.phases[0].namespaces[0]: found a Restart of \"app\" before any "
          + "Relabel of it, expected Relabel first | a Pod that is made again before its "
          + "namespace is relabelled stays on the old revision",
        "MP201 11:55 spec.phases[2].gatewayNamespaces[0]: found a Restart of \"ingress\" "
          + "before any Relabel of it, expected Relabel first | a Pod that is made again "
          + "before its namespace is relabelled stays on the old revision",
      ]),
    DesiredStateRow(
      "Restart without Relabel in place is taken",
      yaml: """
        apiVersion: meshphase.io/v1alpha1
        kind: MeshUpgrade
        metadata: {name: prod}
        spec:
          from: {revision: canary, version: 1.13.0}
          to: {revision: canary, version: 1.14.0}
          namespaces: [app]
          phases:
          - {name: a, actions: [Restart], percent: 100}

        """,
      expected: []),
    DesiredStateRow(
      "a share restarted before it is relabelled",
      yaml: """
        apiVersion: meshphase.io/v1alpha1
        kind: MeshUpgrade
        metadata: {name: prod}
        spec:
          to: {revision: asm-1140-0}
          namespaces: [app, pay]
          gatewayNamespaces: [ingress]
          phases:
          - {name: a, actions: [Relabel], percent: 50}
          - {name: b, actions: [Restart], percent: 100}
          - {name: c, actions: [Relabel], percent: 100}

        """,
      expected: [
        "MP201 10:44 spec.phases[1].percent: found a Restart of 100 % where 50 % are "
          + "relabelled, expected Relabel first"
      ]),
    DesiredStateRow(
      "Retire before the end, and twice",
      yaml: """
        apiVersion: meshphase.io/v1alpha1
        kind: MeshUpgrade
        metadata: {name: prod}
        spec:
          to: {revision: asm-1140-0}
          namespaces: [app, pay]
          gatewayNamespaces: [ingress]
          phases:
          - {name: a, actions: [Retire]}
          - {name: b, actions: [MoveTags]}
          - {name: c, actions: [Retire]}

        """,
      expected: [
        "MP201 9:25 spec.phases[0].actions[0]: found Retire in phase 1 of 3, expected it "
          + "in the last",
        "MP201 11:25 spec.phases[2].actions[0]: found a second Retire, expected it at most "
          + "once (9:25 the first one)",
      ]),
    DesiredStateRow(
      "a move after Retire",
      yaml: """
        apiVersion: meshphase.io/v1alpha1
        kind: MeshUpgrade
        metadata: {name: prod}
        spec:
          to: {revision: asm-1140-0}
          namespaces: [app, pay]
          gatewayNamespaces: [ingress]
          phases:
          - {name: a, actions: [Retire, MoveTags]}

        """,
      expected: [
        "MP201 9:33 spec.phases[0].actions[1]: found MoveTags after Retire, expected it before"
      ]),
    DesiredStateRow(
      "moves that are done twice",
      yaml: """
        apiVersion: meshphase.io/v1alpha1
        kind: MeshUpgrade
        metadata: {name: prod}
        spec:
          to: {revision: asm-1140-0}
          namespaces: [app, pay]
          gatewayNamespaces: [ingress]
          phases:
          - {name: a, actions: [MoveTags, MoveService]}
          - {name: b, actions: [MoveService, MoveValidator, MoveTags]}
          - {name: c, actions: [MoveValidator]}

        """,
      expected: [
        "MP201 10:25 spec.phases[1].actions[0]: found a second MoveService, expected it at "
          + "most once (9:35 the first one)",
        "MP201 10:53 spec.phases[1].actions[2]: found a second MoveTags, expected it at "
          + "most once (9:25 the first one)",
        "MP201 11:25 spec.phases[2].actions[0]: found a second MoveValidator, expected it "
          + "at most once (10:38 the first one)",
      ]),
  ]
}

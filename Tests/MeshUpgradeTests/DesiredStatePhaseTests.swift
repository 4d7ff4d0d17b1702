import Testing

/// Rows of desired states: names and actions of phases that cannot be.
struct DesiredStatePhaseTests {
  @Test(arguments: rows)
  func `a phase that cannot be is told with its place`(_ row: DesiredStateRow) {
    #expect(row.findings() == row.expected)
  }

  static let rows: [DesiredStateRow] = [
    DesiredStateRow(
      "no phase",
      yaml: """
        apiVersion: meshphase.io/v1alpha1
        kind: MeshUpgrade
        metadata: {name: prod}
        spec:
          to: {revision: asm-1140-0}
          namespaces: [app, pay]
          gatewayNamespaces: [ingress]
          phases: []

        """,
      expected: [
        "MP201 8:11 spec.phases: found an empty list, expected at least one phase | leave "
          + "the key out to have the phases of the strategy"
      ]),
    DesiredStateRow(
      "phases without names or actions",
      yaml: """
        apiVersion: meshphase.io/v1alpha1
        kind: MeshUpgrade
        metadata: {name: prod}
        spec:
          to: {revision: asm-1140-0}
          namespaces: [app, pay]
          gatewayNamespaces: [ingress]
          phases:
          - {}
          - {name: a, actions: []}
          - name: Wave_1
            actions: [Retire]

        """,
      expected: [
        "MP201 9:5 spec.phases[0].name is missing, expected the phase's name",
        "MP201 9:5 spec.phases[0].actions is missing, expected a list of Baseline, "
          + "Relabel, Restart, MoveTags, MoveService, MoveValidator or Retire",
        "MP201 10:24 spec.phases[1].actions: found an empty list, expected at least one action",
        "MP201 11:11 spec.phases[2].name: found \"Wave_1\", expected a DNS-1123 label: "
          + "lower-case letters, digits and inner \"-\", at most 40 characters | did you mean "
          + "\"wave-1\"?",
      ]),
    DesiredStateRow(
      "a phase that is no mapping",
      yaml: """
        apiVersion: meshphase.io/v1alpha1
        kind: MeshUpgrade
        metadata: {name: prod}
        spec:
          to: {revision: asm-1140-0}
          namespaces: [app, pay]
          gatewayNamespaces: [ingress]
          phases:
          - canary

        """,
      expected: [
        "MP201 9:5 spec.phases[0]: found the text \"canary\", expected a mapping"
      ]),
    DesiredStateRow(
      "a phase name that is too long",
      yaml: """
        apiVersion: meshphase.io/v1alpha1
        kind: MeshUpgrade
        metadata: {name: prod}
        spec:
          to: {revision: asm-1140-0}
          namespaces: [app, pay]
          gatewayNamespaces: [ingress]
          phases:
          - {name: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa, actions: [Retire]}

        """,
      expected: [
        "MP201 9:12 spec.phases[0].name: found 41 characters, expected at most 40"
      ]),
    DesiredStateRow(
      "two phases of one name",
      yaml: """
        apiVersion: meshphase.io/v1alpha1
        kind: MeshUpgrade
        metadata: {name: prod}
        spec:
          to: {revision: asm-1140-0}
          namespaces: [app, pay]
          gatewayNamespaces: [ingress]
          phases:
          - {name: a, actions: [MoveTags]}
          - {name: b, actions: [MoveService]}
          - {name: a, actions: [Retire]}

        """,
      expected: [
        "MP201 11:12 spec.phases[2].name: found a second phase \"a\", expected each name "
          + "once (9:12 the first one)"
      ]),
    DesiredStateRow(
      "unknown actions",
      yaml: """
        apiVersion: meshphase.io/v1alpha1
        kind: MeshUpgrade
        metadata: {name: prod}
        spec:
          to: {revision: asm-1140-0}
          namespaces: [app, pay]
          gatewayNamespaces: [ingress]
          phases:
          - {name: a, actions: [Relable, restart, Restat, Deploy], namespaces: [app]}

        """,
      expected: [
        "MP201 9:25 spec.phases[0].actions[0]: found \"Relable\", expected Baseline, "
          + "Relabel, Restart, MoveTags, MoveService, MoveValidator or Retire | did you mean "
          + "\"Relabel\"?",
        "MP201 9:34 spec.phases[0].actions[1]: found \"restart\", expected Baseline, "
          + "Relabel, Restart, MoveTags, MoveService, MoveValidator or Retire | did you mean "
          + "\"Restart\"?",
        "MP201 9:43 spec.phases[0].actions[2]: found \"Restat\", expected Baseline, "
          + "Relabel, Restart, MoveTags, MoveService, MoveValidator or Retire | did you mean "
          + "\"Restart\"?",
        "MP201 9:51 spec.phases[0].actions[3]: found \"Deploy\", expected Baseline, "
          + "Relabel, Restart, MoveTags, MoveService, MoveValidator or Retire",
      ]),
    DesiredStateRow(
      "an action that stands twice",
      yaml: """
        apiVersion: meshphase.io/v1alpha1
        kind: MeshUpgrade
        metadata: {name: prod}
        spec:
          to: {revision: asm-1140-0}
          namespaces: [app, pay]
          gatewayNamespaces: [ingress]
          phases:
          - {name: a, actions: [Relabel, Restart, Relabel], percent: 100}

        """,
      expected: [
        "MP201 9:43 spec.phases[0].actions[2]: found \"Relabel\" a second time, expected "
          + "each only once"
      ]),
  ]
}

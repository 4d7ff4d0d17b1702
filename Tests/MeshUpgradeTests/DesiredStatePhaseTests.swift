import Testing

/// Rows of desired states: phases that cannot be.
struct DesiredStatePhaseTests {
  @Test(arguments: rows)
  func `phases that cannot be is told with its place`(_ row: DesiredStateRow) {
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
    DesiredStateRow(
      "Relabel of nothing",
      yaml: """
        apiVersion: meshphase.io/v1alpha1
        kind: MeshUpgrade
        metadata: {name: prod}
        spec:
          to: {revision: asm-1140-0}
          namespaces: [app, pay]
          gatewayNamespaces: [ingress]
          phases:
          - {name: a, actions: [Relabel, Restart]}
          - {name: b, actions: [Restart]}

        """,
      expected: [
        "MP201 9:25 spec.phases[0].actions[0]: found Relabel without namespaces, expected "
          + "namespaces, percent or gatewayNamespaces in this phase",
        "MP201 10:25 spec.phases[1].actions[0]: found Restart without namespaces, expected "
          + "namespaces, percent or gatewayNamespaces in this phase",
      ]),
    DesiredStateRow(
      "namespaces where none belong",
      yaml: """
        apiVersion: meshphase.io/v1alpha1
        kind: MeshUpgrade
        metadata: {name: prod}
        spec:
          to: {revision: asm-1140-0}
          namespaces: [app, pay]
          gatewayNamespaces: [ingress]
          phases:
          - {name: a, actions: [MoveTags, MoveService], namespaces: [app], percent: 100, gatewayNamespaces: [ingress]}

        """,
      expected: [
        "MP201 9:61 spec.phases[0].namespaces: found namespaces in a phase of MoveTags, "
          + "MoveService, expected only with Relabel or Restart",
        "MP201 9:77 spec.phases[0].percent: found percent beside namespaces, expected one "
          + "of them | percent is a share of the namespaces that no phase names",
        "MP201 9:77 spec.phases[0].percent: found percent in a phase of MoveTags, "
          + "MoveService, expected only with Relabel or Restart",
        "MP201 9:101 spec.phases[0].gatewayNamespaces: found gatewayNamespaces in a phase "
          + "of MoveTags, MoveService, expected only with Relabel or Restart",
      ]),
    DesiredStateRow(
      "namespaces and percent",
      yaml: """
        apiVersion: meshphase.io/v1alpha1
        kind: MeshUpgrade
        metadata: {name: prod}
        spec:
          to: {revision: asm-1140-0}
          namespaces: [app, pay]
          gatewayNamespaces: [ingress]
          phases:
          - {name: a, actions: [Relabel, Restart], namespaces: [app], percent: 50}

        """,
      expected: [
        "MP201 9:72 spec.phases[0].percent: found percent beside namespaces, expected one "
          + "of them | percent is a share of the namespaces that no phase names"
      ]),
    DesiredStateRow(
      "empty lists of namespaces",
      yaml: """
        apiVersion: meshphase.io/v1alpha1
        kind: MeshUpgrade
        metadata: {name: prod}
        spec:
          to: {revision: asm-1140-0}
          namespaces: [app, pay]
          gatewayNamespaces: [ingress]
          phases:
          - {name: a, actions: [Relabel, Restart], namespaces: [], gatewayNamespaces: []}

        """,
      expected: [
        "MP201 9:56 spec.phases[0].namespaces: found an empty list, expected at least one "
          + "namespace",
        "MP201 9:79 spec.phases[0].gatewayNamespaces: found an empty list, expected at "
          + "least one namespace",
      ]),
    DesiredStateRow(
      "percent out of range",
      yaml: """
        apiVersion: meshphase.io/v1alpha1
        kind: MeshUpgrade
        metadata: {name: prod}
        spec:
          to: {revision: asm-1140-0}
          namespaces: [app, pay]
          gatewayNamespaces: [ingress]
          phases:
          - {name: a, actions: [Relabel], percent: 0}
          - {name: b, actions: [Relabel], percent: 101}
          - {name: c, actions: [Relabel], percent: 50%}

        """,
      expected: [
        "MP201 9:44 spec.phases[0].percent: found the number 0, expected a whole number "
          + "from 1 to 100",
        "MP201 10:44 spec.phases[1].percent: found the number 101, expected a whole number "
          + "from 1 to 100",
        "MP201 11:44 spec.phases[2].percent: found the text \"50%\", expected a whole "
          + "number from 1 to 100 | write it as a number: 50",
      ]),
    DesiredStateRow(
      "percent that falls",
      yaml: """
        apiVersion: meshphase.io/v1alpha1
        kind: MeshUpgrade
        metadata: {name: prod}
        spec:
          to: {revision: asm-1140-0}
          namespaces: [app, pay]
          gatewayNamespaces: [ingress]
          phases:
          - {name: a, actions: [Relabel, Restart], percent: 50}
          - {name: b, actions: [Relabel, Restart], percent: 20}
          - {name: c, actions: [Relabel, Restart], percent: 100}

        """,
      expected: [
        "MP201 10:53 spec.phases[1].percent: found 20 after the 50 of phase \"a\", "
          + "expected at least 50 | percent counts what earlier phases took: 50, then 100 for "
          + "the rest"
      ]),
    DesiredStateRow(
      "a last share under 100",
      yaml: """
        apiVersion: meshphase.io/v1alpha1
        kind: MeshUpgrade
        metadata: {name: prod}
        spec:
          to: {revision: asm-1140-0}
          namespaces: [app, pay]
          gatewayNamespaces: [ingress]
          phases:
          - {name: a, actions: [Relabel, Restart], percent: 20}
          - {name: b, actions: [Relabel, Restart], percent: 50}

        """,
      expected: [
        "warning MP012 10:53 spec.phases[1].percent: the last share is 50 %, so the "
          + "remaining namespaces are in no phase | end with percent: 100"
      ]),
    DesiredStateRow(
      "a last share under 100 of one action",
      yaml: """
        apiVersion: meshphase.io/v1alpha1
        kind: MeshUpgrade
        metadata: {name: prod}
        spec:
          to: {revision: asm-1140-0}
          namespaces: [app, pay]
          gatewayNamespaces: [ingress]
          phases:
          - {name: a, actions: [Relabel], percent: 100}
          - {name: b, actions: [Restart], percent: 50}

        """,
      expected: [
        "warning MP012 10:44 spec.phases[1].percent: the last share is 50 %, so the "
          + "remaining namespaces are in no phase | end with percent: 100"
      ]),
    DesiredStateRow(
      "percent that does not fall per action is taken",
      yaml: """
        apiVersion: meshphase.io/v1alpha1
        kind: MeshUpgrade
        metadata: {name: prod}
        spec:
          to: {revision: asm-1140-0}
          namespaces: [app, pay]
          gatewayNamespaces: [ingress]
          phases:
          - {name: a, actions: [Relabel], percent: 100}
          - {name: b, actions: [Restart], percent: 50}
          - {name: c, actions: [Restart], percent: 100}

        """,
      expected: []),
    DesiredStateRow(
      "a namespace that the mesh does not have",
      yaml: """
        apiVersion: meshphase.io/v1alpha1
        kind: MeshUpgrade
        metadata: {name: prod}
        spec:
          to: {revision: asm-1140-0}
          namespaces: [app, pay]
          gatewayNamespaces: [ingress]
          phases:
          - {name: a, actions: [Relabel], namespaces: [apps, other], gatewayNamespaces: [app, ingres]}

        """,
      expected: [
        "MP201 9:48 spec.phases[0].namespaces[0]: found \"apps\", which spec.namespaces "
          + "does not have | did you mean \"app\"?",
        "MP201 9:54 spec.phases[0].namespaces[1]: found \"other\", which spec.namespaces "
          + "does not have | add it to spec.namespaces",
        "MP201 9:82 spec.phases[0].gatewayNamespaces[0]: found \"app\", which "
          + "spec.gatewayNamespaces does not have | add it to spec.gatewayNamespaces",
        "MP201 9:87 spec.phases[0].gatewayNamespaces[1]: found \"ingres\", which "
          + "spec.gatewayNamespaces does not have | did you mean \"ingress\"?",
      ]),
    DesiredStateRow(
      "a gateway namespace among the others",
      yaml: """
        apiVersion: meshphase.io/v1alpha1
        kind: MeshUpgrade
        metadata: {name: prod}
        spec:
          to: {revision: asm-1140-0}
          namespaces: [app, pay]
          gatewayNamespaces: [ingress]
          phases:
          - {name: a, actions: [Relabel], namespaces: [app, ingress]}

        """,
      expected: [
        "MP201 9:53 spec.phases[0].namespaces[1]: found \"ingress\", which "
          + "spec.gatewayNamespaces has; expected one of spec.namespaces | name it under "
          + "gatewayNamespaces of the phase"
      ]),
    DesiredStateRow(
      "with a selector any namespace but a gateway's is taken",
      yaml: """
        apiVersion: meshphase.io/v1alpha1
        kind: MeshUpgrade
        metadata: {name: prod}
        spec:
          to: {revision: asm-1140-0}
          namespaceSelector: {}
          gatewayNamespaces: [ingress]
          phases:
          - {name: a, actions: [Relabel], namespaces: [other, ingress]}

        """,
      expected: [
        "MP201 9:55 spec.phases[0].namespaces[1]: found \"ingress\", which "
          + "spec.gatewayNamespaces has; expected one of spec.namespaces | name it under "
          + "gatewayNamespaces of the phase"
      ]),
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

import Testing

/// Rows of desired states: namespaces and shares of phases that cannot be.
struct DesiredStateShareTests {
  @Test(arguments: rows)
  func `a share that cannot be is told with its place`(_ row: DesiredStateRow) {
    #expect(row.findings() == row.expected)
  }

  static let rows: [DesiredStateRow] = [
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
  ]
}

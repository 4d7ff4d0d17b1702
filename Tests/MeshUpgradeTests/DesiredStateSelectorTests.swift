import Testing

/// Rows of desired states: a namespace selector that cannot be meant.
struct DesiredStateSelectorTests {
  @Test(arguments: rows)
  func `a namespace selector that cannot be meant is told with its place`(_ row: DesiredStateRow) {
    #expect(row.findings() == row.expected)
  }

  static let rows: [DesiredStateRow] = [
    DesiredStateRow(
      "labels that the upgrade changes",
      yaml: """
        apiVersion: meshphase.io/v1alpha1
        kind: MeshUpgrade
        metadata: {name: prod}
        spec:
          to: {revision: asm-1140-0}
          namespaceSelector:
            matchLabels: {istio.io/rev: asm-1130-0, istio-injection: enabled}
            matchExpressions:
            - {key: istio.io/rev, operator: Exists}

        """,
      expected: [
        "MP201 7:33 spec.namespaceSelector.matchLabels[\"istio.io/rev\"]: found a "
          + "selection by istio.io/rev, which the upgrade changes; expected another label | "
          + "select by a label that the upgrade does not change",
        "MP201 7:62 spec.namespaceSelector.matchLabels[\"istio-injection\"]: found a "
          + "selection by istio-injection, which the upgrade changes; expected another label | "
          + "select by a label that the upgrade does not change",
        "MP201 9:13 spec.namespaceSelector.matchExpressions[0].key: found a selection by "
          + "istio.io/rev, which the upgrade changes; expected another label | select by a "
          + "label that the upgrade does not change",
      ]),
    DesiredStateRow(
      "keys and values that are no labels",
      yaml: """
        apiVersion: meshphase.io/v1alpha1
        kind: MeshUpgrade
        metadata: {name: prod}
        spec:
          to: {revision: asm-1140-0}
          namespaceSelector:
            matchLabels: {a/b/c: x, mesh: "a b", "": x, ok: true}

        """,
      expected: [
        "MP201 7:26 spec.namespaceSelector.matchLabels[\"a/b/c\"]: found the label key "
          + "\"a/b/c\", expected a form such as mesh or example.com/mesh",
        "MP201 7:35 spec.namespaceSelector.matchLabels.mesh: found \"a b\", expected a "
          + "label value: at most 63 letters, digits, \"-\", \"_\" and \".\", with a letter or "
          + "digit first and last",
        "MP201 7:46 spec.namespaceSelector.matchLabels[\"\"]: found the label key \"\", "
          + "expected a form such as mesh or example.com/mesh",
        "MP201 7:53 spec.namespaceSelector.matchLabels.ok: found the boolean true, "
          + "expected text | write it in quotes: \"true\"",
      ]),
    DesiredStateRow(
      "unknown keys and operators",
      yaml: """
        apiVersion: meshphase.io/v1alpha1
        kind: MeshUpgrade
        metadata: {name: prod}
        spec:
          to: {revision: asm-1140-0}
          namespaceSelector:
            matchLabel: {a: b}
            matchExpressions:
            - {key: a, operator: in, values: [b]}
            - {key: a, operator: Equals, value: [b]}
            - {}

        """,
      expected: [
        "MP201 7:5 unknown key \"matchLabel\" in spec.namespaceSelector, expected "
          + "matchLabels or matchExpressions | did you mean \"matchLabels\"?",
        "MP201 9:26 spec.namespaceSelector.matchExpressions[0].operator: found \"in\", "
          + "expected In, NotIn, Exists or DoesNotExist | did you mean \"In\"?",
        "MP201 10:26 spec.namespaceSelector.matchExpressions[1].operator: found "
          + "\"Equals\", expected In, NotIn, Exists or DoesNotExist",
        "MP201 10:34 unknown key \"value\" in spec.namespaceSelector.matchExpressions[1], "
          + "expected key, operator or values | did you mean \"values\"?",
        "MP201 11:7 spec.namespaceSelector.matchExpressions[2].key is missing, expected "
          + "the key of a label",
        "MP201 11:7 spec.namespaceSelector.matchExpressions[2].operator is missing, "
          + "expected In, NotIn, Exists or DoesNotExist",
      ]),
    DesiredStateRow(
      "values where none belong, none where some belong",
      yaml: """
        apiVersion: meshphase.io/v1alpha1
        kind: MeshUpgrade
        metadata: {name: prod}
        spec:
          to: {revision: asm-1140-0}
          namespaceSelector:
            matchExpressions:
            - {key: a, operator: In}
            - {key: a, operator: NotIn, values: []}
            - {key: a, operator: Exists, values: [b]}
            - {key: a, operator: DoesNotExist, values: [b]}
            - {key: a, operator: In, values: b}

        """,
      expected: [
        "MP201 8:7 spec.namespaceSelector.matchExpressions[0]: found no values, expected "
          + "at least one for In",
        "MP201 9:41 spec.namespaceSelector.matchExpressions[1].values: found no values, "
          + "expected at least one for NotIn",
        "MP201 10:42 spec.namespaceSelector.matchExpressions[2].values: found values, "
          + "expected none for Exists",
        "MP201 11:48 spec.namespaceSelector.matchExpressions[3].values: found values, "
          + "expected none for DoesNotExist",
        "MP201 12:38 spec.namespaceSelector.matchExpressions[4].values: found the text "
          + "\"b\", expected a list | write it as a list: [b]",
      ]),
    DesiredStateRow(
      "a selector that is no mapping",
      yaml: """
        apiVersion: meshphase.io/v1alpha1
        kind: MeshUpgrade
        metadata: {name: prod}
        spec:
          to: {revision: asm-1140-0}
          namespaceSelector: mesh=prod

        """,
      expected: [
        "MP201 6:22 spec.namespaceSelector: found the text \"mesh=prod\", expected a mapping"
      ]),
    DesiredStateRow(
      "an empty selector with nothing else is taken",
      yaml: """
        apiVersion: meshphase.io/v1alpha1
        kind: MeshUpgrade
        metadata: {name: prod}
        spec:
          to: {revision: asm-1140-0}
          namespaceSelector: {}

        """,
      expected: []),
  ]
}

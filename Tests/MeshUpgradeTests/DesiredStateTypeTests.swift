import Testing

@testable import MeshUpgrade

/// Rows of desired states: a value of another type or form.
struct DesiredStateTypeTests {
  @Test(arguments: rows)
  func `a value of another type or form is told with its place`(_ row: DesiredStateRow) {
    #expect(row.findings() == row.expected)
  }

  private static let wrongDistribution =
    "MP201 7:17 spec.distribution: found \"asm\", expected \(Distribution.names) | did you mean \"ASM\"?"

  static let rows: [DesiredStateRow] = [
    DesiredStateRow(
      "a number where text is expected",
      yaml: """
        apiVersion: meshphase.io/v1alpha1
        kind: MeshUpgrade
        metadata: {name: prod}
        spec:
          to: {revision: 1130}
          namespaces: [app]

        """,
      expected: [
        "MP201 5:18 spec.to.revision: found the number 1130, expected text | write it in "
          + "quotes: \"1130\""
      ]),
    DesiredStateRow(
      "a number with dots where text is expected",
      yaml: """
        apiVersion: meshphase.io/v1alpha1
        kind: MeshUpgrade
        metadata: {name: prod}
        spec:
          to: {revision: a, version: 1.10}
          namespaces: [app]

        """,
      expected: [
        "MP201 5:30 spec.to.version: found the number 1.10, expected text | write it in "
          + "quotes: \"1.10\""
      ]),
    DesiredStateRow(
      "a boolean where text is expected",
      yaml: """
        apiVersion: meshphase.io/v1alpha1
        kind: MeshUpgrade
        metadata: {name: prod}
        spec:
          to: {revision: asm-1140-0}
          namespaces: [app]
          tags: [on]

        """,
      expected: [
        "MP201 7:10 spec.tags[0]: found the boolean on, expected text | write it in "
          + "quotes: \"on\""
      ]),
    DesiredStateRow(
      "nothing where text is expected",
      yaml: """
        apiVersion: meshphase.io/v1alpha1
        kind: MeshUpgrade
        metadata: {name: prod}
        spec:
          to:
            revision:
          namespaces: [app]

        """,
      expected: [
        "MP201 6:5 spec.to.revision: found nothing, expected text | give it a value, or "
          + "leave the key out"
      ]),
    DesiredStateRow(
      "a list where text is expected",
      yaml: """
        apiVersion: meshphase.io/v1alpha1
        kind: MeshUpgrade
        metadata: {name: prod}
        spec:
          to:
            revision: [a]
            version: {b: c}
          namespaces: [app]

        """,
      expected: [
        "MP201 6:15 spec.to.revision: found a list, expected text",
        "MP201 7:14 spec.to.version: found a mapping, expected text",
      ]),
    DesiredStateRow(
      "text where a mapping is expected",
      yaml: """
        apiVersion: meshphase.io/v1alpha1
        kind: MeshUpgrade
        metadata: {name: prod}
        spec:
          to: asm-1140-0
          namespaces: [app]
          strategy: Relabel
          controlPlane: []

        """,
      expected: [
        "MP201 5:7 spec.to: found the text \"asm-1140-0\", expected a mapping | write it "
          + "as a mapping: {revision: asm-1140-0}",
        "MP201 7:13 spec.strategy: found the text \"Relabel\", expected a mapping",
        "MP201 8:17 spec.controlPlane: found a list, expected a mapping",
      ]),
    DesiredStateRow(
      "text where a list is expected",
      yaml: """
        apiVersion: meshphase.io/v1alpha1
        kind: MeshUpgrade
        metadata: {name: prod}
        spec:
          to: {revision: asm-1140-0}
          namespaces: app
          tags: default
          phases: {}
          exceptions: MP012

        """,
      expected: [
        "MP201 6:15 spec.namespaces: found the text \"app\", expected a list | write it as "
          + "a list: [app]",
        "MP201 7:9 spec.tags: found the text \"default\", expected a list | write it as a "
          + "list: [default]",
        "MP201 8:11 spec.phases: found a mapping, expected a list",
        "MP201 9:15 spec.exceptions: found the text \"MP012\", expected a list | write it "
          + "as a list: [MP012]",
      ]),
    DesiredStateRow(
      "nothing where a list is expected",
      yaml: """
        apiVersion: meshphase.io/v1alpha1
        kind: MeshUpgrade
        metadata: {name: prod}
        spec:
          to: {revision: asm-1140-0}
          namespaces: [app]
          tags:
          phases:

        """,
      expected: [
        "MP201 7:3 spec.tags: found nothing, expected a list | give it a value, or leave "
          + "the key out",
        "MP201 8:3 spec.phases: found nothing, expected a list | give it a value, or leave "
          + "the key out",
      ]),
    DesiredStateRow(
      "text where a number is expected",
      yaml: """
        apiVersion: meshphase.io/v1alpha1
        kind: MeshUpgrade
        metadata: {name: prod}
        spec:
          to: {revision: asm-1140-0}
          namespaces: [app]
          strategy: {maxPodsPerPhase: "500", restartRate: many}

        """,
      expected: [
        "MP201 7:31 spec.strategy.maxPodsPerPhase: found the text \"500\", expected a "
          + "whole number of at least 1 | write it as a number: 500",
        "MP201 7:51 spec.strategy.restartRate: found the text \"many\", expected a whole "
          + "number of at least 1",
      ]),
    DesiredStateRow(
      "numbers out of range",
      yaml: """
        apiVersion: meshphase.io/v1alpha1
        kind: MeshUpgrade
        metadata: {name: prod}
        spec:
          to: {revision: asm-1140-0}
          namespaces: [app]
          strategy:
            maxPodsPerPhase: 0
            restartRate: -1

        """,
      expected: [
        "MP201 8:22 spec.strategy.maxPodsPerPhase: found the number 0, expected a whole "
          + "number of at least 1",
        "MP201 9:18 spec.strategy.restartRate: found the number -1, expected a whole "
          + "number of at least 1",
      ]),
    DesiredStateRow(
      "numbers that are not whole",
      yaml: """
        apiVersion: meshphase.io/v1alpha1
        kind: MeshUpgrade
        metadata: {name: prod}
        spec:
          to: {revision: asm-1140-0}
          namespaces: [app]
          strategy: {maxPodsPerPhase: 1.5, restartRate: 99999999999999999999}

        """,
      expected: [
        "MP201 7:31 spec.strategy.maxPodsPerPhase: found the number 1.5, expected a whole "
          + "number of at least 1",
        "MP201 7:49 spec.strategy.restartRate: found the number 99999999999999999999, "
          + "expected a whole number of at least 1",
      ]),
    DesiredStateRow(
      "a tag",
      yaml: """
        apiVersion: meshphase.io/v1alpha1
        kind: MeshUpgrade
        metadata: {name: prod}
        spec:
          to: {revision: asm-1140-0}
          namespaces: [app]
          tags: [!param default]

        """,
      expected: [
        "MP201 7:10 spec.tags[0]: found the tag \"!param\", expected text without a tag"
      ]),
    DesiredStateRow(
      "misspelled enumeration values",
      yaml: """
        apiVersion: meshphase.io/v1alpha1
        kind: MeshUpgrade
        metadata: {name: prod}
        spec:
          to: {revision: asm-1140-0}
          namespaces: [app]
          distribution: asm
          controlPlane: {management: Externl}
          strategy: {type: relable, order: GatewayLast, restart: Always}

        """,
      expected: [
        wrongDistribution,
        "MP201 8:30 spec.controlPlane.management: found \"Externl\", expected External or "
          + "GitOps | did you mean \"External\"?",
        "MP201 9:20 spec.strategy.type: found \"relable\", expected Relabel, MoveTag or "
          + "FollowDefault | did you mean \"Relabel\"?",
        "MP201 9:36 spec.strategy.order: found \"GatewayLast\", expected GatewaysLast or "
          + "GatewaysFirst | did you mean \"GatewaysLast\"?",
        "MP201 9:58 spec.strategy.restart: found \"Always\", expected WithRelabel, "
          + "Separate or None",
      ]),
    DesiredStateRow(
      "a version in another form",
      yaml: """
        apiVersion: meshphase.io/v1alpha1
        kind: MeshUpgrade
        metadata: {name: prod}
        spec:
          from: {revision: a, version: v1.13.0}
          to: {revision: b, version: "1"}
          namespaces: [app]

        """,
      expected: [
        "MP201 5:32 spec.from.version: found \"v1.13.0\", expected a version such as "
          + "1.14.0 or 1.14.1-asm.3 | did you mean \"1.13.0\"?",
        "MP201 6:30 spec.to.version: found \"1\", expected a version such as 1.14.0 or "
          + "1.14.1-asm.3",
      ]),
    DesiredStateRow(
      "versions in other forms",
      yaml: """
        apiVersion: meshphase.io/v1alpha1
        kind: MeshUpgrade
        metadata: {name: prod}
        spec:
          from: {revision: a, version: 1.13.0.1}
          to: {revision: b, version: 1.14.x}
          namespaces: [app]

        """,
      expected: [
        "MP201 5:32 spec.from.version: found \"1.13.0.1\", expected a version such as "
          + "1.14.0 or 1.14.1-asm.3",
        "MP201 6:30 spec.to.version: found \"1.14.x\", expected a version such as 1.14.0 "
          + "or 1.14.1-asm.3",
      ]),
    DesiredStateRow(
      "a managed channel with a version",
      yaml: """
        apiVersion: meshphase.io/v1alpha1
        kind: MeshUpgrade
        metadata: {name: prod}
        spec:
          to: {revision: asm-managed-rapid, version: 1.14.0}
          namespaces: [app]

        """,
      expected: [
        "MP201 5:46 spec.to.version: found a version, expected none: asm-managed-rapid is "
          + "a channel that Google updates | remove it"
      ]),
  ]
}

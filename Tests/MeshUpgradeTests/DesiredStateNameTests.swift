import Testing

/// Rows of desired states: a name that Kubernetes does not allow, or a contradiction of names.
struct DesiredStateNameTests {
  @Test(arguments: rows)
  func `a name that Kubernetes does not allow, or a contradiction of names is told with its place`(
    _ row: DesiredStateRow
  ) {
    #expect(row.findings() == row.expected)
  }

  static let rows: [DesiredStateRow] = [
    DesiredStateRow(
      "a mesh name in capitals",
      yaml: """
        apiVersion: meshphase.io/v1alpha1
        kind: MeshUpgrade
        metadata: {name: Prod}
        spec:
          to: {revision: asm-1140-0}
          namespaces: [app]

        """,
      expected: [
        "MP201 3:18 metadata.name: found \"Prod\", expected a DNS-1123 label: lower-case "
          + "letters, digits and inner \"-\", at most 40 characters | did you mean \"prod\"?"
      ]),
    DesiredStateRow(
      "a mesh name that is too long",
      yaml: """
        apiVersion: meshphase.io/v1alpha1
        kind: MeshUpgrade
        metadata: {name: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa}
        spec:
          to: {revision: asm-1140-0}
          namespaces: [app]

        """,
      expected: [
        "MP201 3:18 metadata.name: found 41 characters, expected at most 40"
      ]),
    DesiredStateRow(
      "an empty mesh name",
      yaml: """
        apiVersion: meshphase.io/v1alpha1
        kind: MeshUpgrade
        metadata: {name: ""}
        spec:
          to: {revision: asm-1140-0}
          namespaces: [app]

        """,
      expected: [
        "MP201 3:18 metadata.name: found \"\", expected a DNS-1123 label: lower-case "
          + "letters, digits and inner \"-\", at most 40 characters"
      ]),
    DesiredStateRow(
      "a mesh without a name",
      yaml: """
        apiVersion: meshphase.io/v1alpha1
        kind: MeshUpgrade
        metadata: {}
        spec:
          to: {revision: asm-1140-0}
          namespaces: [app]

        """,
      expected: [
        "MP201 3:11 metadata.name is missing, expected the mesh's name"
      ]),
    DesiredStateRow(
      "a revision in capitals",
      yaml: """
        apiVersion: meshphase.io/v1alpha1
        kind: MeshUpgrade
        metadata: {name: prod}
        spec:
          from: {revision: ASM-1130-0}
          to: {revision: asm_1140}
          namespaces: [app]

        """,
      expected: [
        "MP201 5:20 spec.from.revision: found \"ASM-1130-0\", expected a DNS-1123 label: "
          + "lower-case letters, digits and inner \"-\", at most 56 characters | did you mean "
          + "\"asm-1130-0\"?",
        "MP201 6:18 spec.to.revision: found \"asm_1140\", expected a DNS-1123 label: "
          + "lower-case letters, digits and inner \"-\", at most 56 characters | did you mean "
          + "\"asm-1140\"?",
      ]),
    DesiredStateRow(
      "a revision with dots",
      yaml: """
        apiVersion: meshphase.io/v1alpha1
        kind: MeshUpgrade
        metadata: {name: prod}
        spec:
          to: {revision: 1.14.0}
          namespaces: [app]

        """,
      expected: [
        "MP201 5:18 spec.to.revision: found \"1.14.0\", expected a DNS-1123 label: "
          + "lower-case letters, digits and inner \"-\", at most 56 characters | did you mean "
          + "\"1-14-0\"?"
      ]),
    DesiredStateRow(
      "a revision that is too long",
      yaml: """
        apiVersion: meshphase.io/v1alpha1
        kind: MeshUpgrade
        metadata: {name: prod}
        spec:
          to: {revision: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa}
          namespaces: [app]

        """,
      expected: [
        "MP201 5:18 spec.to.revision: found 57 characters, expected at most 56"
      ]),
    DesiredStateRow(
      "tags that are no labels",
      yaml: """
        apiVersion: meshphase.io/v1alpha1
        kind: MeshUpgrade
        metadata: {name: prod}
        spec:
          to: {revision: asm-1140-0}
          namespaces: [app]
          tags: [-a, aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa, Prod]

        """,
      expected: [
        "MP201 7:10 spec.tags[0]: found \"-a\", expected a DNS-1123 label: lower-case "
          + "letters, digits and inner \"-\", at most 43 characters",
        "MP201 7:14 spec.tags[1]: found 44 characters, expected at most 43",
        "MP201 7:60 spec.tags[2]: found \"Prod\", expected a DNS-1123 label: lower-case "
          + "letters, digits and inner \"-\", at most 43 characters | did you mean \"prod\"?",
      ]),
    DesiredStateRow(
      "namespaces that are no labels",
      yaml: """
        apiVersion: meshphase.io/v1alpha1
        kind: MeshUpgrade
        metadata: {name: prod}
        spec:
          to: {revision: asm-1140-0}
          namespaces: [my_app, aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa, ""]
          gatewayNamespaces: [-]

        """,
      expected: [
        "MP201 6:16 spec.namespaces[0]: found \"my_app\", expected a DNS-1123 label: "
          + "lower-case letters, digits and inner \"-\", at most 63 characters | did you mean "
          + "\"my-app\"?",
        "MP201 6:24 spec.namespaces[1]: found 64 characters, expected at most 63",
        "MP201 6:90 spec.namespaces[2]: found \"\", expected a DNS-1123 label: lower-case "
          + "letters, digits and inner \"-\", at most 63 characters",
        "MP201 7:23 spec.gatewayNamespaces[0]: found \"-\", expected a DNS-1123 label: "
          + "lower-case letters, digits and inner \"-\", at most 63 characters",
      ]),
    DesiredStateRow(
      "a control plane without a revision",
      yaml: """
        apiVersion: meshphase.io/v1alpha1
        kind: MeshUpgrade
        metadata: {name: prod}
        spec:
          from: {version: 1.13.0}
          to: {}
          namespaces: [app]

        """,
      expected: [
        "MP201 5:9 spec.from.revision is missing, expected a revision such as asm-1140-0",
        "MP201 6:7 spec.to.revision is missing, expected a revision such as asm-1140-0",
      ]),
    DesiredStateRow(
      "no target",
      yaml: """
        apiVersion: meshphase.io/v1alpha1
        kind: MeshUpgrade
        metadata: {name: prod}
        spec:
          namespaces: [app]

        """,
      expected: [
        "MP201 4:1 spec.to is missing, expected the control plane to move to"
      ]),
    DesiredStateRow(
      "no namespaces",
      yaml: """
        apiVersion: meshphase.io/v1alpha1
        kind: MeshUpgrade
        metadata: {name: prod}
        spec:
          to: {revision: asm-1140-0}

        """,
      expected: [
        "MP201 4:1 spec: found neither namespaces nor namespaceSelector, expected one"
      ]),
    DesiredStateRow(
      "an empty list of namespaces",
      yaml: """
        apiVersion: meshphase.io/v1alpha1
        kind: MeshUpgrade
        metadata: {name: prod}
        spec:
          to: {revision: asm-1140-0}
          namespaces: []

        """,
      expected: [
        "MP201 6:15 spec.namespaces: found an empty list, expected namespaces to move or a "
          + "namespaceSelector"
      ]),
    DesiredStateRow(
      "names that stand twice",
      yaml: """
        apiVersion: meshphase.io/v1alpha1
        kind: MeshUpgrade
        metadata: {name: prod}
        spec:
          to: {revision: asm-1140-0}
          namespaces: [app, pay, app]
          gatewayNamespaces: [in, in]
          tags: [a, a, a]

        """,
      expected: [
        "MP201 6:26 spec.namespaces[2]: found \"app\" a second time, expected each only once",
        "MP201 7:27 spec.gatewayNamespaces[1]: found \"in\" a second time, expected each "
          + "only once",
        "MP201 8:13 spec.tags[1]: found \"a\" a second time, expected each only once",
        "MP201 8:16 spec.tags[2]: found \"a\" a second time, expected each only once",
      ]),
    DesiredStateRow(
      "a namespace that is both",
      yaml: """
        apiVersion: meshphase.io/v1alpha1
        kind: MeshUpgrade
        metadata: {name: prod}
        spec:
          to: {revision: asm-1140-0}
          namespaces: [app, ingress]
          gatewayNamespaces: [ingress]

        """,
      expected: [
        "MP201 7:23 spec.gatewayNamespaces[0]: found \"ingress\", which spec.namespaces "
          + "has too; expected it in one of the two (6:21 also here)"
      ]),
    DesiredStateRow(
      "the tag default beside the un-revisioned install is taken",
      yaml: """
        apiVersion: meshphase.io/v1alpha1
        kind: MeshUpgrade
        metadata: {name: prod}
        spec:
          from: {revision: default}
          to: {revision: canary}
          namespaces: [app]
          tags: [default]

        """,
      expected: []),
    DesiredStateRow(
      "a tag named like a revision",
      yaml: """
        apiVersion: meshphase.io/v1alpha1
        kind: MeshUpgrade
        metadata: {name: prod}
        spec:
          from: {revision: asm-1130-0}
          to: {revision: asm-1140-0}
          namespaces: [app]
          tags: [default, asm-1140-0, asm-1130-0]

        """,
      expected: [
        "MP007 8:19 spec.tags[1]: found the tag \"asm-1140-0\", which is spec.to.revision; "
          + "expected a name of its own (6:18 the revision of that name)",
        "MP007 8:31 spec.tags[2]: found the tag \"asm-1130-0\", which is "
          + "spec.from.revision; expected a name of its own (5:20 the revision of that name)",
      ]),
    DesiredStateRow(
      "the same revision twice",
      yaml: """
        apiVersion: meshphase.io/v1alpha1
        kind: MeshUpgrade
        metadata: {name: prod}
        spec:
          from: {revision: canary}
          to: {revision: canary}
          namespaces: [app]

        """,
      expected: [
        "MP201 6:18 spec.to.revision: found \"canary\" as from and as to, expected two "
          + "revisions | for an upgrade in place, state from.version and to.version"
      ]),
    DesiredStateRow(
      "the same revision twice, one version",
      yaml: """
        apiVersion: meshphase.io/v1alpha1
        kind: MeshUpgrade
        metadata: {name: prod}
        spec:
          from: {revision: canary}
          to: {revision: canary, version: 1.14.0}
          namespaces: [app]

        """,
      expected: [
        "MP201 6:18 spec.to.revision: found \"canary\" as from and as to, expected two "
          + "revisions | for an upgrade in place, state from.version and to.version"
      ]),
    DesiredStateRow(
      "the same revision and version twice",
      yaml: """
        apiVersion: meshphase.io/v1alpha1
        kind: MeshUpgrade
        metadata: {name: prod}
        spec:
          from: {revision: canary, version: 1.14.0}
          to: {revision: canary, version: 1.14.0}
          namespaces: [app]

        """,
      expected: [
        "MP201 6:18 spec.to.revision: found \"canary\" at version 1.14.0 as from and as "
          + "to, expected a change | name another revision, or the two versions of an upgrade "
          + "in place"
      ]),
    DesiredStateRow(
      "the same asm revision twice",
      yaml: """
        apiVersion: meshphase.io/v1alpha1
        kind: MeshUpgrade
        metadata: {name: prod}
        spec:
          from: {revision: asm-1140-0}
          to: {revision: asm-1140-0}
          namespaces: [app]

        """,
      expected: [
        "MP201 6:18 spec.to.revision: found \"asm-1140-0\" at version 1.14.0 as from and "
          + "as to, expected a change | name another revision, or the two versions of an "
          + "upgrade in place"
      ]),
  ]
}

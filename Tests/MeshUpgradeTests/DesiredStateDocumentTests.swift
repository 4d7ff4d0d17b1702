import Testing

/// Rows of desired states: what is no mesh upgrade at all.
struct DesiredStateDocumentTests {
  @Test(arguments: rows)
  func `what is no mesh upgrade at all is told with its place`(_ row: DesiredStateRow) {
    #expect(row.findings() == row.expected)
  }

  static let rows: [DesiredStateRow] = [
    DesiredStateRow(
      "an empty file",
      yaml: "",
      expected: [
        "MP201 1:1 found no YAML document, expected one of kind MeshUpgrade"
      ]),
    DesiredStateRow(
      "only a comment",
      yaml: """
        # +argocd:skip-file-rendering

        """,
      expected: [
        "MP201 1:1 found no YAML document, expected one of kind MeshUpgrade"
      ]),
    DesiredStateRow(
      "two documents",
      yaml: """
        apiVersion: meshphase.io/v1alpha1
        kind: MeshUpgrade
        metadata: {name: prod}
        spec: {}
        ---
        kind: Namespace

        """,
      expected: [
        "MP201 6:1 found 2 YAML documents, expected one | write one file for each mesh"
      ]),
    DesiredStateRow(
      "an empty second document",
      yaml: """
        apiVersion: meshphase.io/v1alpha1
        kind: MeshUpgrade
        metadata: {name: prod}
        ---

        """,
      expected: [
        "MP201 5:1 found 2 YAML documents, expected one | write one file for each mesh"
      ]),
    DesiredStateRow(
      "a list",
      yaml: """
        - apiVersion: meshphase.io/v1alpha1

        """,
      expected: [
        "MP201 1:1 the document: found a list, expected a mapping"
      ]),
    DesiredStateRow(
      "a text",
      yaml: """
        hello

        """,
      expected: [
        "MP201 1:1 the document: found the text \"hello\", expected a mapping"
      ]),
    DesiredStateRow(
      "invalid YAML",
      yaml: """
        apiVersion: meshphase.io/v1alpha1
        kind: MeshUpgrade
        metadata: {name: prod}
        spec: [

        """,
      expected: [
        "MP201 5:1 not valid YAML: did not find expected node content (while parsing a "
          + "flow node)"
      ]),
    DesiredStateRow(
      "a key that stands twice",
      yaml: """
        apiVersion: meshphase.io/v1alpha1
        kind: MeshUpgrade
        metadata: {name: prod}
        spec:
          to: {revision: a}
          to: {revision: b}

        """,
      expected: [
        "MP201 6:3 the key \"to\" stands twice in this mapping (5:3 the first one) | "
          + "remove one of the two"
      ]),
    DesiredStateRow(
      "a template",
      yaml: """
        apiVersion: meshphase.io/v1alpha1
        kind: MeshUpgrade
        metadata: {name: prod}
        spec:
          to: {revision: {{ .Values.revision }}}

        """,
      expected: [
        "MP201 5:19 a collection is used as a mapping key, expected text | a value such as "
          + "{{ … }} belongs to a template; this file is read as plain YAML"
      ]),
    DesiredStateRow(
      "a NUL byte",
      yaml: """
        kind: \0

        """,
      expected: [
        "MP201 1:7 control character 0x00, expected text"
      ]),
    DesiredStateRow(
      "another kind of file, whose keys are passed over",
      yaml: """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: web, labels: {a: b}}
        spec: {replicas: 1}

        """,
      expected: [
        "MP201 1:13 apiVersion: found \"apps/v1\", expected meshphase.io/v1alpha1",
        "MP201 2:7 kind: found \"Deployment\", expected MeshUpgrade",
      ]),
    DesiredStateRow(
      "another version",
      yaml: """
        apiVersion: meshphase.io/v1
        kind: MeshUpgrade
        metadata: {name: prod}
        spec:
          to: {revision: asm-1140-0}
          namespaces: [app]

        """,
      expected: [
        "MP201 1:13 apiVersion: found \"meshphase.io/v1\", expected meshphase.io/v1alpha1"
      ]),
    DesiredStateRow(
      "another kind",
      yaml: """
        apiVersion: meshphase.io/v1alpha1
        kind: MeshUpgrades
        metadata: {name: prod}
        spec:
          to: {revision: asm-1140-0}
          namespaces: [app]

        """,
      expected: [
        "MP201 2:7 kind: found \"MeshUpgrades\", expected MeshUpgrade"
      ]),
    DesiredStateRow(
      "a kind that is no text",
      yaml: """
        apiVersion: meshphase.io/v1alpha1
        kind: 1
        metadata: {name: prod}
        spec:
          to: {revision: asm-1140-0}
          namespaces: [app]

        """,
      expected: [
        "MP201 2:7 kind: found the number 1, expected text | write it in quotes: \"1\""
      ]),
    DesiredStateRow(
      "nothing but the kind",
      yaml: """
        kind: MeshUpgrade

        """,
      expected: [
        "MP201 1:1 apiVersion is missing, expected meshphase.io/v1alpha1",
        "MP201 1:1 metadata is missing, expected the mesh's name",
        "MP201 1:1 spec is missing, expected the revision to move to and the namespaces that move",
      ]),
    DesiredStateRow(
      "an empty mapping",
      yaml: """
        {}

        """,
      expected: [
        "MP201 1:1 apiVersion is missing, expected meshphase.io/v1alpha1",
        "MP201 1:1 kind is missing, expected MeshUpgrade",
        "MP201 1:1 metadata is missing, expected the mesh's name",
        "MP201 1:1 spec is missing, expected the revision to move to and the namespaces that move",
      ]),
    DesiredStateRow(
      "an empty spec",
      yaml: """
        apiVersion: meshphase.io/v1alpha1
        kind: MeshUpgrade
        metadata: {name: prod}
        spec:

        """,
      expected: [
        "MP201 4:1 spec: found nothing, expected a mapping | give it a value, or leave the "
          + "key out"
      ]),
    DesiredStateRow(
      "an empty spec mapping",
      yaml: """
        apiVersion: meshphase.io/v1alpha1
        kind: MeshUpgrade
        metadata: {name: prod}
        spec: {}

        """,
      expected: [
        "MP201 4:7 spec.to is missing, expected the control plane to move to",
        "MP201 4:7 spec: found neither namespaces nor namespaceSelector, expected one",
      ]),
    DesiredStateRow(
      "an unknown key at the top",
      yaml: """
        apiVersion: meshphase.io/v1alpha1
        kind: MeshUpgrade
        metadata: {name: prod}
        spec:
          to: {revision: asm-1140-0}
          namespaces: [app]
        status: {}

        """,
      expected: [
        "MP201 7:1 unknown key \"status\", expected apiVersion, kind, metadata or spec"
      ]),
    DesiredStateRow(
      "unknown keys at every level",
      yaml: """
        apiVersion: meshphase.io/v1alpha1
        kind: MeshUpgrade
        metadata: {name: prod, labels: {}}
        spec:
          to: {revision: asm-1140-0, revsion: x}
          namespaces: [app]
          namspaceSelector: {}
          controlPlane: {namspace: mesh}
          strategy: {typ: Relabel}
          phases: [{name: all, actions: [Relabel], percents: 100, percent: 100}]
          repository: {incude: [], author: {mail: a@b}}
          exceptions: [{rule: MP012, reason: x, why: y}]

        """,
      expected: [
        "MP201 3:24 unknown key \"labels\" in metadata, expected name",
        "MP201 5:30 unknown key \"revsion\" in spec.to, expected revision or version | did "
          + "you mean \"revision\"?",
        "MP201 7:3 unknown key \"namspaceSelector\" in spec, expected from, to, "
          + "distribution, overlays, parameters, controlPlane, namespaces, namespaceSelector, "
          + "gatewayNamespaces, tags, strategy, phases, repository or exceptions | did you "
          + "mean \"namespaceSelector\"?",
        "MP201 8:18 unknown key \"namspace\" in spec.controlPlane, expected namespace, "
          + "management, clusterObjects or injection | did you mean \"namespace\"?",
        "MP201 9:14 unknown key \"typ\" in spec.strategy, expected type, order, restart, "
          + "maxPodsPerPhase or restartRate | did you mean \"type\"?",
        "MP201 10:44 unknown key \"percents\" in spec.phases[0], expected name, actions, "
          + "namespaces, percent or gatewayNamespaces | did you mean \"percent\"?",
        "MP201 11:16 unknown key \"incude\" in spec.repository, expected url, include, exclude, "
          + "output or author | did you mean \"include\"?",
        "MP201 11:37 unknown key \"mail\" in spec.repository.author, expected name or "
          + "email | did you mean \"email\"?",
        "MP201 12:41 unknown key \"why\" in spec.exceptions[0], expected rule, namespace "
          + "or reason",
      ]),
    DesiredStateRow(
      "a misspelled key is not missing as well",
      yaml: """
        apiVersion: meshphase.io/v1alpha1
        kind: MeshUpgrade
        metadata: {name: prod}
        spec:
          to: {revison: asm-1140-0}
          namespacs: [app]

        """,
      expected: [
        "MP201 5:8 unknown key \"revison\" in spec.to, expected revision or version | did "
          + "you mean \"revision\"?",
        "MP201 6:3 unknown key \"namespacs\" in spec, expected from, to, distribution, "
          + "overlays, parameters, controlPlane, namespaces, namespaceSelector, gatewayNamespaces, tags, "
          + "strategy, phases, repository or exceptions | did you mean \"namespaces\"?",
      ]),
    DesiredStateRow(
      "an alias is shown where it is used",
      yaml: """
        apiVersion: meshphase.io/v1alpha1
        kind: MeshUpgrade
        metadata: {name: prod}
        spec:
          to: {revision: asm-1140-0}
          namespaces: &n [app]
          gatewayNamespaces: *n
          tags: &t [1]

        """,
      expected: [
        "MP201 6:19 spec.gatewayNamespaces[0]: found \"app\", which spec.namespaces has too; "
          + "expected it in one of the two (6:19 also here)",
        "MP201 8:13 spec.tags[0]: found the number 1, expected text | write it in quotes: "
          + "\"1\"",
      ]),
    DesiredStateRow(
      "a merged mapping is read",
      yaml: """
        apiVersion: meshphase.io/v1alpha1
        kind: MeshUpgrade
        metadata: {name: prod}
        spec:
          from: &old {revision: asm-1130-0, version: x}
          to: {<<: *old, revision: asm-1140-0}
          namespaces: [app]

        """,
      expected: [
        "MP201 5:46 spec.to.version: found \"x\", expected a version such as 1.14.0 or "
          + "1.14.1-asm.3",
        "MP201 5:46 spec.from.version: found \"x\", expected a version such as 1.14.0 or "
          + "1.14.1-asm.3",
      ]),
  ]
}

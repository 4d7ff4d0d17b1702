import Testing

/// Rows of desired states: settings of the repository and exceptions.
struct DesiredStateRepositoryTests {
  @Test(arguments: rows)
  func `settings of the repository and exceptions is told with its place`(_ row: DesiredStateRow) {
    #expect(row.findings() == row.expected)
  }

  static let rows: [DesiredStateRow] = [
    DesiredStateRow(
      "globs",
      yaml: """
        apiVersion: meshphase.io/v1alpha1
        kind: MeshUpgrade
        metadata: {name: prod}
        spec:
          to: {revision: asm-1140-0}
          namespaces: [app]
          repository: {include: [], exclude: ["", " ", a, a, 1]}

        """,
      expected: [
        "MP201 7:25 spec.repository.include: found an empty list, expected at least one "
          + "glob | \"**\" names every file",
        "MP201 7:39 spec.repository.exclude[0]: found an empty text, expected a glob such "
          + "as clusters/**",
        "MP201 7:43 spec.repository.exclude[1]: found an empty text, expected a glob such "
          + "as clusters/**",
        "MP201 7:51 spec.repository.exclude[3]: found \"a\" a second time, expected each "
          + "only once",
        "MP201 7:54 spec.repository.exclude[4]: found the number 1, expected text | write "
          + "it in quotes: \"1\"",
      ]),
    DesiredStateRow(
      "folders outside the repository",
      yaml: """
        apiVersion: meshphase.io/v1alpha1
        kind: MeshUpgrade
        metadata: {name: prod}
        spec:
          to: {revision: asm-1140-0}
          namespaces: [app]
          repository: {output: ../mesh}
          controlPlane: {namespace: Mesh, clusterObjects: /tmp/live.yaml}

        """,
      expected: [
        "MP201 7:24 spec.repository.output: found \"../mesh\", expected a folder inside "
          + "the repository that is not its root",
        "MP201 8:29 spec.controlPlane.namespace: found \"Mesh\", expected a DNS-1123 "
          + "label: lower-case letters, digits and inner \"-\", at most 63 characters | did "
          + "you mean \"mesh\"?",
        "MP201 8:51 spec.controlPlane.clusterObjects: found \"/tmp/live.yaml\", expected "
          + "the path of a file inside the repository",
      ]),
    DesiredStateRow(
      "the root as a folder",
      yaml: """
        apiVersion: meshphase.io/v1alpha1
        kind: MeshUpgrade
        metadata: {name: prod}
        spec:
          to: {revision: asm-1140-0}
          namespaces: [app]
          repository: {output: ./}

        """,
      expected: [
        "MP201 7:24 spec.repository.output: found \"./\", expected a folder inside the "
          + "repository that is not its root"
      ]),
    DesiredStateRow(
      "an empty folder",
      yaml: """
        apiVersion: meshphase.io/v1alpha1
        kind: MeshUpgrade
        metadata: {name: prod}
        spec:
          to: {revision: asm-1140-0}
          namespaces: [app]
          repository: {output: ""}

        """,
      expected: [
        "MP201 7:24 spec.repository.output: found \"\", expected a folder inside the "
          + "repository that is not its root"
      ]),
    DesiredStateRow(
      "the folder of Git",
      yaml: """
        apiVersion: meshphase.io/v1alpha1
        kind: MeshUpgrade
        metadata: {name: prod}
        spec:
          to: {revision: asm-1140-0}
          namespaces: [app]
          repository: {output: mesh/.git}

        """,
      expected: [
        "MP201 7:24 spec.repository.output: found \"mesh/.git\", expected a path without "
          + ".git in it"
      ]),
    DesiredStateRow(
      "an author without a name",
      yaml: """
        apiVersion: meshphase.io/v1alpha1
        kind: MeshUpgrade
        metadata: {name: prod}
        spec:
          to: {revision: asm-1140-0}
          namespaces: [app]
          repository: {author: {name: " ", email: ""}}

        """,
      expected: [
        "MP201 7:31 spec.repository.author.name: found an empty text, expected a name",
        "MP201 7:43 spec.repository.author.email: found an empty text, expected a mail address",
      ]),
    DesiredStateRow(
      "an author that Git cannot have",
      yaml: """
        apiVersion: meshphase.io/v1alpha1
        kind: MeshUpgrade
        metadata: {name: prod}
        spec:
          to: {revision: asm-1140-0}
          namespaces: [app]
          repository: {author: {name: "a <b>", email: "a <b@c>"}}

        """,
      expected: [
        "MP201 7:31 spec.repository.author.name: found \"a <b>\", expected a name without "
          + "<, > and line breaks, as Git has it",
        "MP201 7:47 spec.repository.author.email: found \"a <b@c>\", expected a mail "
          + "address such as team@example.com",
      ]),
    DesiredStateRow(
      "an author on two lines",
      yaml: """
        apiVersion: meshphase.io/v1alpha1
        kind: MeshUpgrade
        metadata: {name: prod}
        spec:
          to: {revision: asm-1140-0}
          namespaces: [app]
          repository: {author: {name: "a\\nb", email: "b@c\\n"}}

        """,
      expected: [
        "MP201 7:31 spec.repository.author.name: found \"a\nb\", expected a name without "
          + "<, > and line breaks, as Git has it",
        "MP201 7:46 spec.repository.author.email: found \"b@c\n\", expected a mail address "
          + "such as team@example.com",
      ]),
    DesiredStateRow(
      "an author of marks only",
      yaml: """
        apiVersion: meshphase.io/v1alpha1
        kind: MeshUpgrade
        metadata: {name: prod}
        spec:
          to: {revision: asm-1140-0}
          namespaces: [app]
          repository: {author: {name: "...", email: nobody}}

        """,
      expected: [
        "MP201 7:31 spec.repository.author.name: found \"...\", expected a name with letters",
        "MP201 7:45 spec.repository.author.email: found \"nobody\", expected a mail "
          + "address such as team@example.com",
      ]),
    DesiredStateRow(
      "exceptions of rules that there are none of",
      yaml: """
        apiVersion: meshphase.io/v1alpha1
        kind: MeshUpgrade
        metadata: {name: prod}
        spec:
          to: {revision: asm-1140-0}
          namespaces: [app]
          exceptions:
          - {rule: MP999, reason: moves}
          - {rule: MP021, reason: moves}
          - {rule: MP203, reason: moves}

        """,
      expected: [
        "MP201 8:12 spec.exceptions[0].rule: found \"MP999\", and there is no such rule"
          + " | `meshphase explain rules` lists them",
        "MP201 9:12 spec.exceptions[1].rule: found \"MP021\", and there is no such rule"
          + " | did you mean \"MP020\"? `meshphase explain rules` lists them",
        "MP201 10:12 spec.exceptions[2].rule: found \"MP203\", which is never excepted: such"
          + " input cannot be worked with | mend what it is about; rules up to MP1xx have"
          + " exceptions",
      ]),
    DesiredStateRow(
      "exceptions",
      yaml: """
        apiVersion: meshphase.io/v1alpha1
        kind: MeshUpgrade
        metadata: {name: prod}
        spec:
          to: {revision: asm-1140-0}
          namespaces: [app]
          exceptions:
          - {rule: mp012, reason: " "}
          - {rule: MP12, namespace: My_App}
          - {}
          - {rule: MP012, namespace: app, reason: moves}
          - {rule: MP012, namespace: app, reason: moves later}

        """,
      expected: [
        "MP201 8:12 spec.exceptions[0].rule: found \"mp012\", expected the code of a rule "
          + "such as MP012 | did you mean \"MP012\"?",
        "MP201 8:27 spec.exceptions[0].reason: found an empty text, expected why the rule "
          + "may be broken",
        "MP201 9:5 spec.exceptions[1].reason is missing, expected why the rule may be broken",
        "MP201 9:12 spec.exceptions[1].rule: found \"MP12\", expected the code of a rule "
          + "such as MP012",
        "MP201 9:29 spec.exceptions[1].namespace: found \"My_App\", expected a DNS-1123 "
          + "label: lower-case letters, digits and inner \"-\", at most 63 characters | did "
          + "you mean \"my-app\"?",
        "MP201 10:5 spec.exceptions[2].rule is missing, expected the code of a rule such "
          + "as MP012",
        "MP201 10:5 spec.exceptions[2].reason is missing, expected why the rule may be broken",
        "MP201 12:5 spec.exceptions[4]: found a second exception for the same rule and "
          + "namespace",
      ]),
  ]
}

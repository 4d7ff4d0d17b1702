import Testing

/// Rows of desired states: what is not built yet.
struct DesiredStateNotBuiltTests {
  @Test(arguments: rows)
  func `what is not built yet is told with its place`(_ row: DesiredStateRow) {
    #expect(row.findings() == row.expected)
  }

  static let rows: [DesiredStateRow] = [
    DesiredStateRow(
      "an upgrade to the un-revisioned install",
      yaml: """
        apiVersion: meshphase.io/v1alpha1
        kind: MeshUpgrade
        metadata: {name: prod}
        spec:
          from: {revision: default}
          to: {revision: default}
          namespaces: [app]
          tags: [default]

        """,
      expected: [
        "MP207 6:18 spec.to.revision: an upgrade to the un-revisioned install \"default\" "
          + "is not built yet; a plan needs a named revision | to have a revision "
          + "serve as the default, list the tag default in spec.tags"
      ])
  ]
}

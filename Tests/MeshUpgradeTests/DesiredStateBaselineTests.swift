import Testing

/// Rows of desired states: where a phase of Baseline may stand.
struct DesiredStateBaselineTests {
  @Test(arguments: rows)
  func `a Baseline that cannot work is told with its place`(_ row: DesiredStateRow) {
    #expect(row.findings() == row.expected)
  }

  private static func yaml(_ phases: String, dump: String = "{clusterObjects: live.yaml}") -> String
  {
    """
    apiVersion: meshphase.io/v1alpha1
    kind: MeshUpgrade
    metadata: {name: prod}
    spec:
      to: {revision: asm-1140-0}
      namespaces: [app]
      controlPlane: \(dump)
      phases:
    \(phases)

    """
  }

  private static let move = "  - {name: all, actions: [Relabel, Restart], percent: 100}"

  static let rows: [DesiredStateRow] = [
    DesiredStateRow(
      "a first phase of its own", yaml: yaml("  - {name: a, actions: [Baseline]}\n\(move)"),
      expected: []),
    DesiredStateRow(
      "not the first", yaml: yaml("\(move)\n  - {name: a, actions: [Baseline]}"),
      expected: [
        "MP201 10:25 spec.phases[1].actions[0]: found Baseline in phase 2 of 2, expected it in the "
          + "first | the phases after it edit what it puts into Git"
      ]),
    DesiredStateRow(
      "beside another action",
      yaml: yaml("  - {name: a, actions: [Baseline, MoveTags]}\n\(move)"),
      expected: [
        "MP201 9:25 spec.phases[0].actions[0]: found Baseline beside MoveTags, expected it in a "
          + "phase of its own | Baseline is never taken back, and MoveTags is"
      ]),
    DesiredStateRow(
      "with namespaces",
      yaml: yaml("  - {name: a, actions: [Baseline], namespaces: [app]}\n\(move)"),
      expected: [
        "MP201 9:48 spec.phases[0].namespaces: found namespaces in a phase of Baseline, expected "
          + "only with Relabel or Restart"
      ]),
    DesiredStateRow(
      "without a dump",
      yaml: yaml("  - {name: a, actions: [Baseline]}\n\(move)", dump: "{management: External}"),
      expected: [
        "MP201 9:25 spec.phases[0].actions[0]: found Baseline without "
          + "spec.controlPlane.clusterObjects, expected the dump to take the objects from | write "
          + "it with kubectl get … -o yaml, commit it, and name it there"
      ]),
  ]
}

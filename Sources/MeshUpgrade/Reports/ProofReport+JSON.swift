internal import Files
package import YAML

extension ProofReport {
  /// The proof as JSON (DESIGN §7): the classes of each phase's end, and of the base beside them.
  package func json(findings: [Finding]) -> Value {
    [
      "formatVersion": "1", "holds": .bool(Self.holds(findings)),
      "states": .number(Number(states)), "base": ["classes": base.classesJSON],
      "phases": .sequence(
        phases.map { ["name": .string($0.name), "classes": $0.classesJSON] }),
      "assumptions": .sequence(assumptions.map(\.json)),
      "findings": .sequence(findings.map(\.json)),
    ]
  }

  /// The proof of a single state as JSON: the state stands in place of the phases.
  package func singleStateJSON(skipped: [SkippedFile] = []) -> Value {
    [
      "formatVersion": "1", "holds": .bool(holds), "states": .number(Number(states)),
      "phases": [["name": .string(Self.singleState), "classes": base.classesJSON]],
      "assumptions": .sequence(assumptions.map(\.json)),
      "findings": .sequence(findings.map(\.json)),
      "skipped": .sequence(
        skipped.map { ["file": .string($0.path.description), "reason": .string($0.reason)] }),
    ]
  }

  /// What there is to say where no plan could be made because a rule is broken before any phase.
  package static func refusedJSON(_ findings: [Finding]) -> Value {
    [
      "formatVersion": "1", "holds": .bool(holds(findings)), "states": 0,
      "phases": .sequence([]), "assumptions": .sequence([]),
      "findings": .sequence(findings.map(\.json)),
    ]
  }

  /// Whether nothing among findings refuses.
  package static func holds(_ findings: [Finding]) -> Bool {
    !findings.contains { $0.severity == .error && !$0.isPreexisting }
  }
}

extension ProofReport.PhaseEnd {
  fileprivate var classesJSON: Value {
    .sequence(
      groups.map { group in
        [
          "namespaces": .sequence(group.namespaces.map { .string($0) }),
          "labels": .labels(group.labels),
          "revision": group.revision.map { .string($0) } ?? .null,
        ]
      })
  }
}

extension Value {
  /// Labels in the order of their keys.
  static func labels(_ labels: [String: String]) -> Value {
    .mapping(
      Mapping(
        labels.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
          .map { ($0.key, .string($0.value)) }))
  }
}

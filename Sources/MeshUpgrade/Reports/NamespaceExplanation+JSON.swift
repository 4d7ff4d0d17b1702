package import YAML

extension NamespaceExplanation {
  /// The explanation as JSON: the base has the phase null.
  package var json: Value {
    [
      "formatVersion": "1", "namespace": .string(namespace),
      "states": .sequence(
        states.map { state in
          [
            "phase": state.phase.map { .string($0) } ?? .null, "labels": .labels(state.labels),
            "pods": .sequence(state.answers.map(\.json)),
          ]
        }),
    ]
  }
}

extension NamespaceExplanation.Answer {
  fileprivate var json: Value {
    [
      "labels": .labels(pod), "revision": revision.map { .string($0) } ?? .null,
      "obstacle": obstacle.map { .string($0) } ?? .null,
      "webhooks": .sequence(
        calls.map { call in
          var fields: [(key: String, value: Value)] = [
            ("configuration", .string(call.configuration)), ("name", .string(call.webhook)),
            ("revision", call.revision.map { .string($0) } ?? .null),
            ("place", call.place?.json ?? .null),
          ]
          if let problem = call.problem { fields.append(("problem", .string(problem))) }
          return .mapping(Mapping(fields))
        }),
    ]
  }
}

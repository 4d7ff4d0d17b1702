internal import Kubernetes
internal import YAML

extension Counterexample {
  /// The counterexample as JSON; what is not concerned is null.
  var json: Value {
    [
      "state": .string(state),
      "namespaceLabels": namespaceLabels.map(Self.json) ?? .null,
      "podLabels": podLabels.map(Self.json) ?? .null,
      "webhooks": .sequence(
        webhooks.map {
          [
            "configuration": .string($0.configuration), "name": .string($0.name),
            "revision": $0.revision.map { .string($0) } ?? .null,
          ]
        }),
      "applied": .sequence(applied.map(\.json)),
    ]
  }

  private static func json(_ labels: [String: String]) -> Value {
    .mapping(
      Mapping(
        labels.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }.map {
          ($0.key, .string($0.value))
        }))
  }
}

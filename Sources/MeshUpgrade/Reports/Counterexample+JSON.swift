internal import Kubernetes
internal import YAML

extension Counterexample {
  /// The counterexample as JSON; what is not concerned is null.
  var json: Value {
    [
      "state": .string(state),
      "namespaceLabels": namespaceLabels.map(Value.labels) ?? .null,
      "podLabels": podLabels.map(Value.labels) ?? .null,
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
}

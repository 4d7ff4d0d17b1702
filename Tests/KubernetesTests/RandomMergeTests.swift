import Kubernetes
import TestSupport
import Testing
import YAML

/// Random webhook configurations and patches of them, merged here and by kustomize.
@Suite struct `Random strategic merge patches` {
  static let count = 150

  @Test(arguments: [1, 2] as [UInt64])
  func `give what kubectl kustomize gives`(seed: UInt64) throws {
    guard Kubectl.isHere else {
      print("skipped: kubectl is not installed")
      return
    }
    var random = SeededRandom(seed: seed)
    let pairs = (0..<Self.count).map { index in
      (RandomWebhooks.object("w\(index)", &random), RandomWebhooks.patch("w\(index)", &random))
    }
    let objects = pairs.map { CanonicalEmitter.emit($0.0) }.joined(separator: "---\n")
    let built = try #require(
      try Kubectl.patched(objects, by: pairs.map { CanonicalEmitter.emit($0.1) }))
    var expected: [String: Value] = [:]
    for document in try Document.parseAll(built) {
      let value = try document.root.value()
      expected[try #require(value["metadata"]?["name"]?.string)] = value
    }
    #expect(expected.count == Self.count)
    let schema = KnownSchemas.schema(
      group: "admissionregistration.k8s.io", kind: "MutatingWebhookConfiguration")
    for (object, patch) in pairs {
      let merged = try StrategicMergePatch(patch).applied(to: object, schema: schema)
      let name = try #require(object["metadata"]?["name"]?.string)
      let isSame = merged == expected[name]
      #expect(
        isSame,
        """
        \(CanonicalEmitter.emit(object))--- patched by
        \(CanonicalEmitter.emit(patch))--- gives
        \(CanonicalEmitter.emit(merged))--- and by kustomize
        \(expected[name].map(CanonicalEmitter.emit) ?? "nothing")
        """)
    }
  }
}

/// Makes webhook configurations, and parts of them with directives.
///
/// They have no `matchConditions`: what kustomize knows of Kubernetes is older, so it replaces them.
private enum RandomWebhooks {
  static func object(_ name: String, _ random: inout SeededRandom) -> Value {
    configuration(name, isPatch: false, &random)
  }

  static func patch(_ name: String, _ random: inout SeededRandom) -> Value {
    configuration(name, isPatch: true, &random)
  }

  private static func configuration(
    _ name: String, isPatch: Bool, _ random: inout SeededRandom
  ) -> Value {
    var metadata = Mapping([("name", .string(name))])
    metadata["labels"] = labels(isPatch: isPatch, &random)
    if Bool.random(using: &random) {
      metadata["finalizers"] = .sequence(names("f", &random).map { .string($0) })
    }
    var webhooks: [Value] = []
    for name in names("h", &random).shuffled(using: &random) {
      webhooks.append(webhook(name, isPatch: isPatch, &random))
    }
    return [
      "apiVersion": "admissionregistration.k8s.io/v1", "kind": "MutatingWebhookConfiguration",
      "metadata": .mapping(metadata), "webhooks": .sequence(webhooks),
    ]
  }

  /// One to four names.
  private static func names(_ prefix: String, _ random: inout SeededRandom) -> [String] {
    let all = (0..<4).map { "\(prefix)\($0)" }.shuffled(using: &random)
    return Array(all.prefix(Int.random(in: 1...4, using: &random)))
  }

  private static func labels(isPatch: Bool, _ random: inout SeededRandom) -> Value {
    .mapping(
      Mapping(
        names("l", &random).map { name in
          let isNull = isPatch && Int.random(in: 0..<3, using: &random) == 0
          let value: Value = Bool.random(using: &random) ? "one" : "two"
          return (name, isNull ? .null : value)
        }))
  }

  private static func webhook(
    _ name: String, isPatch: Bool, _ random: inout SeededRandom
  ) -> Value {
    if isPatch, Int.random(in: 0..<5, using: &random) == 0 {
      return ["name": .string(name), "$patch": "delete"]
    }
    var webhook = Mapping([("name", .string(name))])
    func flip() -> Bool { Bool.random(using: &random) }
    if flip() { webhook["timeoutSeconds"] = isPatch && flip() ? .null : 5 }
    if flip() {
      webhook["admissionReviewVersions"] = flip() ? ["v1"] : ["v1beta1", "v1"]
    }
    if flip() {
      var config: Mapping =
        flip()
        ? Mapping([("url", "https://example.com")])
        : Mapping([("service", ["name": "a", "namespace": flip() ? "b" : "c"])])
      if isPatch, flip() { config["$patch"] = "replace" }
      webhook["clientConfig"] = .mapping(config)
    }
    if flip() {
      webhook["namespaceSelector"] = [
        "matchExpressions": [["key": flip() ? "k" : "m", "operator": "Exists"]]
      ]
    }
    return .mapping(webhook)
  }
}

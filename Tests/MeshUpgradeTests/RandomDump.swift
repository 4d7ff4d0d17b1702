import HistoryLaws
import YAML

@testable import MeshUpgrade

/// Random objects of a cluster, as `kubectl get … -o yaml` or `-o json` prints them.
struct RandomDump {
  private var generator: SeededGenerator
  /// The objects that the plan edits, then some that it does not.
  private(set) var objects: [Value] = []
  private(set) var namespaces: [String] = []

  init(seed: UInt64) {
    generator = SeededGenerator(seed: seed)
    for index in 0..<number(1...4) { addNamespace("ns-\(index)") }
    if chance(2) { addWebhook("MutatingWebhookConfiguration", "istio-revision-tag-default") }
    if chance(2) { addWebhook("ValidatingWebhookConfiguration", "istiod-default-validator") }
    if chance(2) { addService("istiod") }
    if chance(3) { addService("istiod-revision-tag-default") }
  }

  private mutating func chance(_ one: Int) -> Bool { number(0...one - 1) == 0 }

  private mutating func number(_ range: ClosedRange<Int>) -> Int {
    Int.random(in: range, using: &generator)
  }

  private mutating func text() -> Value {
    let texts = [
      "x", "true", "1e3", "", " padded ", "ünï", "a: b # c", "two\nlines\n", "*", "0x1F", "null",
    ]
    return .string(texts[number(0...texts.count - 1)])
  }

  /// A mapping of some names and texts, shuffled with those that are given.
  private mutating func texts(_ given: [(key: String, value: Value)] = []) -> Mapping {
    var entries = given
    for name in ["team", "example.com/note", "zone"] where chance(2) {
      entries.append((name, text()))
    }
    entries.shuffle(using: &generator)
    return Mapping(entries)
  }

  // MARK: Objects

  private mutating func addNamespace(_ name: String) {
    namespaces.append(name)
    let label = ("istio.io/rev", Value.string("asm-1130-0"))
    let own = ("kubernetes.io/metadata.name", Value.string(name))
    var spec = Mapping()
    if chance(2) { spec["finalizers"] = ["kubernetes"] }
    var fields: [(key: String, value: Value)] = [
      ("apiVersion", "v1"), ("kind", "Namespace"),
      ("metadata", metadata(name, in: nil, labels: [label, own])),
    ]
    if chance(2) { fields.append(("spec", .mapping(spec))) }
    if chance(2) { fields.append(("status", ["phase": "Active"])) }
    objects.append(.mapping(Mapping(fields)))
  }

  private mutating func addService(_ name: String) {
    let label = ("istio.io/rev", Value.string("asm-1130-0"))
    var spec = Mapping([
      ("ports", [["name": "https", "port": 443, "targetPort": 15017, "nodePort": 30443]]),
      ("selector", .mapping(texts([("app", "istiod"), label]))),
      ("type", "ClusterIP"), ("sessionAffinity", "None"),
    ])
    if chance(2) {
      spec["clusterIP"] = chance(3) ? "None" : "10.8.0.9"
      spec["clusterIPs"] = [spec["clusterIP"] ?? "None"]
    }
    objects.append([
      "apiVersion": "v1", "kind": "Service",
      "metadata": metadata(name, in: "istio-system", labels: [label]), "spec": .mapping(spec),
      "status": ["loadBalancer": [:]],
    ])
  }

  private mutating func addWebhook(_ kind: String, _ name: String) {
    var labels: [(key: String, value: Value)] = [("istio.io/rev", "asm-1130-0")]
    if kind.hasPrefix("Mutating") { labels.append(("istio.io/tag", "default")) }
    let webhooks = (0..<number(1...3)).map { index -> Value in
      var config = Mapping([
        ("service", ["name": "istiod-asm-1130-0", "namespace": "istio-system", "path": "/inject"])
      ])
      if chance(2) { config["caBundle"] = chance(3) ? "" : "LS0tLS1CRUdJTg==" }
      return [
        "admissionReviewVersions": ["v1beta1", "v1"], "clientConfig": .mapping(config),
        "failurePolicy": "Fail", "name": .string("\(index).sidecar-injector.istio.io"),
        "namespaceSelector": [
          "matchLabels": .mapping(texts([("example.com/sidecar", "wanted")]))
        ],
        "objectSelector": .mapping(Mapping()), "timeoutSeconds": 10,
      ]
    }
    objects.append([
      "apiVersion": "admissionregistration.k8s.io/v1", "kind": .string(kind),
      "metadata": metadata(name, in: nil, labels: labels), "webhooks": .sequence(webhooks),
    ])
  }

  private mutating func metadata(
    _ name: String, in namespace: String?, labels: [(key: String, value: Value)]
  ) -> Value {
    var fields: [(key: String, value: Value)] = [
      ("name", .string(name)), ("labels", .mapping(texts(labels))),
      ("uid", "0b7c8a4e-6f7e-4f3e-9f0c-0d4a5a1f3c21"),
    ]
    if let namespace { fields.append(("namespace", .string(namespace))) }
    if chance(2) { fields.append(("annotations", .mapping(annotations()))) }
    if chance(2) { fields.append(("resourceVersion", "918273")) }
    if chance(2) {
      fields.append(("creationTimestamp", chance(3) ? .null : "2022-03-01T09:12:44Z"))
    }
    if chance(3) { fields.append(("generation", 4)) }
    if chance(3) { fields.append(("selfLink", "/api/v1/x")) }
    if chance(3) { fields.append(("finalizers", ["example.com/guard"])) }
    if chance(3) {
      fields.append(("managedFields", [["manager": "kubectl", "operation": "Update"]]))
    }
    if chance(4) { fields.append(("ownerReferences", [["kind": "Tenant", "name": "t"]])) }
    fields.shuffle(using: &generator)
    return .mapping(Mapping(fields))
  }

  private mutating func annotations() -> Mapping {
    var given: [(key: String, value: Value)] = []
    if chance(2) { given.append(("kubectl.kubernetes.io/last-applied-configuration", "{}\n")) }
    if chance(3) { given.append(("argocd.argoproj.io/tracking-id", "app:/Namespace:x/x")) }
    if chance(3) { given.append(("argocd.argoproj.io/installation-id", "one")) }
    if chance(3) { given.append(("argocd.argoproj.io/sync-options", "ServerSideApply=true")) }
    return texts(given)
  }

  // MARK: The file

  /// The name and text of the dump, in one of the forms that kubectl and people write.
  mutating func file() -> (name: String, text: String) {
    let other: Value = ["apiVersion": "v1", "kind": "Secret", "metadata": ["name": "s"]]
    let all = (objects + [other]).shuffled(using: &generator)
    let list: Value = [
      "apiVersion": "v1", "items": .sequence(all), "kind": "List",
      "metadata": ["resourceVersion": ""],
    ]
    switch number(0...3) {
    case 0: return ("live.yaml", CanonicalEmitter.emit(list))
    case 1: return ("live.json", list.json())
    case 2: return ("live.yaml", all.map { $0.json(isPretty: false) }.joined(separator: "\n---\n"))
    default: return ("live.yaml", all.map(CanonicalEmitter.emit).joined(separator: "---\n"))
    }
  }
}

import Kubernetes
import Testing
import YAML
import YAMLDiff

/// Scalars that are written differently and mean the same.
@Suite struct `quantities and int-or-string fields compare by what they mean, if asked to` {
  /// The paths that differ in objects with these specs.
  static func differences(
    _ type: String, _ from: String, _ to: String, meanings: Bool = true
  ) throws -> [String] {
    func stream(_ spec: String) -> [StreamSource] {
      let text = "\(type)\nmetadata: {name: a}\n\(spec)\n"
      return [StreamSource(name: "s", bytes: Array(text.utf8))]
    }
    return try StreamDiff.compare(
      from: stream(from), to: stream(to),
      rules: .kubernetes(schemas: KnownSchemas(meanings: meanings)), ordersCount: true
    ).changes.flatMap(\.changes).map(\.keyedPath)
  }

  /// A field of a kind, as `@` in its text, and two ways to write it.
  struct Field: Sendable {
    let type: (apiVersion: String, kind: String)
    let text: String
    let spellings: (String, String)

    init(_ apiVersion: String, _ kind: String, _ text: String, _ one: String, _ other: String) {
      type = (apiVersion, kind)
      self.text = text
      spellings = (one, other)
    }
  }

  @Test(arguments: [
    Field("v1", "Pod", "containers: [{name: c, resources: {limits: {cpu: @}}}]", "1", "1000m"),
    Field(
      "apps/v1", "Deployment",
      "template: {spec: {containers: [{name: c, resources: {requests: {x.io/y: @}}}]}}", "0.5",
      "500m"),
    Field(
      "v1", "PersistentVolumeClaim", "resources: {requests: {storage: @}}", "1Gi", "1024Mi"),
    Field("v1", "PersistentVolume", "capacity: {storage: @}", "1e3", "1k"),
    Field("v1", "ResourceQuota", "hard: {pods: @}", "1", "'1'"),
    Field(
      "v1", "LimitRange", "limits: [{type: Pod}, {type: Container, max: {cpu: @}}]", "1", "'1'"),
    Field(
      "autoscaling/v2", "HorizontalPodAutoscaler",
      "metrics: [{type: Pods, pods: {target: {averageValue: @}}}]", "1", "1000m"),
    Field("v1", "Pod", "volumes: [{name: v, emptyDir: {sizeLimit: @}}]", "1Gi", "1024Mi"),
    Field(
      "v1", "Pod",
      "containers: [{name: c, env: [{name: e, valueFrom: {resourceFieldRef: {divisor: @}}}]}]",
      "1", "'1'"),
    Field("v1", "Service", "ports: [{port: 80, targetPort: @}]", "80", "'80'"),
    Field(
      "v1", "Pod", "containers: [{name: c, livenessProbe: {httpGet: {port: @}}}]", "80", "'80'"),
    Field("apps/v1", "Deployment", "strategy: {rollingUpdate: {maxSurge: @}}", "1", "'1'"),
    Field("policy/v1", "PodDisruptionBudget", "minAvailable: @", "1", "'1'"),
    Field(
      "networking.k8s.io/v1", "NetworkPolicy",
      "egress: [{to: []}, {ports: [{port: 1}, {port: @}]}]", "80", "'80'"),
    Field(
      "install.istio.io/v1alpha1", "IstioOperator",
      "components: {ingressGateways: [{name: g, k8s: {resources: {limits: {cpu: @}}}}]}", "1",
      "1000m"),
  ])
  func same(field: Field) throws {
    let type = "apiVersion: \(field.type.apiVersion)\nkind: \(field.type.kind)"
    let spec = { (value: String) in "spec: {\(field.text.replacing("@", with: value))}" }
    let (one, other) = (spec(field.spellings.0), spec(field.spellings.1))
    #expect(try Self.differences(type, one, other).isEmpty)
    #expect(try !Self.differences(type, one, other, meanings: false).isEmpty)
    #expect(try !Self.differences(type, one, spec("7")).isEmpty)
  }

  @Test(arguments: [
    ("v1", "ConfigMap", "data: {a: 1}", "data: {a: '1'}"),
    ("v1", "ConfigMap", "metadata: {labels: {a: 1}}", "metadata: {labels: {a: '1'}}"),
    ("v1", "Service", "spec: {ports: [{port: 80}]}", "spec: {ports: [{port: '80'}]}"),
    (
      "v1", "Service", "spec: {ports: [{port: 1, targetPort: '080'}]}",
      "spec: {ports: [{port: 1, targetPort: 80}]}"
    ),
    ("v1", "ResourceQuota", "spec: {hard: {cpu: many}}", "spec: {hard: {cpu: more}}"),
    ("v1", "ResourceQuota", "spec: {hard: {cpu: 0}}", "spec: {hard: {cpu: null}}"),
    ("v1", "ResourceQuota", "spec: {hard: {cpu: 0}}", "spec: {hard: {}}"),
    ("example.com/v1", "ResourceQuota", "spec: {hard: {cpu: 1}}", "spec: {hard: {cpu: '1'}}"),
  ])
  func different(apiVersion: String, kind: String, from: String, to: String) throws {
    func node(_ text: String) throws -> Node {
      let text = "apiVersion: \(apiVersion)\nkind: \(kind)\n\(text)\n"
      return try #require(try Document.parseSingle(Array(text.utf8))).root
    }
    let schemas = KnownSchemas(meanings: true)
    let (one, other) = (try node(from), try node(to))
    #expect(!NodeDiff.changes(from: one, to: other, schema: schemas.schema(of: one)).isEmpty)
  }

  @Test func `in a list without keys the item that differs is told, not those that mean the same`()
    throws
  {
    let type = "apiVersion: v1\nkind: LimitRange"
    let paths = try Self.differences(
      type, "spec: {limits: [{max: {cpu: 1}}, {max: {cpu: 2}}, {max: {cpu: 3}}]}",
      "spec: {limits: [{max: {cpu: 1000m}}, {max: {cpu: 5}}, {max: {cpu: '3'}}]}")
    #expect(paths == ["/spec/limits/1/max/cpu"])
  }
}

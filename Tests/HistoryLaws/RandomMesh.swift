package import Files
internal import Kubernetes
package import MeshUpgrade
internal import YAML

/// A small random generator that gives the same numbers for the same seed (SplitMix64).
package struct SeededGenerator: RandomNumberGenerator {
  private var state: UInt64

  package init(seed: UInt64) { state = seed }

  package mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}

/// A repository of random manifests in random styles, with a desired state that fits it.
package struct RandomMesh {
  private static let old = "asm-1130-0"
  private var generator: SeededGenerator
  private var documents: [Value] = []
  package private(set) var files: [String: String] = [:]
  private var names: [String] = []
  private let isUnrevisioned: Bool
  private let strategy: DesiredState.Strategy.Kind
  /// The order of gateways and the mode of restarts, which the seed picks.
  private let options: String

  package init(seed: UInt64, strategy: DesiredState.Strategy.Kind = .relabel) {
    generator = SeededGenerator(seed: seed)
    self.strategy = strategy
    let order = seed % 2 == 0 ? "GatewaysLast" : "GatewaysFirst"
    let restart = ["WithRelabel", "Separate", "None"][Int(seed % 3)]
    options = strategy.movesTag ? "order: \(order), restart: \(restart)" : ""
    let isDefault = Int.random(in: 0..<4, using: &generator) == 0
    isUnrevisioned = isDefault && strategy != .moveTag
    for index in 0..<Int.random(in: 1...5, using: &generator) { addNamespace("ns-\(index)") }
    if isUnrevisioned, strategy.movesTag, chance(2) { addOldInjector() }
    if !isUnrevisioned { addControlPlane() }
    documents.shuffle(using: &generator)
    writeFiles()
    if chance(2) { writeKustomization() }
  }

  private mutating func chance(_ one: Int) -> Bool {
    Int.random(in: 0..<one, using: &generator) == 0
  }

  // MARK: Objects

  private mutating func addNamespace(_ name: String) {
    names.append(name)
    var labels = Mapping()
    if chance(2) { labels["team"] = "a" }
    let followsDefault = isUnrevisioned || strategy == .followDefault
    labels[followsDefault ? "istio-injection" : "istio.io/rev"] =
      .string(followsDefault ? "enabled" : strategy == .moveTag ? "prod" : Self.old)
    if chance(2) { labels["env"] = "prod" }
    // What has no label follows no tag.
    if chance(9), !strategy.movesTag { labels = Mapping() }
    var metadata = Mapping([("name", .string(name))])
    if !labels.entries.isEmpty || chance(2) { metadata["labels"] = .mapping(labels) }
    if chance(4) { metadata["annotations"] = chance(2) ? .null : ["note": "x"] }
    documents.append(["apiVersion": "v1", "kind": "Namespace", "metadata": .mapping(metadata)])
    for index in 0..<Int.random(in: 0...3, using: &generator) { addWorkload(index, in: name) }
  }

  private mutating func addWorkload(_ index: Int, in namespace: String) {
    let kinds = ["Deployment", "StatefulSet", "DaemonSet", "Rollout", "Pod", "ReplicaSet"]
    let kind = kinds.randomElement(using: &generator) ?? "Deployment"
    let name: Value = .string("\(namespace)-\(index)")
    let metadata: Value = ["name": name, "namespace": .string(namespace)]
    let containers: Value = ["containers": [["name": "main", "image": "app:1"]]]
    guard kind != "Pod" else {
      documents.append([
        "apiVersion": "v1", "kind": "Pod", "metadata": metadata, "spec": containers,
      ])
      return
    }
    var template = Mapping()
    if !chance(5) { template["metadata"] = templateMetadata() }
    template["spec"] = containers
    var spec = Mapping([("selector", ["matchLabels": ["app": name]])])
    if chance(2) { spec["replicas"] = 3 }
    if chance(8) { spec["paused"] = .bool(true) }
    spec["template"] = .mapping(template)
    documents.append([
      "apiVersion": kind == "Rollout" ? "argoproj.io/v1alpha1" : "apps/v1",
      "kind": .string(kind), "metadata": metadata, "spec": .mapping(spec),
    ])
  }

  private mutating func templateMetadata() -> Value {
    var metadata = Mapping()
    if !chance(5) {
      var labels = Mapping([("app", "x")])
      if chance(3), !isUnrevisioned {
        labels["istio.io/rev"] = .string(strategy.movesTag ? tag : Self.old)
      }
      metadata["labels"] = .mapping(labels)
    }
    switch Int.random(in: 0..<5, using: &generator) {
    case 0: metadata["annotations"] = ["a": "b"]
    case 1: metadata["annotations"] = .mapping(Mapping())
    case 2: metadata["annotations"] = .null
    default: break
    }
    return .mapping(metadata)
  }

  private mutating func addOldInjector() {
    let client: Value = ["service": ["name": "istiod", "namespace": "istio-system"]]
    documents.append([
      "apiVersion": "admissionregistration.k8s.io/v1", "kind": "MutatingWebhookConfiguration",
      "metadata": ["name": "istio-sidecar-injector", "labels": ["istio.io/rev": "default"]],
      "webhooks": [
        [
          "name": "namespace.sidecar-injector.istio.io", "clientConfig": client,
          "namespaceSelector": ["matchLabels": ["istio-injection": "enabled"]],
        ]
      ],
    ])
  }

  private mutating func addControlPlane() {
    let revision = Value.string(Self.old)
    let labels: Value = ["app": "istiod", "istio.io/rev": revision]
    if chance(2) {
      documents.append([
        "apiVersion": "v1", "kind": "Service",
        "metadata": ["name": "istiod", "namespace": "istio-system", "labels": labels],
        "spec": ["selector": labels, "ports": [["name": "https", "port": 443]]],
      ])
    }
    if chance(2) || strategy.movesTag {
      documents.append(Self.tagWebhooks(tag, revision: Self.old))
    }
    for kind in ["ConfigMap", "ServiceAccount"] where chance(2) {
      documents.append([
        "apiVersion": "v1", "kind": .string(kind),
        "metadata": [
          "name": .string(kind == "ConfigMap" ? "istio-asm-1130-0" : "istiod-asm-1130-0"),
          "namespace": "istio-system",
        ],
      ])
    }
  }

  /// A revision tag as istioctl selects with it, `default` or another.
  private static func tagWebhooks(_ tag: String, revision: String) -> Value {
    func absent(_ key: String) -> Value { ["key": .string(key), "operator": "DoesNotExist"] }
    func isOne(_ key: String, of value: String) -> Value {
      ["key": .string(key), "operator": "In", "values": [.string(value)]]
    }
    let wanted: Value = [
      "key": "sidecar.istio.io/inject", "operator": "NotIn", "values": ["false"],
    ]
    let plain = [absent("istio-injection"), absent("istio.io/rev")]
    var selectors: [(String, [Value], [Value])] = [
      ("rev.namespace", [isOne("istio.io/rev", of: tag), absent("istio-injection")], [wanted]),
      ("rev.object", plain, [wanted, isOne("istio.io/rev", of: tag)]),
    ]
    if tag == "default" {
      selectors += [
        ("namespace", [isOne("istio-injection", of: "enabled")], [wanted]),
        (
          "object", plain,
          [isOne("sidecar.istio.io/inject", of: "true"), absent("istio.io/rev")]
        ),
      ]
    }
    return [
      "apiVersion": "admissionregistration.k8s.io/v1", "kind": "MutatingWebhookConfiguration",
      "metadata": [
        "name": .string("istio-revision-tag-\(tag)"),
        "labels": ["istio.io/rev": .string(revision), "istio.io/tag": .string(tag)],
      ],
      "webhooks": .sequence(
        selectors.map { name, namespaces, pods in
          [
            "name": .string("\(name).sidecar-injector.istio.io"),
            "clientConfig": [
              "service": ["name": .string("istiod-\(revision)"), "namespace": "istio-system"]
            ],
            "namespaceSelector": ["matchExpressions": .sequence(namespaces)],
            "objectSelector": ["matchExpressions": .sequence(pods)],
          ]
        }),
    ]
  }

  // MARK: Files

  private mutating func writeFiles() {
    var rest = documents[...]
    var number = 0
    while !rest.isEmpty {
      let count = Int.random(in: 1...4, using: &generator)
      var values = Array(rest.prefix(count))
      rest = rest.dropFirst(count)
      if chance(6) { values = [["apiVersion": "v1", "kind": "List", "items": .sequence(values)]] }
      var style = RandomStyle(SeededGenerator(seed: generator.next()))
      files["mesh/file-\(number).yaml"] = style.file(values)
      number += 1
    }
  }

  private mutating func writeKustomization() {
    let resources = files.keys.sorted().map { Value.string(String($0.dropFirst(5))) }
    var style = RandomStyle(SeededGenerator(seed: generator.next()))
    files["mesh/kustomization.yaml"] = style.file([["resources": .sequence(resources)]])
  }

  /// Makes an edit of a phase.
  package mutating func apply(_ edit: TreeEdit) {
    switch edit {
    case .write(let path, let bytes):
      files[path.description] = String(decoding: bytes, as: UTF8.self)
    case .remove(let path): files[path.description] = nil
    }
  }

  // MARK: Planning

  /// The tag that the mesh has.
  private var tag: String { strategy == .followDefault ? "default" : "prod" }

  /// How many of the namespaces are those of gateways, where a tag moves.
  private var gateways: Int { names.count > 2 ? 1 : 0 }

  /// The desired state for this repository.
  package var desiredState: String {
    """
    apiVersion: meshphase.io/v1alpha1
    kind: MeshUpgrade
    metadata: {name: random}
    spec:
      from: {revision: \(isUnrevisioned ? "default" : Self.old)}
      to: {revision: asm-1140-0}
      distribution: ASM
      namespaces: [\((strategy.movesTag ? names.dropLast(gateways) : names[...]).joined(separator: ", "))]
      gatewayNamespaces: [\(strategy.movesTag ? names.suffix(gateways).joined(separator: ", ") : "")]
      tags: [\(tag)]
      strategy: {type: \(strategy.rawValue)\(options.isEmpty ? "" : ", \(options)")}
      repository: {output: mesh}

    """
  }

  /// The repository's files as the planner gets them.
  package var repositoryFiles: RepositoryFiles {
    var contents: [RepositoryPath: [UInt8]] = [:]
    var entries: [FileEntry] = []
    for (name, text) in files {
      guard let path = RepositoryPath(name) else { continue }
      contents[path] = Array(text.utf8)
      entries.append(FileEntry(path: path, mode: .file, content: .zero))
    }
    return RepositoryFiles(tree: FileTree(entries: entries), contents: contents)
  }

  private static let templates = Result { try TemplateLibrary.builtIn() }

  /// The plan.
  package func plan() throws -> Plan {
    let decoded = try DesiredState.decode(
      SourceFile(name: "meshphase.yaml", bytes: Array(desiredState.utf8)))
    return try Planner(
      desired: decoded.state, source: decoded.source, files: repositoryFiles,
      templates: try Self.templates.get(), ignored: []
    ).plan(warnings: decoded.warnings)
  }
}

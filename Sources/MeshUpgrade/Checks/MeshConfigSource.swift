internal import Files
internal import Kubernetes
internal import YAML
internal import YAMLDiff

/// Where the mesh configuration of a revision stands, and what it says.
///
/// istiod reads it from a ConfigMap (`istio`, `istio-REVISION`, under `data.mesh`); an IstioOperator
/// says it in `spec.meshConfig`, over `spec.values.meshConfig`, and an older one some of it in
/// `spec.values.global`.
struct MeshConfigSource {
  let checked: CheckedObject
  /// What it says, in the form of a MeshConfig.
  let config: Value
  /// Whether what it does not say is Istio's default: neither a profile nor Google adds to it.
  let isComplete: Bool
  /// The text of the ConfigMap; nil where the object is the configuration.
  private let text: Node?

  /// The one source of a control plane's mesh configuration; nil where there is none, several, or
  /// one that cannot be read.
  init?(of plane: ControlPlane, among objects: [CheckedObject], namespace: String) {
    let maps = objects.filter {
      $0.object.key.kind == "ConfigMap" && $0.object.key.name == Self.name(of: plane)
        && $0.namespaces.contains(namespace)
    }
    let operators = objects.filter { Self.installs(plane, $0.object) }
    guard let checked = maps.isEmpty ? operators.first : maps.first,
      (maps.isEmpty ? operators : maps).count == 1
    else { return nil }
    self.checked = checked
    if maps.isEmpty {
      guard let config = Self.config(ofOperator: checked.object.node) else { return nil }
      self.config = config
      text = nil
      isComplete = Self.completeProfiles.contains(
        checked.object.text("spec", "profile") ?? "default")
    } else {
      guard let node = checked.object.node[["data", "mesh"]], let mesh = node.text,
        let document = try? Document.parseSingle(Array(mesh.utf8)),
        let config = try? document.root.value(), config.mapping != nil
      else { return nil }
      self.config = config
      text = node
      isComplete = !plane.isManaged
    }
  }

  /// The name of a revision's ConfigMap.
  static func name(of plane: ControlPlane) -> String {
    plane.isUnrevisioned ? "istio" : "istio-\(plane.revision)"
  }

  /// The profiles that set nothing of what is compared (istioctl, manifests/profiles).
  private static let completeProfiles: Set<String> = ["default", "minimal"]

  /// Whether an IstioOperator installs the control plane, rather than gateways alone.
  private static func installs(_ plane: ControlPlane, _ object: ManifestObject) -> Bool {
    guard object.key.kind == "IstioOperator" else { return false }
    let revision = object.node[["spec", "revision"]]?.filledText ?? MeshLabels.defaultRevision
    let profile = object.text("spec", "profile")
    return revision == plane.revision && profile != "empty" && profile != "remote"
      && object.text("spec", "components", "pilot", "enabled") != "false"
  }

  private static func config(ofOperator node: Node) -> Value? {
    func value(_ path: String...) -> Value { node[path].flatMap { try? $0.value() } ?? .null }
    var config = value("spec", "values", "meshConfig").mapping ?? Mapping()
    if let own = value("spec", "meshConfig").mapping {
      config = MergePatch.apply(.mapping(own), to: .mapping(config)).mapping ?? config
    }
    let global = value("spec", "values", "global")
    if config["trustDomain"] == nil { config["trustDomain"] = global.mapping?["trustDomain"] }
    if let meshID = global.mapping?["meshID"], meshID != "" {
      var proxy = config["defaultConfig"]?.mapping ?? Mapping()
      if proxy["meshId"] == nil { proxy["meshId"] = meshID }
      config["defaultConfig"] = .mapping(proxy)
    }
    return .mapping(config)
  }

  /// What a setting says; nil where it is absent or empty, which is the same to Istio.
  subscript(path: [String]) -> Value? {
    switch config[Path(keys: path)] {
    case nil, .null?, .string("")?, .sequence([])?: nil
    case .mapping(let mapping)? where mapping.isEmpty: nil
    case let value?: value
    }
  }

  /// Whether a setting is known: said, or left to a default that is Istio's.
  func knows(_ path: [String]) -> Bool { isComplete || self[path] != nil }

  /// Where a setting stands, else where the configuration does.
  func range(of path: [String]) -> Range<Int> {
    let node = checked.object.node
    let name = path.last ?? ""
    if let text { return Self.keyRange(name, in: text) ?? text.range.prefix }
    for base in [["spec", "meshConfig"], ["spec", "values", "meshConfig"]] {
      if let key = node[base + path.dropLast()]?.ownPair(name)?.key { return key.range }
    }
    let global = node[["spec", "values", "global"]]
    let key = global?.ownPair(name == "meshId" ? "meshID" : name)?.key
    return key?.range ?? node.range.prefix
  }

  /// Where a key stands in the text of a scalar.
  private static func keyRange(_ name: String, in text: Node) -> Range<Int>? {
    let source = text.document.source
    var start = text.range.lowerBound
    while let range = source[start..<text.range.upperBound].firstRange(of: Array(name.utf8)) {
      let before = source[max(range.lowerBound - 1, text.range.lowerBound)]
      let after = range.upperBound < source.count ? source[range.upperBound] : 0
      if " \n{,\"'".utf8.contains(before), ":\"'".utf8.contains(after) { return range }
      start = range.upperBound
    }
    return nil
  }
}

internal import Kubernetes
internal import YAML

/// Reads the values of a desired state one by one.
///
/// A value with a problem is left out, or leaves an empty text at its place of a list; so a result
/// is what the file says only when ``reader`` has no problems, and positions are always the file's.
struct DesiredStateDecoder {
  static let apiVersion = "meshphase.io/v1alpha1"
  static let kind = "MeshUpgrade"
  static let nameLimit = 40
  static let tagLimit = 43
  static let revisionLimit = 56

  /// The distributions that may be named, the default first.
  let distributions: [Distribution]
  var reader = NodeReader()

  init(distributions: [Distribution]) {
    precondition(!distributions.isEmpty, "one distribution is the default")
    self.distributions = distributions
  }

  /// The state that the root says; nil when it is no mesh upgrade at all.
  mutating func decode(_ root: Field) -> DesiredState? {
    let required: KeyValuePairs = [
      "apiVersion": Self.apiVersion, "kind": Self.kind, "metadata": "the mesh's name",
      "spec": "the revision to move to and the namespaces that move",
    ]
    var probe = reader
    guard
      let fields = probe.fields(of: root, known: required.map(\.key), required: required)
    else {
      reader = probe
      return nil
    }
    let isVersion = fields["apiVersion"].map { constant(Self.apiVersion, at: $0) } ?? true
    let isKind = fields["kind"].map { constant(Self.kind, at: $0) } ?? true
    // A file about something else: its other keys would only be noise.
    guard isVersion || isKind else { return nil }
    _ = reader.fields(of: root, known: required.map(\.key), required: required)
    let name = fields["metadata"].flatMap { meshName(of: $0) } ?? ""
    return fields["spec"].flatMap { decodeSpec($0, mesh: name) }
  }

  private mutating func constant(_ expected: String, at field: Field) -> Bool {
    guard let text = reader.text(of: field) else { return false }
    if text != expected {
      reader.report("found \(quoted(text)), expected \(expected)", at: field)
    }
    return text == expected
  }

  private mutating func meshName(of field: Field) -> String? {
    reader.fields(of: field, known: ["name"], required: ["name": "the mesh's name"])?["name"]
      .flatMap { reader.label(of: $0, limit: Self.nameLimit) }
  }

  private mutating func decodeSpec(_ field: Field, mesh: String) -> DesiredState? {
    let known = [
      "from", "to", "distribution", "overlays", "parameters", "controlPlane", "namespaces",
      "namespaceSelector", "gatewayNamespaces", "tags", "strategy", "phases", "repository",
      "exceptions",
    ]
    let required: KeyValuePairs = ["to": "the control plane to move to"]
    guard let spec = reader.fields(of: field, known: known, required: required) else { return nil }
    let to = spec["to"].flatMap { controlPlane(of: $0) } ?? ControlPlane(revision: "")
    let from = spec["from"].flatMap { controlPlane(of: $0) }
    let distribution = distribution(of: spec["distribution"])
    var state = DesiredState(name: mesh, from: from, to: to, distribution: distribution)
    state.to.revisionForm = distribution.revisionForm
    state.from?.revisionForm = distribution.revisionForm
    if let overlays = spec["overlays"] {
      state.overlays = reader.texts(of: overlays) { $0.filledText(of: $1) }
    }
    if let parameters = spec["parameters"] { state.parameters = self.parameters(of: parameters) }
    state.controlPlane.namespace = distribution.namespace
    if let settings = spec["controlPlane"] {
      decodeControlPlane(settings, into: &state.controlPlane)
    }
    decodeNamespaces(of: spec, at: field, into: &state)
    if let tags = spec["tags"] {
      state.tags = reader.texts(of: tags) { $0.label(of: $1, limit: Self.tagLimit) }
    }
    if let strategy = spec["strategy"] { state.strategy = self.strategy(of: strategy) }
    if let phases = spec["phases"] { state.phases = self.phases(of: phases) }
    if let repository = spec["repository"] {
      decodeRepository(repository, into: &state.repository)
    }
    state.exceptions = spec["exceptions"].map { exceptions(of: $0) } ?? []
    return state
  }

  /// The distribution that a field names; the default one where it is left out, or wrong.
  private mutating func distribution(of field: Field?) -> Distribution {
    var chosen: Distribution?
    if let field, !refuseTrafficDirector(field) {
      let name = reader.choice(of: field, among: distributions.map(\.name))
      chosen = distributions.first { $0.name == name }
    }
    return chosen ?? distributions[0]
  }

  private mutating func decodeNamespaces(
    of spec: Fields, at field: Field, into state: inout DesiredState
  ) {
    if let namespaces = spec["namespaces"] { state.namespaces = labels(of: namespaces) }
    if let selector = spec["namespaceSelector"] {
      state.namespaceSelector = reader.selector(of: selector)
    }
    if let gateways = spec["gatewayNamespaces"] { state.gatewayNamespaces = labels(of: gateways) }
    let isMisspelled = !spec.misspelled.isDisjoint(with: ["namespaces", "namespaceSelector"])
    guard state.namespaceSelector == nil, !isMisspelled else { return }
    guard let namespaces = spec["namespaces"] else {
      reader.report("found neither namespaces nor namespaceSelector, expected one", at: field)
      return
    }
    if namespaces.node.resolved.kind == .sequence, state.namespaces.isEmpty {
      reader.report(
        "found an empty list, expected namespaces to move or a namespaceSelector", at: namespaces)
    }
  }

  /// The namespaces of a list.
  mutating func labels(of field: Field) -> [String] {
    reader.texts(of: field) { $0.label(of: $1) }
  }
}

internal import Kubernetes

/// Whose Istio a mesh runs: a built-in overlay that says what is particular about it.
///
/// Nothing but its data tells one distribution from another; the keys are explained in
/// overlays/README.md.
package struct Distribution: Sendable, Hashable {
  /// The name that `spec.distribution` has.
  package let name: String
  /// The folder of its overlay.
  let folder: String
  /// The namespace of its control planes, where the desired state names none.
  var namespace = "istio-system"
  /// How its revisions name their version; nil where they do not.
  package var revisionForm: RevisionForm?
  /// Whether its installer brings a Service `istiod` that calls one of several revisions, so that a
  /// missing one is made.
  var bareService = false
  /// Whether a missing `istiod-default-validator` is made.
  var defaultValidator = true
  /// Whether its revisions are the channels of a control plane that is called by URL.
  var channels = false
  /// Whether nothing but its manifest gives the Service of an ingress gateway an address.
  var ingressGatewayAddress = false
  /// What else belongs to one revision and goes with it, in the control plane's namespace.
  var revisionObjects: [RevisionObject] = []
  /// The command by which its installer removes the old control plane; nil where nothing but
  /// deleting its objects does.
  var removalCommand: String?

  /// An object whose name holds that of a revision, as `KIND/NAME-REVISION`.
  struct RevisionObject: Sendable, Hashable {
    static let placeholder = "REVISION"

    let kind: String
    /// The name, with the placeholder for the revision.
    let name: String

    func name(for revision: String) -> String {
      name.replacing(Self.placeholder, with: revision)
    }
  }

  init(name: String, folder: String) {
    self.name = name
    self.folder = folder
  }

  /// The name of the one that a mesh has where nothing says otherwise.
  static let defaultName = "Istio"

  /// The parameter with the address of an ingress gateway.
  static let addressParameter = "loadBalancerIP"

  /// The distributions that meshphase brings with it, the default first, the others by name.
  static func builtIn() throws(Refusal) -> [Distribution] {
    try all(of: try BuiltInOverlays.all())
  }

  /// The distributions among overlays, each name only once.
  static func all(of overlays: [Overlay]) throws(Refusal) -> [Distribution] {
    var found: [Distribution] = []
    var findings: [Finding] = []
    for overlay in overlays {
      guard let (distribution, range) = overlay.distribution else { continue }
      if let other = found.first(where: { $0.name == distribution.name }) {
        findings.append(
          Finding(
            .overlay, in: overlay.source, at: range,
            message: "found the distribution \(distribution.name) a second time, expected each name"
              + " only once", hint: "the folder \(other.folder) has it too"))
      }
      found.append(distribution)
    }
    if !found.contains(where: { $0.name == defaultName }) {
      findings.append(
        Finding(.overlay, message: "no overlay is the distribution \(defaultName), the default"))
    }
    guard findings.isEmpty else { throw Refusal(findings) }
    return found.sorted { one, other in
      let isDefault = (one.name == defaultName, other.name == defaultName)
      if isDefault.0 != isDefault.1 { return isDefault.0 }
      return one.name.utf8.lexicographicallyPrecedes(other.name.utf8)
    }
  }
}

/// The labels and annotations that decide which control plane injects a Pod.
///
/// Source: Istio, "Installing the Sidecar" and "Canary Upgrades"; Kubernetes well-known labels.
enum MeshLabels {
  /// A namespace or Pod asks for this control-plane revision or tag.
  static let revision = "istio.io/rev"
  /// A namespace follows whoever serves the default, when the value is `enabled`.
  static let injection = "istio-injection"
  /// A Pod opts in or out.
  static let inject = "sidecar.istio.io/inject"
  /// A webhook configuration is that of a revision tag.
  static let tag = "istio.io/tag"
  /// Ours: what a workload was last restarted for.
  static let restartedFor = "meshphase.io/restarted-for"
  /// Ours: the tag that a namespace comes back to, where the desired state has several.
  static let follows = "meshphase.io/follows"
  /// The un-revisioned install, as a revision.
  static let defaultRevision = "default"

  /// The API group of webhook configurations.
  static let admissionGroup = "admissionregistration.k8s.io"

  /// The labels of a namespace that put it into the mesh.
  static let ofNamespaces = [revision, injection]
}

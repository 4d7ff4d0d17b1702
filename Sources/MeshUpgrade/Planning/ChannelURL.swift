internal import Kubernetes
internal import YAML

/// Where the webhooks of a managed channel lead.
extension DesiredState {
  /// The URL that injection by the target calls, where it is reached by one.
  ///
  /// It is what the desired state says; for a channel else what the webhooks say that Google makes for
  /// it, which only the cluster has.
  func injectionURL(_ cluster: ClusterObjects) -> String? {
    if let url = controlPlane.injection.url ?? parameters["injectionUrl"]?.string { return url }
    guard to.isManaged else { return nil }
    let live = cluster.objects(
      group: MeshLabels.admissionGroup, kind: "MutatingWebhookConfiguration",
      name: "istiod-\(to.revision)")
    return live.first?.node["webhooks"]?[0]?[["clientConfig", "url"]]?.text
  }
}

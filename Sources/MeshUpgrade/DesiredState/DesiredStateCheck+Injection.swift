internal import Kubernetes
internal import YAML

extension DesiredStateCheck {
  /// What the settings of injection say must not contradict itself, nor what is generated.
  mutating func checkInjection() {
    checkURL()
    checkWebhookName()
    checkMarks()
  }

  /// A URL says cluster and network itself.
  private mutating func checkURL() {
    let injection = state.controlPlane.injection
    guard injection.url != nil else { return }
    for (key, value) in [("cluster", injection.cluster), ("network", injection.network)] {
      guard value != nil else { continue }
      report(
        at: path(key), "found a \(key) beside a url, expected it in the path of the url",
        hint: "write the url as https://HOST/inject/cluster/CLUSTER/net/NETWORK")
    }
  }

  /// One name is for one webhook configuration.
  private mutating func checkWebhookName() {
    guard state.controlPlane.injection.webhookName != nil, state.tags.count != 1 else { return }
    report(
      at: path("webhookName"),
      "found one name, and \(state.tags.count) tags in spec.tags; expected one tag",
      hint: "leave the name out: each tag then has istio-revision-tag-TAG")
  }

  /// Labels by which Istio and meshphase find an object, or the installer one to remove.
  private mutating func checkMarks() {
    let injection = state.controlPlane.injection
    let ours = ["app", "istio", MeshLabels.revision, MeshLabels.tag]
    for key in injection.labels.keys.sorted() {
      if ours.contains(key) {
        report(
          at: path("labels").appending(key),
          "found a value for \(key), expected none: meshphase writes that label itself",
          hint: "remove it")
      } else if key.contains("operator.istio.io") {
        report(
          at: path("labels").appending(key),
          "found a label of the operator, expected none: istioctl install removes what carries it",
          hint: "remove it")
      }
    }
  }

  private func path(_ key: String) -> Path {
    Path(keys: ["spec", "controlPlane", "injection", key])
  }
}

internal import Kubernetes
internal import YAML

/// The managed control plane: nothing of it is in the cluster.
extension PhaseBuilder {
  /// The managed control plane is reached by URL, so no Service can lead to it.
  mutating func leaveService() {
    guard let locator = context.state.services["istiod"]?.first, let found = object(at: locator)
    else { return }
    manualSteps.append(
      ManualStep(
        text: "The Service istiod of \(found.object.file) stays as it is: a managed control plane"
          + " is reached by URL; move what still uses its name before the old one goes",
        command: nil))
  }
}

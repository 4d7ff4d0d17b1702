internal import Kubernetes

/// What there is once some of the steps have been made.
extension ProofModel {
  /// The labels of a namespace, by its position.
  func labels(of position: Int, after steps: Int) -> [String: String] {
    for delta in deltas.prefix(steps).reversed() {
      if case .namespace(let labels) = delta.namespaces[position]?.to { return labels }
    }
    return namespaces[position].labels
  }

  /// The Pods of a namespace by workload, by its position.
  func pods(of position: Int, after steps: Int) -> [ObjectKey: PodClass] {
    var pods = namespaces[position].pods
    for delta in deltas.prefix(steps) {
      for (workload, local) in delta.pods[position] ?? [:] {
        if case .pods(let form) = local.to { pods[workload] = form } else { pods[workload] = nil }
      }
    }
    return pods
  }

  /// What is the same for all namespaces.
  func surroundings(after steps: Int) -> Surroundings {
    var result = surroundings
    for global in deltas.prefix(steps).flatMap(\.globals) { result.set(global.to, for: global.key) }
    return result
  }
}

internal import Kubernetes
internal import YAML

/// How a workload's controller replaces the Pods of a changed template.
///
/// Kubernetes, "Deployments", "StatefulSets" (update strategies), "Perform a Rolling Update on a
/// DaemonSet"; Argo Rollouts, "Specification". Counts in percent are rounded as the controllers do
/// it: what may be missing down, what may be too many up, and one may be missing where both come to
/// nothing.
struct PodReplacement {
  let object: ManifestObject
  /// How many Pods it runs.
  let replicas: Int

  /// How many of the Pods may be gone at once, before their successors are ready.
  var unavailable: Int {
    switch object.key.kind {
    case "Deployment": isRecreated ? replicas : rolling(["spec", "strategy", "rollingUpdate"])
    case "Rollout":
      object.node[["spec", "strategy", "canary"]] == nil
        ? 0 : rolling(["spec", "strategy", "canary"])
    case "StatefulSet": inOrder
    default: 0
    }
  }

  private var isRecreated: Bool { object.text("spec", "strategy", "type") == "Recreate" }

  private func rolling(_ path: [String]) -> Int {
    let node = object.node[path]
    let surge = Self.count(node?["maxSurge"], of: replicas, roundedUp: true)
    let missing = Self.count(node?["maxUnavailable"], of: replicas, roundedUp: false)
    let quarter = (replicas + 3) / 4
    let allowed = missing ?? replicas / 4
    return min(replicas, allowed == 0 && (surge ?? quarter) == 0 ? 1 : allowed)
  }

  /// A StatefulSet deletes a Pod before it makes the new one; those below the partition stay.
  private var inOrder: Int {
    let node = object.node[["spec", "updateStrategy", "rollingUpdate"]]
    let partition = node?["partition"]?.text.flatMap { Int($0) } ?? 0
    let atOnce = Self.count(node?["maxUnavailable"], of: replicas, roundedUp: true) ?? 1
    return max(0, min(max(1, atOnce), replicas - partition))
  }

  /// A number, or a share of `whole` in percent; nil where it says neither.
  static func count(_ node: Node?, of whole: Int, roundedUp: Bool) -> Int? {
    guard let text = node?.filledText else { return nil }
    guard text.hasSuffix("%") else { return Int(text).flatMap { $0 < 0 ? nil : $0 } }
    guard let percent = Int(text.dropLast()), (0...10_000).contains(percent), whole < 1 << 40 else {
      return nil
    }
    return (whole * percent + (roundedUp ? 99 : 0)) / 100
  }

  /// What interrupts the workload, in words; nil where some of its Pods serve all the time.
  var interruption: String? {
    if object.key.kind == "DaemonSet" {
      let surge = object.node[["spec", "updateStrategy", "rollingUpdate", "maxSurge"]]
      return Self.count(surge, of: 100, roundedUp: true) ?? 0 > 0
        ? nil : "on each node the Pod stops before the new one starts"
    }
    guard replicas > 0, unavailable >= replicas else { return nil }
    if isRecreated { return "strategy Recreate stops every Pod before a new one starts" }
    return replicas == 1
      ? "its one Pod stops before the new one is ready" : "all \(replicas) Pods may go at once"
  }

  /// The node that says how Pods are replaced, else how many there are, else the name.
  var node: Node {
    let node = object.node
    return node["spec"]?.ownPair("strategy")?.key ?? node["spec"]?.ownPair("updateStrategy")?.key
      ?? node["spec"]?.ownPair("replicas")?.key ?? node[["metadata", "name"]] ?? node
  }
}

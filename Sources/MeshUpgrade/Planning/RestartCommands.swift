internal import Kubernetes
internal import YAML

/// The commands that replace Pods of a namespace where no edit of a manifest does.
struct RestartCommands {
  let namespace: String

  private var kubectl: String { "kubectl --namespace \(namespace)" }

  /// The command that restarts everything that rolls out.
  var all: String { "\(kubectl) rollout restart deployment,statefulset,daemonset" }

  /// The command that restarts a workload; nil for a name that Kubernetes does not allow, which
  /// may be anything to a shell.
  func rollout(of object: ManifestObject) -> String? {
    guard NameSyntax.isSubdomain(object.key.name) else { return nil }
    if object.key.kind == "Rollout" {
      return "kubectl argo rollouts --namespace \(namespace) restart \(object.key.name)"
    }
    return "\(kubectl) rollout restart \(object.key.kind.lowercased())/\(object.key.name)"
  }

  /// How to replace pods that no rollout replaces.
  func replacement(of object: ManifestObject) -> String? {
    let key = object.key
    guard NameSyntax.isSubdomain(key.name) else { return nil }
    if key.kind == "Pod" { return "\(kubectl) delete pod \(key.name)" }
    if object.node[["spec", "paused"]]?.text == "true" {
      if key.kind == "Rollout" {
        return "kubectl argo rollouts --namespace \(namespace) promote \(key.name)"
      }
      return "\(kubectl) rollout resume \(key.kind.lowercased())/\(key.name) && "
        + (rollout(of: object) ?? "")
    }
    let labels = ManifestObject.texts(
      object.node[["spec", "selector", "matchLabels"]] ?? object.node[["spec", "selector"]])
    guard !labels.isEmpty,
      labels.allSatisfy({ NameSyntax.isLabelKey($0.key) && NameSyntax.isLabelValue($0.value) })
    else { return nil }
    let selector = labels.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
      .joined(separator: ",")
    return "\(kubectl) delete pod --selector \(selector)"
  }
}

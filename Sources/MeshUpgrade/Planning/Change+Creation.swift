internal import Kubernetes
internal import YAML
internal import YAMLDiff

/// Objects that a phase creates, which its rollback takes out of the repository only.
extension Change {
  /// Whether the whole object is new.
  var createsObject: Bool { value.kind == .added && value.path.steps.isEmpty }

  /// The command that deletes the object in the cluster.
  var deleteCommand: String {
    let key = object.key
    let scope = key.namespace.map { " --namespace \(ShellWord.quoted($0))" } ?? ""
    let kind = ShellWord.quoted(key.kind.lowercased())
    return "kubectl delete \(kind)\(scope) \(ShellWord.quoted(key.name))"
  }
}

extension PhaseBuilder {
  /// Pruning is off by default in Argo CD, so no rollback may rely on it.
  mutating func deleteByHandAfterRollback(of changes: [Change]) {
    manualSteps += changes.filter(\.createsObject).map { change in
      ManualStep(
        text: "Only if this phase is taken back: delete \(change.object), unless Argo CD prunes it",
        command: change.deleteCommand, isForRollback: true)
    }
  }
}

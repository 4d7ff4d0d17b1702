package import Kubernetes

/// A state of the cluster that breaks a rule: enough to look it up, and to see it happen.
package struct Counterexample: Hashable, Sendable {
  /// A webhook that selects the Pod.
  package struct Webhook: Hashable, Sendable {
    /// The name of its configuration, and its own.
    package let configuration: String
    package let name: String
    /// The revision that answers it; nil where nothing says which.
    package let revision: String?
  }

  /// When the state is passed, in words: `while phase canary syncs`, `once it has synced`.
  package let state: String
  /// The labels of the namespace in this state; nil where no namespace is concerned.
  package let namespaceLabels: [String: String]?
  /// The labels of the Pod that is created; nil where no Pod is concerned.
  package let podLabels: [String: String]?
  /// The webhooks that select it, in the order of calls.
  package let webhooks: [Webhook]
  /// The objects of the phase that have been applied so far; the others are as before.
  package let applied: [ObjectReference]
}

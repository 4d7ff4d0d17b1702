/// A phase as the desired state asks for it.
package struct PhaseSpec: Sendable, Hashable {
  /// The phase's name.
  package var name: String
  /// What is done, in the order of the file; never empty.
  package var actions: [Action]
  /// The namespaces it is about; nil where they are not named.
  package var namespaces: [String]?
  /// The cumulative share of the namespaces that no phase names, in percent.
  package var percent: Int?
  /// The gateway namespaces it is about; nil where they are not named.
  package var gatewayNamespaces: [String]?

  package init(
    name: String, actions: [Action], namespaces: [String]? = nil, percent: Int? = nil,
    gatewayNamespaces: [String]? = nil
  ) {
    self.name = name
    self.actions = actions
    self.namespaces = namespaces
    self.percent = percent
    self.gatewayNamespaces = gatewayNamespaces
  }
}

/// One thing that a phase does.
package enum Action: String, Sendable, CaseIterable {
  /// Puts into Git what exists only in the cluster.
  case baseline = "Baseline"
  /// Sets `istio.io/rev` on namespaces.
  case relabel = "Relabel"
  /// Marks pod templates, so that their Pods are made again.
  case restart = "Restart"
  /// Moves revision tags.
  case moveTags = "MoveTags"
  /// Moves the bare `istiod` Service.
  case moveService = "MoveService"
  /// Moves the default validator.
  case moveValidator = "MoveValidator"
  /// Removes the old revision's objects.
  case retire = "Retire"

  /// Whether it is done to namespaces.
  package var concernsNamespaces: Bool { self == .relabel || self == .restart }
}

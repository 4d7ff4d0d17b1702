extension DesiredState {
  /// How namespaces are moved: by which labels, in which order, how many at once.
  package struct Strategy: Sendable, Hashable {
    /// What a namespace follows.
    package enum Kind: String, Sendable, CaseIterable {
      /// `istio.io/rev` of each namespace is set to the target revision.
      case relabel = "Relabel"
      /// Namespaces carry a revision tag, which is moved.
      case moveTag = "MoveTag"
      /// Namespaces keep `istio-injection: enabled`, and the tag `default` is moved.
      case followDefault = "FollowDefault"

      /// Whether namespaces keep following a tag, which moves for all of them at once.
      package var movesTag: Bool { self != .relabel }
    }

    /// Whether gateways go before or after the application waves.
    package enum Order: String, Sendable, CaseIterable {
      case gatewaysLast = "GatewaysLast"
      case gatewaysFirst = "GatewaysFirst"
    }

    /// When the workloads of relabelled namespaces are restarted.
    package enum Restart: String, Sendable, CaseIterable {
      /// In the phase of the relabel, where that is possible.
      case withRelabel = "WithRelabel"
      /// In a phase of their own.
      case separate = "Separate"
      /// Not by meshphase.
      case none = "None"
    }

    /// What a namespace follows: `type`.
    package var kind = Kind.relabel
    /// Whether gateways go before or after the application waves.
    package var order = Order.gatewaysLast
    /// When workloads are restarted.
    package var restart = Restart.withRelabel
    /// How many Pods a phase may restart before it is warned about.
    package var maxPodsPerPhase = 500
    /// How many Pods are taken to restart in a minute, for estimates.
    package var restartRate = 100
  }
}

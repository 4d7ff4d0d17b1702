package import Kubernetes
package import YAML

/// What `meshphase.yaml` asks for: which mesh goes from which revision to which, and how.
package struct DesiredState: Sendable, Hashable {
  /// The mesh's name: `metadata.name`.
  package var name: String
  /// The control plane to leave; nil where it is to be found out from the repository.
  package var from: ControlPlane?
  /// The control plane to move to.
  package var to: ControlPlane
  /// Whose Istio it is.
  package var distribution: Distribution
  /// Built-in overlays and folders of the repository, in the order they are applied.
  package var overlays: [String] = []
  /// What the overlays' parameters are, by name; scalars, none of them null.
  package var parameters: [String: Value] = [:]
  /// How the control planes themselves are installed.
  package var controlPlane = ControlPlaneSettings()
  /// The namespaces to move, in the order of the file.
  package var namespaces: [String] = []
  /// Which further namespaces to move, by their labels.
  package var namespaceSelector: LabelSelector?
  /// The namespaces of gateways, which move on their own.
  package var gatewayNamespaces: [String] = []
  /// The revision tags that end on ``to``.
  package var tags: [String] = []
  /// How namespaces are moved.
  package var strategy = Strategy()
  /// The phases as they are wanted; nil for the strategy's own.
  package var phases: [PhaseSpec]?
  /// What is read of the repository, and how commits to it are made.
  package var repository: RepositorySettings
  /// Findings that are known and do not refuse the plan.
  package var exceptions: [Exception] = []

  package init(
    name: String, from: ControlPlane? = nil, to: ControlPlane, distribution: Distribution
  ) {
    self.name = name
    self.from = from
    self.to = to
    self.distribution = distribution
    repository = RepositorySettings(output: RepositorySettings.defaultOutput(mesh: name))
  }
}

extension DesiredState {
  /// How the control planes are installed, and where what Git does not hold is written down.
  package struct ControlPlaneSettings: Sendable, Hashable {
    /// Who brings the control planes into the cluster.
    package enum Management: String, Sendable, CaseIterable {
      /// asmcli, istioctl or Helm.
      case external = "External"
      /// This repository.
      case gitOps = "GitOps"
    }

    /// The namespace of istiod; where it is not stated, the distribution's.
    package var namespace = "istio-system"
    /// Who brings the control planes into the cluster.
    package var management = Management.external
    /// The path of a dump of objects that exist in the cluster only, from the repository's root.
    package var clusterObjects: String?
    /// How generated webhooks reach the control plane, and what else generated manifests carry.
    package var injection = InjectionSettings()
  }

  /// A finding that is known and does not refuse the plan.
  package struct Exception: Sendable, Hashable {
    /// The rule that may be broken.
    package var rule: Rule
    /// The one namespace that may break it; nil for all.
    package var namespace: String?
    /// Why it may be broken.
    package var reason: String
  }
}

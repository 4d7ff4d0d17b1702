/// A control plane as the desired state names it: a revision, and maybe its version.
package struct ControlPlane: Sendable, Hashable {
  /// The revision, such as `asm-1140-0`; `default` for the un-revisioned install.
  package var revision: String
  /// The version as it is stated; nil where it is not.
  package var version: IstioVersion?
  /// How the distribution's revisions name their version; nil where they do not.
  package var revisionForm: RevisionForm?

  package init(
    revision: String, version: IstioVersion? = nil, revisionForm: RevisionForm? = nil
  ) {
    self.revision = revision
    self.version = version
    self.revisionForm = revisionForm
  }

  /// The text of the stated version.
  package var statedVersion: String? { version?.text }

  /// The stated version, else the one that the revision names.
  package var effectiveVersion: IstioVersion? {
    version ?? revisionForm?.version(in: revision)
  }

  /// Whether this is the install without a revision.
  package var isUnrevisioned: Bool { revision == "default" }

  /// Whether this is a channel of the managed control plane, which has no version of its own.
  package var isManaged: Bool { channel != nil }

  /// The channel's own name, such as `rapid`; nil for a control plane in the cluster.
  package var channel: String? { Self.channels.first { $0.revision == revision }?.channel }

  /// The managed control plane's revisions with the channels that they follow.
  static let channels = [
    (revision: "asm-managed", channel: "regular"),
    (revision: "asm-managed-rapid", channel: "rapid"),
    (revision: "asm-managed-stable", channel: "stable"),
  ]
}

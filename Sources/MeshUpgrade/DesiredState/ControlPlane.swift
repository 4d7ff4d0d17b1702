/// A control plane as the desired state names it: a revision, and maybe its version.
package struct ControlPlane: Sendable, Hashable {
  /// The revision, such as `asm-1140-0`; `default` for the un-revisioned install.
  package var revision: String
  /// The version as it is stated; nil where it is not.
  package var version: IstioVersion?

  package init(revision: String, version: IstioVersion? = nil) {
    self.revision = revision
    self.version = version
  }

  /// The text of the stated version.
  package var statedVersion: String? { version?.text }

  /// The stated version, else the one that an `asm-*` revision names.
  package var effectiveVersion: IstioVersion? { version ?? IstioVersion(asmRevision: revision) }

  /// Whether this is the install without a revision.
  package var isUnrevisioned: Bool { revision == "default" }

  /// Whether this is a channel of the managed control plane, which has no version of its own.
  package var isManaged: Bool {
    ["asm-managed", "asm-managed-rapid", "asm-managed-stable"].contains(revision)
  }
}

/// The code of a rule: stable, documented, never reused.
///
/// MP001–MP020 are about the mesh (DESIGN §4), MP1xx about Argo CD, MP2xx about input that
/// cannot be worked with safely. Each says in its name what is wrong.
package struct Rule: Hashable, Sendable, CustomStringConvertible {
  /// The code as it is printed, such as `MP004`.
  package let code: String

  package init(_ code: String) { self.code = code }

  package var description: String { code }
}

extension Rule {
  /// `istio.io/rev` names neither a revision nor a tag.
  package static let unknownRevision = Rule("MP003")
  /// A namespace carries both `istio-injection` and `istio.io/rev`.
  package static let contradictingLabels = Rule("MP004")
  /// A webhook that matches Pods has no caBundle yet, or loses it for a moment.
  package static let webhookWithoutCertificate = Rule("MP006")
  /// A revision tag has the name of a revision.
  package static let tagNamedLikeRevision = Rule("MP007")
  /// Something of a revision is removed while it is still named.
  package static let revisionStillNamed = Rule("MP009")
  /// A mesh namespace is in no phase.
  package static let namespaceInNoPhase = Rule("MP012")
  /// A selector key is removed that may not be last-applied from Git.
  package static let selectorKeyRemoved = Rule("MP015")
  /// A restart takes more down at once than it should.
  package static let disruptiveRestart = Rule("MP020")

  /// An object has another owner as well: an Application, a Helm release, a controller.
  package static let sharedObject = Rule("MP106")
  /// The dump of the cluster's objects is in a folder that an Application syncs.
  package static let syncedDump = Rule("MP107")

  /// `meshphase.yaml` is not what it should be.
  package static let desiredState = Rule("MP201")
  /// A file that is needed cannot be read as YAML.
  package static let unreadableFile = Rule("MP202")
  /// Something the desired state names is not there.
  package static let notFound = Rule("MP203")
  /// An object is defined in more than one place.
  package static let definedTwice = Rule("MP204")
  /// A label is set by something other than one plain definition.
  package static let labelCarrier = Rule("MP205")
  /// An edit cannot be made without touching more than it should.
  package static let unsafeEdit = Rule("MP206")
  /// What is asked for is not built yet.
  package static let notBuilt = Rule("MP207")
  /// An object exists only in the cluster, and cannot be put into Git as the plan stands.
  package static let needsBaseline = Rule("MP208")
  /// The Git repository, the base or a branch is not as it has to be.
  package static let git = Rule("MP209")
  /// No template gives a manifest for this version.
  package static let template = Rule("MP210")
  /// The old revision cannot be found out.
  package static let fromUnknown = Rule("MP211")
  /// A rule about what a comparison leaves out cannot be read, or not be followed.
  package static let ignoring = Rule("MP212")
  /// An overlay cannot be read, or cannot be applied to what the plan generates.
  package static let overlay = Rule("MP213")
}

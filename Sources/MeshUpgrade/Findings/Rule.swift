/// The code of a rule: stable, documented, never reused.
///
/// MP001–MP020 are about the mesh (DESIGN §4), MP1xx about Argo CD, MP2xx about input that
/// cannot be worked with safely. Each says in its name what is wrong.
package struct Rule: Hashable, Sendable, CustomStringConvertible {
  /// The code as it is printed, such as `MP004`.
  package let code: String

  package init(_ code: String) { self.code = code }

  package var description: String { code }

  /// Whether it is about Argo CD: MP1xx.
  package var isAboutArgo: Bool { code.hasPrefix("MP1") }
}

extension Rule {
  /// Whether it is about the mesh, or about Argo CD, and not about input that cannot be used.
  package var isAboutMesh: Bool { code.utf8.lexicographicallyPrecedes("MP200".utf8) }

  /// A Pod that should have a sidecar is matched by no webhook.
  package static let notInjected = Rule("MP001")
  /// A Pod is matched by webhooks of two control planes.
  package static let injectedTwice = Rule("MP002")
  /// `istio.io/rev` names neither a revision nor a tag.
  package static let unknownRevision = Rule("MP003")
  /// A namespace carries both `istio-injection` and `istio.io/rev`.
  package static let contradictingLabels = Rule("MP004")
  /// A webhook that matches Pods, or a validator, calls a Service that does not exist.
  package static let missingService = Rule("MP005")
  /// A webhook that matches Pods has no caBundle yet, or its Service selects no control plane.
  package static let webhookWithoutCertificate = Rule("MP006")
  /// A revision tag has the name of a revision.
  package static let tagNamedLikeRevision = Rule("MP007")
  /// The tag `default` and the default validator name different revisions.
  package static let differingDefaults = Rule("MP008")
  /// Something of a revision is removed while it is still named.
  package static let revisionStillNamed = Rule("MP009")
  /// Versions of control planes, or of a proxy and its control plane, are too far apart.
  package static let versionSkew = Rule("MP010")
  /// A restart can be synced before its relabel.
  package static let restartBeforeRelabel = Rule("MP011")
  /// A mesh namespace is in no phase.
  package static let namespaceInNoPhase = Rule("MP012")
  /// A webhook's `istio.io/rev` label differs from the revision of the Service it calls.
  package static let foreignRevisionLabel = Rule("MP013")
  /// An un-revisioned injector and the tag `default` are both active.
  package static let twoDefaults = Rule("MP014")
  /// A selector key is removed that may not be last-applied from Git.
  package static let selectorKeyRemoved = Rule("MP015")
  /// What follows the default moves silently with the tag `default`, and is in no phase.
  package static let silentMove = Rule("MP016")
  /// Configuration labelled for the old revision becomes invisible to the new one.
  package static let configurationLeftBehind = Rule("MP017")
  /// An EnvoyFilter is pinned to the old proxy version.
  package static let pinnedFilter = Rule("MP018")
  /// The mesh configurations of the two revisions differ in what must be the same.
  package static let differingMeshConfig = Rule("MP019")
  /// A restart takes more down at once than it should.
  package static let disruptiveRestart = Rule("MP020")

  /// A generated file is outside every Application.
  package static let generatedFileNotSynced = Rule("MP101")
  /// An Application reads a file of meshphase in a way that breaks it.
  package static let generatedFileMisread = Rule("MP102")
  /// An Application tracks another revision of the repository than the base.
  package static let otherRevisionTracked = Rule("MP103")
  /// An AppProject forbids a kind that the plan writes.
  package static let kindForbidden = Rule("MP104")
  /// What istiod writes into a webhook configuration is not left out of comparisons.
  package static let writtenFieldCompared = Rule("MP105")
  /// An object has another owner as well: an Application, a Helm release, a controller.
  package static let sharedObject = Rule("MP106")
  /// The dump of the cluster's objects is in a folder that an Application syncs.
  package static let syncedDump = Rule("MP107")
  /// A rule of ignoreDifferences does not do what it seems to.
  package static let uselessIgnoreDifferences = Rule("MP108")
  /// A Namespace is not protected from being pruned.
  package static let noPruneProtection = Rule("MP109")
  /// `managedNamespaceMetadata` is overridden by a manifest, or overrides one.
  package static let managedMetadataOverridden = Rule("MP110")
  /// A revision tag is rendered by the release of a revision.
  package static let tagOfRelease = Rule("MP111")
  /// Self-heal would strip a restart mark.
  package static let strippedRestartMark = Rule("MP112")
  /// Something still looks for the label `istio-injection`.
  package static let injectionLabelConsumer = Rule("MP113")

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

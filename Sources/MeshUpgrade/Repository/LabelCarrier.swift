internal import Files
internal import Kubernetes
internal import YAML

/// A place that sets a mesh label of a namespace.
///
/// A plain definition is the one kind that is edited so far. The others are found so that they can
/// be refused by name; each is to become editable in its own right.
struct LabelCarrier: Sendable {
  /// What sets the label.
  enum Kind: String, Sendable {
    case definition = "a plain definition"
    case patch = "a kustomize patch"
    case patchWithSetter = "a kustomize patch with a kpt setter (# kpt-set:)"
    case inlinePatch = "an inline kustomize patch"
    case labelRemoval = "a kustomize patch that replaces or removes its labels as a whole"
    case kustomizationLabels = "the labels of a kustomization"
    case unreadableKustomization = "a kustomization that cannot be read and names it"
    case transformer = "a kustomize transformer"
    case replacement = "a kustomize replacement"
    case applicationLabels = "the kustomize labels of an Argo CD Application"
    case applicationPatch = "a kustomize patch of an Argo CD Application"
    case managedNamespaceMetadata = "managedNamespaceMetadata of an Argo CD Application"
    case managedByTemplate =
      "managedNamespaceMetadata of Argo CD Applications whose destination may be this namespace"
    case templatePatch = "the templatePatch of an Argo CD ApplicationSet"
    case kptSetter = "a kpt setter (# kpt-set:)"
    case template = "a Helm template"

    /// Whether it is a patch that names the label.
    var sets: Bool { self == .patch || self == .patchWithSetter || self == .inlinePatch }
  }

  let kind: Kind
  /// Where it stands.
  let source: SourceFile
  let range: Range<Int>

  var place: Place { source.place(at: range.lowerBound) }
}

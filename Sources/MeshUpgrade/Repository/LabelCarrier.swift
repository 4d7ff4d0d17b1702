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
    case kustomizationLabels = "the labels of a kustomization"
    case managedNamespaceMetadata = "managedNamespaceMetadata of an Argo CD Application"
    case kptSetter = "a kpt setter (# kpt-set:)"
    case template = "a Helm template"
  }

  let kind: Kind
  /// Where it stands.
  let source: SourceFile
  let range: Range<Int>

  var place: Place { source.place(at: range.lowerBound) }
}

internal import Files
internal import Kubernetes
internal import YAML

/// Configuration that only the old revision reads (MP017).
///
/// istiod leaves out what is labelled `istio.io/rev` for another revision, and compares the label
/// as it is: a tag's name is no revision's. Only a Gateway of the Gateway API is found by the tags
/// of a revision too (Istio, pkg/config: LabelsInRevision, LabelsInRevisionOrTags). What a revision
/// brings for itself, such as its telemetry filters, is meant to stay with it.
struct RevisionLabelCheck {
  let context: PlanningContext
  let configuration: [CheckedObject]
  let namespaces: [LabelledNamespace]
  let moves: PhaseMoves

  /// One finding for each namespace with such configuration: in the phase that moves it, else in
  /// the first that moves anything, as the configuration of a namespace counts for others too.
  func findings() -> [Finding] {
    guard context.from.revision != context.to.revision, moves.first != nil else { return [] }
    let left = configuration.filter(isLeftBehind)
    if left.isEmpty { return [] }
    let there = Set(
      namespaces.filter { $0.injection == nil && $0.revision == context.to.revision }.map(\.name))
    return Dictionary(grouping: left) { $0.namespace ?? "" }
      .sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
      .compactMap { namespace, objects in
        let finding = finding(about: objects, in: namespace.isEmpty ? nil : namespace)
        return there.contains(namespace) ? finding?.preexisting : finding
      }
  }

  private func isLeftBehind(_ checked: CheckedObject) -> Bool {
    let object = checked.object
    guard label(of: object)?.value.resolved.text == context.from.revision else { return false }
    let isGateway =
      object.key.kind == "Gateway" && object.key.group == "gateway.networking.k8s.io"
    if isGateway, context.desired.tags.contains(context.from.revision) { return false }
    let own = ControlPlaneObjects(
      revision: context.from.revision, namespace: context.desired.controlPlane.namespace,
      version: context.from.effectiveVersion)
    return !own.mayOwn(object.key)
  }

  private func label(of object: ManifestObject) -> (key: Node, value: Node)? {
    object.node[["metadata", "labels"]]?.ownPair(MeshLabels.revision)
  }

  private func finding(about objects: [CheckedObject], in namespace: String?) -> Finding? {
    guard let first = objects.first, let label = label(of: first.object) else { return nil }
    let phase = namespace.flatMap { moves.relabels[$0] } ?? moves.first ?? ""
    let names = objects.map(\.name)
    let isOne = names.count == 1
    return Finding(
      .configurationLeftBehind, .warning, in: first.source, at: label.key.range,
      namespace: namespace, object: first.object.reference,
      message: "\(Listing.text(names)) \(isOne ? "carries" : "carry") the label istio.io/rev:"
        + " \(context.from.revision), so \(context.to.revision) does not read"
        + " \(isOne ? "it" : "them"), and what moves from phase \(phase) on goes without",
      hint: "remove the label in a commit before that phase, which lets both revisions read"
        + " \(isOne ? "it" : "them"), or commit a copy that is labelled \(context.to.revision)",
      notes: objects.dropFirst().prefix(9).compactMap { other in
        self.label(of: other.object).map {
          Finding.Note(place: other.place(of: $0.key), message: "\(other.name) too")
        }
      }
    ).inPhase(phase)
  }
}

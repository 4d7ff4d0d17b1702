internal import Kubernetes
internal import YAML

/// A field of a kustomization, or of an Application's `kustomize` options, that changes an object
/// which has to stay as it is.
///
/// Webhooks name their Services, istiod finds its webhooks by labels, and a Service its pods by its
/// selector. Generators, and labels that only say more about an object, change none of that.
struct Transformation {
  enum Effect {
    case renames
    case moves(namespace: String)
    case selects
    case relabels(key: String)
  }

  let node: Node
  let field: String
  private let effect: Effect

  /// The first such field; nil when the object comes out as it went in.
  static func find(in root: Node, for object: ManifestObject) -> Transformation? {
    let found =
      renaming(root, object) ?? moving(root, object) ?? labelling(root, object)
    return found
  }

  /// kustomize leaves the names of Namespaces alone (its default configuration of prefixes).
  private static func renaming(_ root: Node, _ object: ManifestObject) -> Transformation? {
    guard object.key.kind != "Namespace" else { return nil }
    for field in ["namePrefix", "nameSuffix"] {
      if let pair = root.ownPair(field), pair.value.resolved.filledText != nil {
        return Transformation(node: pair.key, field: field, effect: .renames)
      }
    }
    return nil
  }

  private static func moving(_ root: Node, _ object: ManifestObject) -> Transformation? {
    guard let pair = root.ownPair("namespace"), let namespace = pair.value.resolved.filledText
    else {
      return nil
    }
    let own = object.key.kind == "Namespace" ? object.key.name : object.key.namespace
    guard let own, own != namespace else { return nil }
    return Transformation(node: pair.key, field: "namespace", effect: .moves(namespace: namespace))
  }

  private static func labelling(_ root: Node, _ object: ManifestObject) -> Transformation? {
    let selects = object.key.kind == "Service"
    var lists: [(key: Node, labels: Node, selects: Bool)] = []
    if let pair = root.ownPair("commonLabels") {
      // An Application's option of this name leaves selectors alone if it says so.
      let without = root["labelWithoutSelector"]?.text == "true"
      lists.append((pair.key, pair.value.resolved, selects && !without))
    }
    if let pair = root.ownPair("labels") {
      for item in pair.value.resolved.items.map(\.resolved) {
        let isSelecting = selects && item["includeSelectors"]?.text == "true"
        if let labels = item["pairs"] { lists.append((pair.key, labels, isSelecting)) }
      }
    }
    for list in lists where !list.labels.pairs.isEmpty {
      let field = list.key.text ?? ""
      for key in [MeshLabels.revision, MeshLabels.tag] {
        guard let value = list.labels[key]?.text, let own = object.labels[key], own != value else {
          continue
        }
        return Transformation(node: list.key, field: field, effect: .relabels(key: key))
      }
      if list.selects { return Transformation(node: list.key, field: field, effect: .selects) }
    }
    return nil
  }

  /// What it does, as messages go on after what does it.
  func effect(on key: ObjectKey) -> String {
    switch effect {
    case .renames:
      "would rename \(key) (\(field)), which is to be found by the name that the plan gives it"
    case .moves(let namespace):
      "would put \(key) into the namespace \(namespace) (\(field)), where nothing looks for it"
    case .selects:
      "would add labels to the selector of \(key) (\(field)), which istiod's pods do not carry"
    case .relabels(let label):
      "would change the label \(label) of \(key) (\(field)), by which istiod finds it"
    }
  }
}

internal import Files
internal import Kubernetes
internal import YAML

/// A Namespace before the first phase, as the repository defines it, else as the dump has it.
struct LabelledNamespace {
  let object: ManifestObject
  let source: SourceFile

  var name: String { object.key.name }
  /// The value of `istio.io/rev`.
  var revision: String? { text(MeshLabels.revision) }
  /// The value of `istio-injection`.
  var injection: String? { text(MeshLabels.injection) }

  /// The text of a label; null takes it away.
  private func text(_ label: String) -> String? {
    guard let node = object.node[["metadata", "labels", label]], (try? node.value()) != .null else {
      return nil
    }
    return node.text
  }

  /// Where a label stands, else where the Namespace starts.
  func labelRange(_ label: String) -> Range<Int> {
    object.node[["metadata", "labels"]]?.ownPair(label)?.key.range ?? object.node.range.prefix
  }

  /// Every Namespace with a name that Kubernetes allows, bytewise by name.
  ///
  /// A name that no namespace can have, such as APP_NAME, is a placeholder of a scaffold.
  static func all(context: PlanningContext, base: MeshRepository) -> [LabelledNamespace] {
    var result: [LabelledNamespace] = []
    var known: Set<String> = []
    for (name, locators) in context.state.namespaces where NameSyntax.isLabel(name) {
      guard let locator = locators.first, let object = base.object(at: locator),
        let file = base.file(locator.file)
      else { continue }
      known.insert(name)
      result.append(LabelledNamespace(object: object, source: file.source))
    }
    if let source = context.cluster.source {
      for object in context.cluster.namespaces
      where NameSyntax.isLabel(object.key.name) && known.insert(object.key.name).inserted {
        result.append(LabelledNamespace(object: object, source: source))
      }
    }
    return result.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
  }
}

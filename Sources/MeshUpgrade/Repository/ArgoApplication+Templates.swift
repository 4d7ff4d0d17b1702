internal import Files
internal import Kubernetes
internal import YAML

/// What an ApplicationSet's template may stand for.
extension ArgoApplication {
  /// Whether the Application, or one of a set, may have a namespace as its destination.
  func mayDeploy(to namespace: String) -> Bool {
    if let destinationNamespace { return destinationNamespace == namespace }
    guard let text = spec[["destination", "namespace"]]?.filledText else { return false }
    return ArgoTemplateText(text, values: parameters).mayBe(namespace)
  }

  /// Whether it, or one of a set, may make its destination's namespace: only then are labels for that
  /// used (Argo CD, "Namespace Metadata").
  var mayCreateNamespace: Bool {
    templatePatch != nil
      || syncOptions.contains { $0 == "CreateNamespace=true" || Self.literal($0) == nil }
  }

  /// What a set changes in its template for each Application, as a text.
  var templatePatch: Node? {
    object.key.kind == "ApplicationSet" ? object.node[["spec", "templatePatch"]] : nil
  }

  /// The `kustomize` options of its sources, with the folders whose kustomization they are put over.
  func kustomizeOptions(
    over graph: KustomizationGraph
  ) -> [(options: Node, folder: RepositoryPath?)] {
    let nodes =
      [spec["source"]].compactMap { $0 } + (spec["sources"]?.items.map(\.resolved) ?? [])
    return nodes.flatMap { node -> [(options: Node, folder: RepositoryPath?)] in
      guard let options = node["kustomize"], options.kind == .mapping,
        let text = node["path"]?.text
      else { return [] }
      if Self.literal(text) == nil {
        let text = text.hasPrefix("./") ? String(text.dropFirst(2)) : text
        let template = ArgoTemplateText(
          text.hasSuffix("/") ? String(text.dropLast()) : text, values: parameters)
        return graph.kustomizations.map(\.path.folder)
          .filter { template.mayBe($0?.description ?? ".") }.map { (options, $0) }
      }
      let path = RepositoryPath.resolve(text, from: nil)
      return graph.kustomization(in: path) == nil ? [] : [(options, path)]
    }
  }

  /// The values of the parameters of each Application that a set makes: those of generators of
  /// kind `list` are known (Argo CD, "List Generator"); nil stands for what is not.
  private var parameters: [[String: String]?] {
    guard object.key.kind == "ApplicationSet",
      let generators = object.node[["spec", "generators"]]?.items, !generators.isEmpty
    else { return [nil] }
    return generators.map(\.resolved).flatMap { generator -> [[String: String]?] in
      guard let list = generator["list"], list["elementsYaml"] == nil,
        let elements = list["elements"]?.items
      else { return [nil] }
      return elements.map { Self.values(of: $0.resolved) }
    }
  }

  /// The texts of an element, inner ones by their path: `values.name`.
  private static func values(of element: Node) -> [String: String] {
    var values: [String: String] = [:]
    var stack = [(prefix: "", node: element)]
    while let (prefix, node) = stack.popLast() {
      for pair in node.pairs {
        guard let key = pair.key.text else { continue }
        let value = pair.value.resolved
        // A value that is a template itself is not known.
        if let text = value.text.flatMap(Self.literal) { values[prefix + key] = text }
        stack.append((prefix + key + ".", value))
      }
    }
    return values
  }
}

internal import Files
internal import Kubernetes
internal import YAML

/// What a `kustomization.yaml` says about the files around it.
struct Kustomization: Sendable {
  /// The kustomization's own file.
  let path: RepositoryPath
  let source: SourceFile
  let root: Node
  /// What it patches others with.
  let patches: [KustomizationPatch]
  /// The files that it names as patches; they define nothing.
  let patchFiles: [RepositoryPath]
  /// What it takes in, by the position it is written at; a nil target is the repository's root.
  let resources: [(target: RepositoryPath?, list: String, index: Int)]
  /// The namespace that it gives every object; nil when it gives none.
  let namespaceOverride: NamespaceOverride?
  /// How many Pods it gives workloads, by their names.
  let replicas: [String: Int]

  static let fileNames = ["kustomization.yaml", "kustomization.yml", "Kustomization"]

  /// Reads a kustomization; nil when the text holds no mapping.
  init?(path: RepositoryPath, bytes: [UInt8]) throws(ParseError) {
    let documents = try Document.parseAll(bytes)
    guard let document = documents.first(where: { $0.root.kind == .mapping }) else { return nil }
    self.path = path
    source = SourceFile(name: path.description, bytes: bytes)
    root = document.root
    namespaceOverride = root["namespace"].flatMap { node in
      node.filledText.map { NamespaceOverride(namespace: $0, file: path, range: node.range) }
    }
    replicas = Dictionary(
      (root["replicas"]?.items ?? []).compactMap { item in
        guard let name = item.resolved["name"]?.text,
          let count = item.resolved["count"]?.text.flatMap({ Int($0) })
        else { return nil }
        return (name, count)
      }
    ) { _, last in last }
    resources = Self.resources(of: root, folder: path.folder)
    patches = KustomizationPatch.all(of: root, folder: path.folder)
    let components = (root["components"]?.items ?? []).compactMap(\.text)
    patchFiles =
      patches.compactMap(\.file)
      + components.compactMap { RepositoryPath.resolve($0, from: path.folder) }
  }

  private static func resources(
    of root: Node, folder: RepositoryPath?
  ) -> [(target: RepositoryPath?, list: String, index: Int)] {
    ["resources", "bases", "components"].flatMap { list in
      (root[list]?.items ?? []).enumerated().compactMap { index, item in
        // Seen from inside it, a folder is told from the root and from what lies outside.
        guard let text = item.text, !text.contains("://"),
          let inside = RepositoryPath.resolve("\(text)/_", from: folder)
        else { return nil }
        return (inside.folder, list, index)
      }
    }
  }
}

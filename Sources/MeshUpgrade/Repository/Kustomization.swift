internal import Files
internal import Kubernetes
internal import YAML

/// What a `kustomization.yaml` says about the files around it.
struct Kustomization: Sendable {
  /// The kustomization's own file.
  let path: RepositoryPath
  let source: SourceFile
  let root: Node
  /// The files that it patches others with; they define nothing.
  let patchFiles: [RepositoryPath]
  /// The files and folders under `resources` and `bases`, by the position they are written at.
  let resources: [(target: RepositoryPath, list: String, index: Int)]
  /// The namespace that it gives every object; nil when it gives none.
  let namespace: String?

  static let fileNames = ["kustomization.yaml", "kustomization.yml", "Kustomization"]

  /// Reads a kustomization; nil when the text is no single YAML mapping.
  init?(path: RepositoryPath, bytes: [UInt8]) {
    guard let document = try? Document.parseSingle(bytes), document.root.kind == .mapping else {
      return nil
    }
    self.path = path
    source = SourceFile(name: path.description, bytes: bytes)
    root = document.root
    namespace = root["namespace"]?.text
    let folder = path.folder
    var resources: [(target: RepositoryPath, list: String, index: Int)] = []
    for list in ["resources", "bases"] {
      for (index, item) in (root[list]?.items ?? []).enumerated() {
        guard let text = item.text, let target = RepositoryPath.resolve(text, from: folder) else {
          continue
        }
        resources.append((target, list, index))
      }
    }
    self.resources = resources
    patchFiles = Self.patchTexts(of: root).compactMap { RepositoryPath.resolve($0, from: folder) }
  }

  /// The values that may name a patch file: an inline patch is not a path and names nothing.
  private static func patchTexts(of root: Node) -> [String] {
    var texts: [String?] = []
    for list in ["patches", "patchesJson6902"] {
      texts += (root[list]?.items ?? []).map { $0.resolved["path"]?.text }
    }
    for list in ["patchesStrategicMerge", "components", "patches"] {
      texts += (root[list]?.items ?? []).map(\.text)
    }
    return texts.compactMap { $0 }.filter { !$0.contains("\n") }
  }

  /// The inline patches, each with the node that holds its text and the target it names.
  var inlinePatches: [(node: Node, targetKind: String?, targetName: String?)] {
    var result: [(node: Node, targetKind: String?, targetName: String?)] = []
    for list in ["patches", "patchesJson6902"] {
      for item in (root[list]?.items ?? []).map(\.resolved) {
        guard let patch = item["patch"] else { continue }
        result.append((patch, item[["target", "kind"]]?.text, item[["target", "name"]]?.text))
      }
    }
    for item in root["patchesStrategicMerge"]?.items ?? [] {
      if let text = item.text, text.contains("\n") { result.append((item, nil, nil)) }
    }
    return result
  }

  /// The keys of the labels that it puts on every object, with their nodes.
  var labelNodes: [(key: String, node: Node)] {
    let mappings =
      [root["commonLabels"]] + (root["labels"]?.items ?? []).map { $0.resolved["pairs"] }
    return mappings.compactMap { $0 }.flatMap { mapping in
      mapping.pairs.compactMap { pair in pair.key.text.map { ($0, pair.key) } }
    }
  }
}

internal import Files
internal import Kubernetes
internal import YAML

/// A patch that a kustomization names or holds.
struct KustomizationPatch: Sendable {
  /// Which objects a patch is for, when it does not say so in its own text.
  struct Target: Sendable {
    let group: String?
    let kind: String?
    let name: String?

    /// A target, or what a replacement selects.
    init(_ node: Node) {
      group = node["group"]?.filledText
      kind = node["kind"]?.filledText
      name = node["name"]?.filledText
    }

    /// Whether it may mean namespaces; kustomize reads its fields as regular expressions.
    var mayBeNamespace: Bool {
      // Namespaces are of the core group, which has no name.
      if let group, group.allSatisfy({ $0.isLetter || $0.isNumber || $0 == "." || $0 == "-" }) {
        return false
      }
      guard let kind else { return true }
      return kind == "Namespace" || !kind.allSatisfy(\.isLetter)
    }

    /// The one name that it means; nil when it may mean several.
    var plainName: String? {
      name.flatMap { $0.allSatisfy { $0.isLetter || $0.isNumber || $0 == "-" } ? $0 : nil }
    }
  }

  /// The file with the patch; nil for one that is written in the kustomization.
  let file: RepositoryPath?
  /// The text of a patch that is written in the kustomization.
  let inline: Node?
  let target: Target?

  /// The patches of a kustomization, in the order of the file.
  static func all(of root: Node, folder: RepositoryPath?) -> [KustomizationPatch] {
    let entries = ["patches", "patchesJson6902", "patchesStrategicMerge"].flatMap { list in
      (root[list]?.items ?? []).map(\.resolved)
    }
    return entries.compactMap { entry in
      guard entry.kind == .mapping else { return plain(entry, folder: folder) }
      let target = entry["target"].map(Target.init)
      let file = entry["path"]?.text.flatMap { RepositoryPath.resolve($0, from: folder) }
      let inline = file == nil ? entry["patch"] : nil
      guard file != nil || inline != nil else { return nil }
      return KustomizationPatch(file: file, inline: inline, target: target)
    }
  }

  /// An entry that is a text: a file's name, or the patch itself.
  private static func plain(_ entry: Node, folder: RepositoryPath?) -> KustomizationPatch? {
    guard let text = entry.text else { return nil }
    if text.contains("\n") { return KustomizationPatch(file: nil, inline: entry, target: nil) }
    return RepositoryPath.resolve(text, from: folder).map {
      KustomizationPatch(file: $0, inline: nil, target: nil)
    }
  }
}

internal import Files
internal import Kubernetes
internal import YAML

/// Replacements that write into the labels of namespaces (kustomize, "replacements").
extension KustomizeLayer {
  /// A field that is replaced in a namespace of a name, or in any.
  typealias Replaced = (field: Node, name: String?)

  /// What its replacements do to mesh labels of namespaces.
  func replacementEffects(in repository: MeshRepository) -> [LabelEffect] {
    (root["replacements"]?.items ?? []).map(\.resolved).flatMap { entry -> [LabelEffect] in
      guard let name = entry["path"]?.text else {
        return replacements([entry]).map { effect(.replacement, on: $0.name, at: $0.field.range) }
      }
      guard let path = RepositoryPath.resolve(name, from: folder),
        let bytes = repository.contents[path], let documents = try? Document.parseAll(bytes)
      else { return [] }
      let file = SourceFile(name: path.description, bytes: bytes)
      return documents.flatMap { document in
        let list = document.root
        return replacements(list.kind == .sequence ? list.items : [list]).map {
          effect(.replacement, on: $0.name, in: file, at: $0.field.range)
        }
      }
    }
  }

  /// The fields with mesh labels of namespaces that entries of a list replace.
  func replacements(_ entries: [Node]) -> [Replaced] {
    entries.map(\.resolved).flatMap { $0["targets"]?.items.map(\.resolved) ?? [] }
      .flatMap { target -> [Replaced] in
        guard let select = target["select"].map(KustomizationPatch.Target.init),
          select.mayBeNamespace
        else { return [] }
        let rejected = (target["reject"]?.items ?? []).map {
          KustomizationPatch.Target($0.resolved)
        }
        let isRejected = rejected.contains { reject in
          reject.kind.map { $0 == "Namespace" } ?? true
            && (reject.name == nil ? reject.kind != nil : reject.name == select.name)
        }
        guard !isRejected else { return [] }
        return (target["fieldPaths"]?.items ?? []).map(\.resolved)
          .filter { Self.mayHoldMeshLabels($0.text ?? "") }.map { ($0, select.plainName) }
      }
  }

  /// Whether a field path may lead to a mesh label, or to all labels: `metadata.labels.*`,
  /// `metadata.labels.[istio.io/rev]`, `metadata.labels.istio\.io/rev`.
  private static func mayHoldMeshLabels(_ path: String) -> Bool {
    let steps = steps(of: path)
    return MeshLabels.ofNamespaces.contains { label in
      steps.count <= 3
        && zip(steps, ["metadata", "labels", label]).allSatisfy { $0 == $1 || $0 == "*" }
    }
  }

  /// The steps of a field path: dots part them, but for those in brackets or after a backslash.
  private static func steps(of path: String) -> [String] {
    var steps = [""]
    var isBracketed = false
    var isEscaped = false
    for character in path {
      switch character {
      case "\\" where !isEscaped: isEscaped = true
      case "[" where !isEscaped: isBracketed = true
      case "]" where !isEscaped && isBracketed: isBracketed = false
      case "." where !isEscaped && !isBracketed: steps.append("")
      default:
        steps[steps.count - 1].append(character)
        isEscaped = false
      }
    }
    return steps
  }
}

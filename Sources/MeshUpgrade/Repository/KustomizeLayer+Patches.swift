internal import Files
internal import Kubernetes
internal import YAML

/// Patches of mesh labels, however they are written.
extension KustomizeLayer {
  /// What a patch does to mesh labels of namespaces.
  func effects(of patch: KustomizationPatch, in repository: MeshRepository) -> [LabelEffect] {
    if let inline = patch.inline {
      return patch.target.map { targeted(inline, at: $0) } ?? untargeted(inline)
    }
    guard let path = patch.file else { return [] }
    if let target = patch.target {
      return repository.contents[path].map {
        targeted(SourceFile(name: path.description, bytes: $0), at: target)
      } ?? []
    }
    return repository.file(path).map(untargeted) ?? []
  }

  /// A patch in a file, of either form, whose target is named.
  private func targeted(
    _ file: SourceFile, at target: KustomizationPatch.Target
  ) -> [LabelEffect] {
    guard target.mayBeNamespace else { return [] }
    if let range = Self.labelRange(in: file.bytes) {
      return [effect(.patch, on: target.plainName, in: file, at: range)]
    }
    let documents = (try? Document.parseAll(file.bytes)) ?? []
    return documents.lazy.compactMap { LabelRemoval.node(in: $0.root) }.prefix(1).map {
      effect(.labelRemoval, on: target.plainName, in: file, at: $0.range)
    }
  }

  /// A patch that stands in the layer, of either form, whose target is named.
  private func targeted(
    _ inline: Node, at target: KustomizationPatch.Target
  ) -> [LabelEffect] {
    guard target.mayBeNamespace, let text = inline.text else { return [] }
    return inlineEffect(text, at: inline, on: target.plainName).map { [$0] } ?? []
  }

  /// Strategic merges of Namespaces in a file of their own.
  private func untargeted(_ file: ManifestFile) -> [LabelEffect] {
    file.objects.filter { $0.key.kind == "Namespace" }.flatMap { object -> [LabelEffect] in
      let name = object.key.name
      let labels = object.node[["metadata", "labels"]]
      let keys = MeshLabels.ofNamespaces.compactMap { labels?.ownPair($0)?.key }
      if keys.isEmpty, let node = LabelRemoval.node(in: object.node) {
        return [effect(.labelRemoval, on: name, in: file.source, at: node.range)]
      }
      return keys.map { key in
        let line = SourceText.line(at: key.range.lowerBound, in: file.source.bytes)
        let isSetter = file.source.bytes[line].firstRange(of: Array("kpt-set:".utf8)) != nil
        return effect(
          isSetter ? .patchWithSetter : .patch, on: name, in: file.source, at: key.range)
      }
    }
  }

  /// Strategic merges that stand in the layer.
  private func untargeted(_ inline: Node) -> [LabelEffect] {
    guard let text = inline.text, text.contains("Namespace"),
      let documents = try? Document.parseAll(Array(text.utf8))
    else { return [] }
    return documents.compactMap { document in
      guard document.root["kind"]?.text == "Namespace" else { return nil }
      return inlineEffect(
        text, at: inline, on: document.root[["metadata", "name"]]?.filledText,
        documents: [document])
    }
  }

  /// What a patch inside the layer does, told at the label's name rather than at the `|` above it.
  private func inlineEffect(
    _ text: String, at inline: Node, on name: String?, documents: [Document]? = nil
  ) -> LabelEffect? {
    let isOfApplication = origin == .application
    if Self.labelNames.contains(where: text.contains) {
      let range = Self.labelRange(in: source.bytes, within: inline.range)
      return effect(
        isOfApplication ? .applicationPatch : .inlinePatch, on: name, at: range ?? inline.range)
    }
    let documents = documents ?? (try? Document.parseAll(Array(text.utf8))) ?? []
    guard let node = documents.lazy.compactMap({ LabelRemoval.node(in: $0.root) }).first else {
      return nil
    }
    let needle = node.text.flatMap { $0.isEmpty ? nil : Array($0.utf8) }
    let range = needle.flatMap { source.bytes[inline.range].firstRange(of: $0) }
    return effect(.labelRemoval, on: name, at: range ?? inline.range)
  }

  /// The mesh labels as patches write them: as keys, and in JSON pointers.
  static let labelNames = MeshLabels.ofNamespaces + [Path.escape(MeshLabels.revision)]

  /// Where a text has the name of a mesh label first.
  static func labelRange(in bytes: [UInt8], within range: Range<Int>? = nil) -> Range<Int>? {
    let text = bytes[range ?? bytes.indices]
    return labelNames.lazy.compactMap { text.firstRange(of: Array($0.utf8)) }.first
  }
}

package import Files
package import YAML

/// An object as a file defines it, and where.
///
/// It is shared and not copied: a plan passes thousands of them on.
package final class ManifestObject: Sendable {
  /// Its identity as written: the namespace is nil where the file does not say it.
  package let reference: ObjectReference
  /// The file it stands in.
  package let file: RepositoryPath
  /// Which chunk of the file (see `DocumentSplitter`) holds it.
  package let chunk: Int
  /// Which document of the chunk it is.
  package let position: Int
  /// The way from the document's root to the object: empty, or `/items/2` in a `kind: List`.
  package let itemPath: Path
  /// The object's mapping.
  package let node: Node

  package init(
    reference: ObjectReference, file: RepositoryPath, chunk: Int, position: Int, itemPath: Path,
    node: Node
  ) {
    self.reference = reference
    self.file = file
    self.chunk = chunk
    self.position = position
    self.itemPath = itemPath
    self.node = node
  }

  /// What makes it the same object everywhere.
  package var key: ObjectKey { reference.key }

  /// The text of a scalar at a path of keys; nil when there is none.
  package func text(_ path: String...) -> String? { node[path]?.text }

  /// The labels of the object's own metadata whose values are text.
  package var labels: [String: String] { Self.texts(node[["metadata", "labels"]]) }

  /// The entries of a mapping whose keys and values are scalars, merges included.
  package static func texts(_ node: Node?) -> [String: String] {
    if let node, !node.mayMergeOrHaveCollectionKeys { return plainTexts(node.resolved) }
    guard let mapping = node.flatMap({ try? $0.value() })?.mapping else { return [:] }
    var result: [String: String] = [:]
    for (key, value) in mapping.entries {
      if let text = text(of: value) { result[key] = text }
    }
    return result
  }

  /// The entries of a mapping that its own text has.
  private static func plainTexts(_ mapping: Node) -> [String: String] {
    var result: [String: String] = [:]
    mapping.forEachPair { key, value in
      guard value.resolved.kind == .scalar, let key = key.resolved.text,
        let value = try? value.value(), let text = text(of: value)
      else { return }
      result[key] = text
    }
    return result
  }

  /// One of the entries that ``texts(_:)`` gives, without the others; nil when it is not there.
  package static func text(_ name: String, in node: Node?) -> String? {
    guard let node, !node.mayMergeOrHaveCollectionKeys || (try? node.value()) != nil,
      let value = try? node[name]?.value()
    else { return nil }
    return text(of: value)
  }

  private static func text(of value: Value) -> String? {
    switch value {
    case .string(let text): text
    case .number(let number): number.spelling
    case .bool(let flag): flag ? "true" : "false"
    case .null, .sequence, .mapping: nil
    }
  }
}

package import YAML

/// What makes a document the same document in another version: the names that its kind gives it.
///
/// Two documents with equal parts are the same, in whatever file or order they stand.
package struct DocumentIdentity: Hashable, Sendable {
  /// The parts, such as group, kind, namespace and name.
  package let parts: [String]
  /// The part that a rename changes: its position in ``parts``.
  package let namePosition: Int
  /// The hash of the parts, as identities are looked up several times.
  private let partsHash: Int

  package init(parts: [String], namePosition: Int) {
    self.parts = parts
    self.namePosition = namePosition
    partsHash = parts.hashValue
  }

  package static func == (left: DocumentIdentity, right: DocumentIdentity) -> Bool {
    left.partsHash == right.partsHash && left.parts == right.parts
  }

  package func hash(into hasher: inout Hasher) { hasher.combine(partsHash) }

  /// The part that a rename changes.
  var name: String { parts[namePosition] }

  /// The parts without the name: documents that differ in it only may have been renamed.
  var kind: [String] {
    var parts = parts
    parts[namePosition] = ""
    return parts
  }
}

/// What a comparison of streams needs to know about documents, given by whoever knows their kinds.
package struct DocumentRules: Sendable {
  /// The identity of a document; nil for one that has none.
  package let identity: @Sendable (Node) -> DocumentIdentity?
  /// The identity that a document with this one is declared to have on the new side, if any.
  package var renamed: @Sendable (DocumentIdentity) -> DocumentIdentity? = { _ in nil }
  /// Whether a chunk's text leaves open that it is a list of documents.
  package var mayBeList: @Sendable (_ source: [UInt8], _ chunk: Range<Int>) -> Bool = { _, _ in true
  }
  /// Where a document says its name, and everything that makes its identity but the kind.
  package let namePath: Path
  package let identityPaths: Set<Path>
  /// What is known about a document from its kind.
  package let schema: @Sendable (Node) -> Schema
  /// The documents inside one, such as the items of a `kind: List`; nil when it is one itself.
  package let items: @Sendable (Node) -> (path: Path, items: [Node])?
  /// What is not told of a document; nil when everything is.
  package var ignored: @Sendable (Node) -> IgnoreRules? = { _ in nil }

  package init(
    identity: @escaping @Sendable (Node) -> DocumentIdentity?,
    schema: @escaping @Sendable (Node) -> Schema,
    items: @escaping @Sendable (Node) -> (path: Path, items: [Node])?,
    namePath: Path, identityPaths: Set<Path>
  ) {
    self.namePath = namePath
    self.identityPaths = identityPaths
    self.identity = identity
    self.schema = schema
    self.items = items
  }
}

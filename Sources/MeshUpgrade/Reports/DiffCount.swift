internal import Files
internal import Kubernetes
internal import YAMLDiff

/// How many objects of a report came, went, changed or moved; and which.
package struct DiffCount {
  private let report: DiffReport

  package init(_ report: DiffReport) { self.report = report }

  /// In words: `2 objects added, 1 changed, 1 moved`; an object may have changed and moved.
  package var summary: String {
    let kinds: [DocumentChange.Kind] = [.added, .removed, .changed, .renamed, .moved]
    var words: [String] = []
    for kind in kinds {
      let count = report.count(of: kind)
      guard count > 0 else { continue }
      let noun = words.isEmpty ? (count == 1 ? " object" : " objects") : ""
      words.append("\(count)\(noun) \(kind.rawValue)")
    }
    return words.isEmpty ? "no differences" : words.joined(separator: ", ")
  }

  /// The names of the objects, each once, in order, as Argo CD writes them:
  /// `group:kind:namespace/name`, with nothing before the first colon for the core group.
  ///
  /// A renamed object has both its names; a document that is no object has that of its file.
  package var names: [String] {
    let names = report.documents.flatMap { document -> [String] in
      let objects = [document.object, document.oldObject].compactMap(\.self)
      return objects.isEmpty
        ? [(document.to ?? document.from)?.file].compactMap(\.self)
        : objects.map { Self.name($0.key) }
    }
    return Set(names).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }

  private static func name(_ key: ObjectKey) -> String {
    "\(key.group):\(key.kind):\(key.namespace.map { "\($0)/" } ?? "")\(key.name)"
  }
}

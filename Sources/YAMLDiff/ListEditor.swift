internal import YAML

/// The operations that give a list of documents its new items and its own new fields.
struct ListEditor {
  let documents: PatchedDocuments
  /// Which list.
  let list: Int
  /// The list's new value, in which the items are not looked at.
  let own: Value
  /// The documents that it holds afterwards.
  let elements: [PatchOutcome.Element]

  private var items: Path { documents.lists[list].items }

  func operations() throws(EditError) -> [EditOperation] {
    let entries = documents.entries.filter { $0.item?.list == list }
    let staying = elements.enumerated().filter { !isComing($1) }
    let kept = Set(staying.compactMap { item(of: $1)?.position })
    var operations = try ownOperations()
    for (_, element) in staying where element.isChanged {
      guard let origin = element.origin, let item = item(of: element) else { continue }
      operations += try DocumentPatch.operations(
        from: documents.entries[origin].node, to: element.value,
        schema: documents.rules.schema(documents.entries[origin].node)
      ).map { $0.inside(items.appending(.index(item.position))) }
    }
    let coming = elements.enumerated().filter { isComing($1) }.map { position, element in
      EditOperation.insertItem(items.appending(.index(position)), element.value)
    }
    // A list that all its items leave and others come to is never empty, so it keeps its style.
    let isExchanged = kept.isEmpty
    let shift = isExchanged ? coming.count : 0
    let leaving = entries.indices.reversed().filter { !kept.contains($0) }.map { position in
      EditOperation.remove(items.appending(.index(position + shift)))
    }
    operations += isExchanged ? coming + leaving : leaving + coming
    return operations
  }

  /// Whether an element is written anew here.
  private func isComing(_ element: PatchOutcome.Element) -> Bool {
    element.isPlaced || item(of: element)?.list != list
  }

  private func item(of element: PatchOutcome.Element) -> (list: Int, position: Int)? {
    element.origin.flatMap { documents.entries[$0].item }
  }

  private func ownOperations() throws(EditError) -> [EditOperation] {
    let (node, value) = (documents.lists[list].node, documents.lists[list].value)
    guard own != value else { return [] }
    return try DocumentPatch.operations(from: node, to: own, leaving: items.steps.first)
  }
}

extension EditOperation {
  /// The same operation on a part of a document, seen from the document.
  fileprivate func inside(_ outer: Path) -> EditOperation {
    switch self {
    case .set(let path, let value, let after): .set(path.prefixed(by: outer), value, after: after)
    case .rename(let path, let name, let value):
      .rename(path.prefixed(by: outer), to: name, value)
    case .remove(let path): .remove(path.prefixed(by: outer))
    case .insertItem(let path, let value): .insertItem(path.prefixed(by: outer), value)
    }
  }
}

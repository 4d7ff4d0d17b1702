internal import YAML

/// The documents of a stream after a patch: which of the old ones stay, and what comes where.
struct PatchOutcome {
  /// A document of the new stream.
  struct Element {
    /// Which of the old documents it is; nil when it is new.
    let origin: Int?
    let value: Value
    /// Whether it differs from the old one.
    let isChanged: Bool
    /// Whether it stands elsewhere than before, or is new.
    let isPlaced: Bool
    let identity: DocumentIdentity?
  }

  private(set) var elements: [Element] = []
  /// The new values of lists whose own fields change.
  private(set) var lists: [Int: Value] = [:]

  /// A document that comes to a position of the new stream.
  private struct Arrival {
    let element: Element
    let position: Int
  }

  init(_ patch: StreamPatch, of documents: PatchedDocuments) throws(StreamPatch.Problem) {
    var edits: [Int: StreamPatch.Edit] = [:]
    var arrivals: [Arrival] = []
    for edit in patch.edits {
      guard let from = edit.from else {
        arrivals += Self.arrival(edit)
        continue
      }
      if from.isList {
        let list = try documents.findList(from, entry: edit.entry)
        let (value, node) = (documents.lists[list].value, documents.lists[list].node)
        lists[list] = try Self.value(value, node, after: edit)
      } else {
        edits[try documents.find(from, taken: Set(edits.keys), entry: edit.entry)] = edit
      }
    }
    for (index, entry) in documents.entries.enumerated() {
      try add(index, entry, edits[index], &arrivals)
    }
    place(arrivals)
    try checkIdentities(patch, documents)
  }

  private mutating func add(
    _ index: Int, _ entry: PatchedDocuments.Entry, _ edit: StreamPatch.Edit?,
    _ arrivals: inout [Arrival]
  ) throws(StreamPatch.Problem) {
    guard let edit else {
      elements.append(
        Element(
          origin: index, value: entry.value, isChanged: false, isPlaced: false,
          identity: entry.identity))
      return
    }
    guard let to = edit.to else { return try Self.checkRemoved(entry, edit) }
    let value = try Self.value(entry.value, entry.node, after: edit)
    let position = edit.isMoved ? to.position : nil
    let element = Element(
      origin: index, value: value, isChanged: value != entry.value, isPlaced: position != nil,
      identity: to.identity)
    if let position {
      arrivals.append(Arrival(element: element, position: position))
    } else {
      elements.append(element)
    }
  }

  /// Puts what comes between what stays, each at its position as far as there are as many.
  private mutating func place(_ arrivals: [Arrival]) {
    let ordered = arrivals.enumerated().sorted {
      ($0.element.position, $0.offset) < ($1.element.position, $1.offset)
    }.map(\.element)
    var coming = ordered[...]
    var all: [Element] = []
    for element in elements {
      while let next = coming.first, next.position <= all.count {
        all.append(next.element)
        coming = coming.dropFirst()
      }
      all.append(element)
    }
    elements = all + coming.map(\.element)
  }

  private static func arrival(_ edit: StreamPatch.Edit) -> [Arrival] {
    guard let to = edit.to, let value = edit.value else { return [] }
    let element = Element(
      origin: nil, value: value, isChanged: true, isPlaced: true, identity: to.identity)
    return [Arrival(element: element, position: to.position ?? .max)]
  }

  private static func value(
    _ value: Value, _ node: Node, after edit: StreamPatch.Edit
  ) throws(StreamPatch.Problem) -> Value {
    do throws(RecordedChange.Misfit) {
      return try RecordedChange.apply(edit.changes, to: value)
    } catch {
      let entry = edit.entries.indices.contains(error.change) ? edit.entries[error.change] : nil
      throw StreamPatch.Problem(
        .misfit(error.path, error.problem), entry: entry ?? edit.entry,
        at: node.nearest(to: error.path).range)
    }
  }

  /// A document goes when it is the one that the report says goes.
  private static func checkRemoved(
    _ entry: PatchedDocuments.Entry, _ edit: StreamPatch.Edit
  ) throws(StreamPatch.Problem) {
    guard let value = edit.value, value != entry.value else { return }
    let place = Value.firstDifference(entry.value, value)
    throw StreamPatch.Problem(
      .misfit(place.path, .differs(found: place.found, expected: place.expected)),
      entry: edit.entry, at: entry.node.nearest(to: place.path).range)
  }

  /// What comes under a name may not find it taken.
  private func checkIdentities(
    _ patch: StreamPatch, _ documents: PatchedDocuments
  ) throws(StreamPatch.Problem) {
    var owners: [DocumentIdentity: [Element]] = [:]
    for element in elements {
      if let identity = element.identity { owners[identity, default: []].append(element) }
    }
    for edit in patch.edits where !edit.mayRepeat && edit.from?.identity != edit.to?.identity {
      guard let identity = edit.to?.identity, let others = owners[identity], others.count > 1 else {
        continue
      }
      let origin = others.lazy.compactMap(\.origin).first
      throw StreamPatch.Problem(
        .exists(identity), entry: edit.entry,
        at: origin.map { documents.entries[$0].node.range } ?? 0..<0)
    }
  }
}

extension Node {
  /// The node at a pointer, or the deepest one on the way there that exists.
  func nearest(to tokens: [String]) -> Node {
    var node = resolved
    for token in tokens {
      let next = node.kind == .sequence ? token.listPosition.flatMap { node[$0] } : node[token]
      guard let next else { return node }
      node = next
    }
    return node
  }
}

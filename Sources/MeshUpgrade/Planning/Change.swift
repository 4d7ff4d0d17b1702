package import Files
package import Kubernetes
internal import YAML
package import YAMLDiff

/// The one currency: what of which object differs, and where it stands on both sides.
///
/// A phase is a list of changes, its rollback set the list that takes them back.
package struct Change: Hashable, Sendable {
  /// The object.
  package let object: ObjectReference
  /// What of it differs; the empty path is the whole object.
  package let value: ValueChange
  /// Where the node stands before; nil when it does not.
  package let fromPlace: Place?
  /// Where the node stands after; nil when it does not.
  package let toPlace: Place?

  package init(object: ObjectReference, value: ValueChange, fromPlace: Place?, toPlace: Place?) {
    self.object = object
    self.value = value
    self.fromPlace = fromPlace
    self.toPlace = toPlace
  }
}

/// One version of an object's text: the node to compare, and the file it stands in.
struct ObjectVersion {
  let node: Node
  let text: PlaceIndex

  /// Where the node at a path stands, or the nearest one that is there.
  func place(of path: Path) -> Place {
    var node = node
    for (depth, step) in path.steps.enumerated() {
      // Point at the key rather than at its value, which may start lines below.
      if case .key(let key) = step, let pair = node.ownPair(key) {
        if depth == path.steps.count - 1 { return text.place(at: pair.key.range.lowerBound) }
        node = pair.value.resolved
      } else if let next = node[Path([step])] {
        node = next
      } else {
        break
      }
    }
    return text.place(at: node.range.lowerBound)
  }
}

extension Change {
  /// The change that takes this one back, where it is all that two versions of an object differ in;
  /// nil where comparing them the other way round may tell it otherwise.
  ///
  /// It does not where only mappings are on the way, which know no order, and something below the
  /// object's own keys differs, so that both are of one kind.
  var inverse: Change? {
    let (path, old) = (value.path, value.oldPath ?? value.path)
    guard path.steps.count > 1, path == old,
      path.steps.allSatisfy({ if case .key = $0 { true } else { false } })
    else { return nil }
    let kind: ValueChange.Kind
    switch value.kind {
    case .added: kind = .removed
    case .removed: kind = .added
    case .changed: kind = .changed
    case .moved: return nil
    }
    let inverse = ValueChange(
      kind, path: path, oldPath: kind == .added ? nil : path, keyedPath: value.keyedPath,
      from: value.to, to: value.from)
    return Change(object: object, value: inverse, fromPlace: toPlace, toPlace: fromPlace)
  }

  /// The change between two versions of an object which differ by one operation alone, where that
  /// adds a key; nil where they have to be compared.
  static func adding(
    by operation: EditOperation, _ from: ObjectVersion?, _ to: ObjectVersion?,
    object: ObjectReference
  ) throws(ParseError) -> Change? {
    guard case .set(let path, _, _) = operation, var old = from?.node, var new = to?.node else {
      return nil
    }
    var keyedPath = ""
    for (depth, step) in path.steps.enumerated() {
      guard case .key(let key) = step, old.kind == .mapping, let pair = new.ownPair(key) else {
        return nil
      }
      keyedPath += "/" + Path.escape(key)
      new = pair.value
      if let next = old.ownPair(key)?.value {
        old = next
        continue
      }
      let added = Path(Array(path.steps[...depth]))
      return Change(
        object: object,
        value: ValueChange(
          .added, path: added, oldPath: nil, keyedPath: keyedPath, from: nil, to: try new.value()),
        fromPlace: nil, toPlace: to?.text.place(at: pair.key.range.lowerBound))
    }
    return nil
  }

  /// The changes between two versions of an object; a missing version means it is not there.
  static func between(
    _ from: ObjectVersion?, _ to: ObjectVersion?, object: ObjectReference
  ) throws(ParseError) -> [Change] {
    let values: [ValueChange]
    switch (from?.node, to?.node) {
    case (let old?, let new?):
      let schema = KnownSchemas.schema(of: new)
      values = try NodeDiff.changes(from: old, to: new, schema: schema)
        .map { (change) throws(ParseError) in try change.value() }
    case (let old?, nil):
      values = [
        .init(.removed, path: [], oldPath: [], keyedPath: "", from: try old.value(), to: nil)
      ]
    case (nil, let new?):
      values = [
        .init(.added, path: [], oldPath: nil, keyedPath: "", from: nil, to: try new.value())
      ]
    case (nil, nil): values = []
    }
    return values.map { value in
      Change(
        object: object, value: value,
        fromPlace: value.oldPath.flatMap { from?.place(of: $0) },
        toPlace: value.to == nil ? nil : to?.place(of: value.path))
    }
  }
}

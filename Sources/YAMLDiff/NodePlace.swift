internal import YAML

/// The same node's place in the old document and in the new one, and what is known of it.
///
/// A place knows the one it is in; paths are made of it only where there is a change to tell.
struct NodePlace {
  /// A place and the step that led from it.
  private final class Outer {
    let place: NodePlace
    let step: Step

    init(_ place: NodePlace, _ step: Step) {
      self.place = place
      self.step = step
    }
  }

  private enum Step {
    case key(Node)
    case name(String)
    case item(old: Int, new: Int, label: String)
  }

  let schema: Schema
  /// What does not count there; nil when everything does.
  let ignored: SideParts?
  private let outer: Outer?

  /// The place of a document's root.
  init(schema: Schema, ignoring rules: IgnoreRules? = nil) {
    self.schema = schema
    ignored = SideParts(IgnoredParts(rules))
    outer = nil
  }

  private init(schema: Schema, ignored: SideParts?, in place: NodePlace, _ step: Step) {
    self.schema = schema
    self.ignored = ignored
    outer = Outer(place, step)
  }

  /// The place of a key's value.
  func key(_ key: Node) -> NodePlace {
    let key = key.resolved
    let schema = schema.saysNothing ? schema : schema[key.text ?? ""]
    let ignored = ignored?.entering(key: key.text ?? "")
    return NodePlace(schema: schema, ignored: ignored, in: self, .key(key))
  }

  /// The place of a key's value.
  func key(_ key: String) -> NodePlace {
    NodePlace(
      schema: schema[key], ignored: ignored?.entering(key: key), in: self, .name(key))
  }

  /// The place of an item, with what a path by keys calls it.
  func item(_ old: ListItem, _ new: ListItem, _ label: String) -> NodePlace {
    NodePlace(
      schema: schema.item, ignored: SideParts(old: old.ignored, new: new.ignored), in: self,
      .item(old: old.position, new: new.position, label: label))
  }

  /// The ways there: in the old document, in the new one, and with items named by their keys.
  var paths: (old: Path, new: Path, keyed: String) {
    var steps: [Step] = []
    var place = self
    while let outer = place.outer {
      steps.append(outer.step)
      place = outer.place
    }
    // Both are one where no item stands elsewhere: there may be a path for each document.
    var both = Path()
    both.steps.reserveCapacity(steps.count)
    var others: [(step: Int, position: Int)] = []
    var keyed = ""
    func add(_ key: String) {
      both.steps.append(.key(key))
      keyed += "/" + Path.escape(key)
    }
    for step in steps.reversed() {
      switch step {
      case .key(let node): add(node.text ?? "")
      case .name(let key): add(key)
      case .item(let oldPosition, let newPosition, let label):
        if oldPosition != newPosition { others.append((both.steps.count, newPosition)) }
        both.steps.append(.index(oldPosition))
        keyed += label
      }
    }
    var new = both
    for other in others { new.steps[other.step] = .index(other.position) }
    return (both, new, keyed)
  }
}

internal import Kubernetes
internal import YAML
internal import YAMLDiff

/// What a document says of its own names, in the fields that a rename leaves out of the changes.
///
/// A rename tells the object before and after. Where that leaves open which fields say it, as with
/// `generateName`, the fields are told as well.
struct DocumentNames {
  /// The fields of `metadata` that make an identity.
  static let keys = ["name", "namespace", "generateName"]

  /// The fields before and after, as far as they are there.
  let from: Mapping
  let to: Mapping

  init(from: Mapping, to: Mapping) {
    self.from = from
    self.to = to
  }

  /// The names of two documents.
  init(_ from: Node, _ to: Node) {
    self.init(from: Self.names(from), to: Self.names(to))
  }

  /// What two objects of a report say of them; null is a namespace that is not there.
  init(objects from: Value?, _ to: Value?) {
    func names(_ object: Value?) -> Mapping {
      Self.names { key in object?[key].flatMap { $0 == .null ? nil : $0 } }
    }
    self.init(from: names(from), to: names(to))
  }

  /// What a report tells of the fields themselves.
  init(told names: Value) {
    self.init(
      from: Self.names { names["from"]?[$0] }, to: Self.names { names["to"]?[$0] })
  }

  /// The names that the objects of a rename imply, and these ones differ from, are told.
  func isTold(by told: DocumentNames) -> Bool { from == told.from && to == told.to }

  /// The changes of these fields.
  var changes: [RecordedChange] {
    Self.keys.compactMap { key in
      let path = ["metadata", key]
      return switch (from[key], to[key]) {
      case (let old?, let new?):
        old == new ? nil : RecordedChange(.changed, path: path, oldPath: path, from: old, to: new)
      case (let old?, nil): RecordedChange(.removed, path: path, oldPath: path, from: old, to: nil)
      case (nil, let new?): RecordedChange(.added, path: path, oldPath: nil, from: nil, to: new)
      case (nil, nil): nil
      }
    }
  }

  var json: Value { ["from": .mapping(from), "to": .mapping(to)] }

  private static func names(_ node: Node) -> Mapping {
    let metadata = node["metadata"]
    return names { key in metadata?[key].flatMap { try? $0.value() } }
  }

  private static func names(_ value: (String) -> Value?) -> Mapping {
    var names = Mapping()
    for key in keys { names[key] = value(key) }
    return names
  }
}

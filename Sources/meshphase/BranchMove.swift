internal import YAML

/// A branch that was written: where it pointed, and where it points.
struct BranchMove {
  let name: String
  let from: ObjectName?
  let to: ObjectName

  typealias ObjectName = String

  var json: Value {
    ["name": .string(name), "from": from.map { .string($0) } ?? .null, "to": .string(to)]
  }
}

package import YAML

/// A JSON Patch (RFC 6902): operations that are made in order, all or none.
package struct JSONPatch: Hashable, Sendable {
  /// One operation (RFC 6902 section 4); pointers are lists of reference tokens (RFC 6901).
  package enum Operation: Hashable, Sendable {
    case add([String], Value)
    case remove([String])
    case replace([String], Value)
    case move(from: [String], to: [String])
    case copy(from: [String], to: [String])
    case test([String], Value)
  }

  /// Why a patch is refused: which operation, from 0, and what is wrong with it.
  package struct Problem: Error, Hashable, Sendable {
    package let position: Int
    package let message: String
  }

  /// The operations in order.
  package let operations: [Operation]

  /// Reads a patch: a list of operations.
  package init(_ value: Value) throws(Problem) {
    guard let items = value.sequence else {
      throw Problem(position: 0, message: "found no list, expected the operations of a JSON Patch")
    }
    var operations: [Operation] = []
    for (position, item) in items.enumerated() {
      do throws(Reason) { operations.append(try Self.operation(item)) } catch {
        throw Problem(position: position, message: error.message)
      }
    }
    self.operations = operations
  }

  /// The value after the patch.
  package func applied(to value: Value) throws(Problem) -> Value {
    var result = value
    for (position, operation) in operations.enumerated() {
      do throws(Reason) { result = try Self.apply(operation, to: result) } catch {
        throw Problem(position: position, message: error.message)
      }
    }
    return result
  }
}

/// What is wrong, before it is known with which operation.
private struct Reason: Error {
  let message: String
}

// MARK: Reading

extension JSONPatch {
  private static func operation(_ item: Value) throws(Reason) -> Operation {
    guard item.mapping != nil else { throw Reason(message: "an operation has to be an object") }
    let path = try pointer(item, "path")
    switch item["op"]?.string {
    case "add": return .add(path, try value(item))
    case "remove": return .remove(path)
    case "replace": return .replace(path, try value(item))
    case "move": return .move(from: try pointer(item, "from"), to: path)
    case "copy": return .copy(from: try pointer(item, "from"), to: path)
    case "test": return .test(path, try value(item))
    case let name?:
      throw Reason(
        message: "found the op \"\(name)\", expected add, remove, replace, move, copy or test")
    case nil: throw Reason(message: "found no op")
    }
  }

  private static func value(_ item: Value) throws(Reason) -> Value {
    guard let value = item["value"] else { throw Reason(message: "found no value") }
    return value
  }

  private static func pointer(_ item: Value, _ key: String) throws(Reason) -> [String] {
    guard let text = item[key]?.string else { throw Reason(message: "found no \(key)") }
    guard let tokens = Path.referenceTokens(of: text) else {
      throw Reason(message: "\(key) is \"\(text)\", expected a JSON pointer such as /spec/replicas")
    }
    return tokens
  }
}

// MARK: Applying

extension JSONPatch {
  private static func apply(_ operation: Operation, to value: Value) throws(Reason) -> Value {
    switch operation {
    case .add(let path, let new): return try add(new, at: path[...], to: value)
    case .remove(let path): return try remove(path[...], from: value).rest
    case .replace(let path, let new):
      if path.isEmpty { return new }
      return try add(new, at: path[...], to: try remove(path[...], from: value).rest)
    case .move(let from, let to):
      guard to == from || !to.starts(with: from) else {
        throw Reason(message: "a value cannot be moved into itself")
      }
      let taken = try remove(from[...], from: value)
      return try add(taken.value, at: to[...], to: taken.rest)
    case .copy(let from, let to):
      return try add(try find(from, in: value), at: to[...], to: value)
    case .test(let path, let expected):
      let found = try find(path, in: value)
      guard found.isSame(as: expected) else {
        throw Reason(
          message: "found \(found.json(isPretty: false)), expected"
            + " \(expected.json(isPretty: false))")
      }
      return value
    }
  }

  private static func find(_ path: [String], in value: Value) throws(Reason) -> Value {
    var result = value
    for token in path {
      switch result {
      case .mapping(let mapping):
        guard let next = mapping[token] else { throw missing(token) }
        result = next
      case .sequence(let items):
        result = items[try index(token, below: items.count)]
      default: throw missing(token)
      }
    }
    return result
  }

  private static func add(
    _ new: Value, at path: ArraySlice<String>, to value: Value
  ) throws(Reason) -> Value {
    guard let token = path.first else { return new }
    let isLast = path.count == 1
    switch value {
    case .mapping(var mapping):
      if isLast {
        mapping[token] = new
      } else {
        guard let inner = mapping[token] else { throw missing(token) }
        mapping[token] = try add(new, at: path.dropFirst(), to: inner)
      }
      return .mapping(mapping)
    case .sequence(var items):
      if isLast {
        let position = token == "-" ? items.count : try index(token, below: items.count + 1)
        items.insert(new, at: position)
      } else {
        let position = try index(token, below: items.count)
        items[position] = try add(new, at: path.dropFirst(), to: items[position])
      }
      return .sequence(items)
    default: throw missing(token)
    }
  }

  private static func remove(
    _ path: ArraySlice<String>, from value: Value
  ) throws(Reason) -> (value: Value, rest: Value) {
    guard let token = path.first else { return (value, .null) }
    let isLast = path.count == 1
    switch value {
    case .mapping(var mapping):
      guard let inner = mapping[token] else { throw missing(token) }
      if isLast {
        mapping[token] = nil
        return (inner, .mapping(mapping))
      }
      let taken = try remove(path.dropFirst(), from: inner)
      mapping[token] = taken.rest
      return (taken.value, .mapping(mapping))
    case .sequence(var items):
      let position = try index(token, below: items.count)
      if isLast {
        let taken = items.remove(at: position)
        return (taken, .sequence(items))
      }
      let taken = try remove(path.dropFirst(), from: items[position])
      items[position] = taken.rest
      return (taken.value, .sequence(items))
    default: throw missing(token)
    }
  }

  private static func missing(_ token: String) -> Reason {
    Reason(message: "there is no \"\(token)\" on the way")
  }

  /// An array index (RFC 6901 section 4): digits without leading zeros.
  private static func index(_ token: String, below count: Int) throws(Reason) -> Int {
    let isNumber =
      !token.isEmpty && token.utf8.allSatisfy { (0x30...0x39).contains($0) }
      && (token == "0" || !token.hasPrefix("0"))
    guard isNumber, let index = Int(token), index < count else {
      throw Reason(message: "found the index \"\(token)\", expected a number below \(count)")
    }
    return index
  }
}

extension Value {
  /// Equality as RFC 6902 section 4.6 has it: numbers are equal when their values are.
  fileprivate func isSame(as other: Value) -> Bool {
    switch (self, other) {
    case (.number(let left), .number(let right)): left.hasSameValue(as: right)
    case (.sequence(let left), .sequence(let right)):
      left.count == right.count && zip(left, right).allSatisfy { $0.isSame(as: $1) }
    case (.mapping(let left), .mapping(let right)):
      left.entries.count == right.entries.count
        && left.entries.allSatisfy { entry in
          right[entry.key].map { entry.value.isSame(as: $0) } ?? false
        }
    default: self == other
    }
  }
}

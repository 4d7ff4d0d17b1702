package import YAML

extension Value {
  /// The value that a pointer leads to; nil where there is none.
  package subscript(tokens: [String]) -> Value? {
    guard !tokens.isEmpty else { return self }
    guard let outer = path(of: tokens) else { return nil }
    return self[outer]
  }

  /// The path that a pointer is in this value; its last step may lead to nothing yet.
  package func path(of tokens: [String]) -> Path? {
    var path = Path()
    var value: Value? = self
    for token in tokens {
      switch value {
      case .mapping(let mapping)?:
        path.steps.append(.key(token))
        value = mapping[token]
      case .sequence(let items)?:
        guard let index = token.listPosition else { return nil }
        path.steps.append(.index(index))
        value = items.indices.contains(index) ? items[index] : nil
      default: return nil
      }
    }
    return path
  }

  /// The first place where two values differ, as deep as both have it; nil for nothing.
  static func firstDifference(
    _ found: Value?, _ expected: Value?
  ) -> (path: [String], found: Value?, expected: Value?) {
    switch (found, expected) {
    case (.mapping(let one)?, .mapping(let other)?):
      for key in one.keys + other.keys where one[key] != other[key] {
        let inner = firstDifference(one[key], other[key])
        return ([key] + inner.path, inner.found, inner.expected)
      }
    case (.sequence(let one)?, .sequence(let other)?):
      for index in 0..<max(one.count, other.count) {
        let (left, right) = (
          one.indices.contains(index) ? one[index] : nil,
          other.indices.contains(index) ? other[index] : nil
        )
        guard left != right else { continue }
        let inner = firstDifference(left, right)
        return ([String(index)] + inner.path, inner.found, inner.expected)
      }
    default: break
    }
    return ([], found, expected)
  }
}

extension String {
  /// The position that a reference token of RFC 6901 says; nil for any other text.
  var listPosition: Int? {
    guard let first = utf8.first, utf8.allSatisfy({ (0x30...0x39).contains($0) }),
      first != 0x30 || utf8.count == 1
    else { return nil }
    return Int(self)
  }
}

/// One step into a value: a mapping's key or a sequence's position.
package enum PathStep: Hashable, Sendable {
  case key(String)
  case index(Int)

  package static func == (left: PathStep, right: PathStep) -> Bool {
    switch (left, right) {
    case (.key(let left), .key(let right)): left.hasSameBytes(as: right)
    case (.index(let left), .index(let right)): left == right
    default: false
    }
  }
}

/// The way from a document's root to one of its values.
package struct Path: Hashable, Sendable, ExpressibleByArrayLiteral {
  /// The steps, outermost first; none for the root.
  package var steps: [PathStep]

  package init(_ steps: [PathStep] = []) { self.steps = steps }

  /// A path of mapping keys.
  package init(keys: [String]) { steps = keys.map { .key($0) } }

  package init(arrayLiteral elements: PathStep...) { steps = elements }

  /// The path one step further.
  package func appending(_ step: PathStep) -> Path { Path(steps + [step]) }

  /// The path one key further.
  package func appending(_ key: String) -> Path { appending(.key(key)) }

  /// This path seen from further out.
  package func prefixed(by outer: Path) -> Path { Path(outer.steps + steps) }

  /// The path as a JSON pointer (RFC 6901): `/metadata/labels/istio.io~1rev`.
  package var pointer: String {
    steps.map { step in
      switch step {
      case .key(let key): "/" + Self.escape(key)
      case .index(let index): "/\(index)"
      }
    }.joined()
  }

  /// The reference tokens of a JSON pointer, unescaped; nil when the text is none.
  package static func referenceTokens(of pointer: String) -> [String]? {
    guard !pointer.isEmpty else { return [] }
    // Not by Character: an accent would make another one of the slash before it.
    let scalars = pointer.unicodeScalars
    guard scalars.first == "/" else { return nil }
    var tokens: [String] = []
    for token in scalars.dropFirst().split(separator: "/", omittingEmptySubsequences: false) {
      var text = String.UnicodeScalarView()
      var isEscape = false
      for scalar in token {
        switch (isEscape, scalar) {
        case (true, "0"): text.append("~")
        case (true, "1"): text.append("/")
        case (true, _): return nil
        case (false, "~"): break
        case (false, _): text.append(scalar)
        }
        isEscape = !isEscape && scalar == "~"
      }
      if isEscape { return nil }
      tokens.append(String(text))
    }
    return tokens
  }

  /// Escapes one reference token of a JSON pointer (RFC 6901 section 3).
  package static func escape(_ key: String) -> String {
    guard key.utf8.contains(where: { $0 == UInt8(ascii: "~") || $0 == UInt8(ascii: "/") }) else {
      return key
    }
    var result = ""
    for scalar in key.unicodeScalars {
      switch scalar {
      case "~": result += "~0"
      case "/": result += "~1"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }
}

extension Value {
  /// The value at a path; nil where there is none.
  package subscript(path: Path) -> Value? {
    var value: Value? = self
    for step in path.steps {
      switch (step, value) {
      case (.key(let key), .mapping(let mapping)?): value = mapping[key]
      case (.index(let index), .sequence(let items)?):
        value = items.indices.contains(index) ? items[index] : nil
      default: return nil
      }
    }
    return value
  }
}

extension Node {
  /// The node at a path, aliases and merges followed; nil where there is none.
  package subscript(path: Path) -> Node? {
    var node: Node? = resolved
    for step in path.steps {
      switch step {
      case .key(let key): node = node?[key]
      case .index(let index): node = node?[index]
      }
    }
    return node
  }
}

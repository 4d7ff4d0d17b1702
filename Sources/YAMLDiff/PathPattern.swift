internal import YAML

/// Which places of a document are meant: a path with wildcards.
///
/// It is written as a JSON pointer, `/webhooks/*/clientConfig/caBundle`, or with dots, as
/// differences are shown: `metadata.labels["istio.io/rev"]`.
package struct PathPattern: Hashable, Sendable {
  /// One step of the way, or several of them for ``anyDepth``.
  package enum Step: Hashable, Sendable {
    /// The entries of a mapping whose keys match.
    case key(Glob)
    /// Every entry of a mapping, and every item of a list: `*`.
    case any
    /// Any number of steps, as the last one at least one: `**`.
    case anyDepth
    /// The item at this position of a list, or the entry with this number as its key: `0`.
    case position(Int)
    /// Every item of a list: `[*]`.
    case anyItem
    /// The items of a list that hold these values: `[name=istio-proxy]`.
    case item([ItemValue])
  }

  /// What an item of a list says about one of its keys.
  package struct ItemValue: Hashable, Sendable {
    package let key: String
    package let value: Glob

    package init(key: String, value: Glob) {
      self.key = key
      self.value = value
    }
  }

  /// The steps, outermost first; there is at least one.
  package let steps: [Step]

  package init?(steps: [Step]) {
    guard !steps.isEmpty else { return nil }
    // Any number of steps twice is any number of steps.
    self.steps = steps.enumerated().filter { index, step in
      step != .anyDepth || index == 0 || steps[index - 1] != .anyDepth
    }.map(\.element)
  }

  /// The place of a JSON pointer (RFC 6901), without wildcards; nil when the text is none, or
  /// means the whole document.
  package init?(pointer: String) {
    guard let tokens = Path.referenceTokens(of: pointer) else { return nil }
    self.init(
      steps: tokens.map { token in
        Self.position(token[...]).map { .position($0) } ?? .key(Glob(literal: token))
      })
  }

  /// The position in a list that a text says: digits without leading zeros.
  static func position(_ text: Substring) -> Int? {
    let isNumber = !text.isEmpty && text.utf8.allSatisfy { (0x30...0x39).contains($0) }
    return isNumber && (text.utf8.count == 1 || !text.hasPrefix("0")) ? Int(text) : nil
  }
}

extension PathPattern.Step {
  /// Whether it leads to the entry of a mapping.
  func leads(toKey key: String) -> Bool {
    switch self {
    case .key(let glob): glob.matches(key)
    case .any, .anyDepth: true
    case .position(let position): key == String(position)
    case .anyItem, .item: false
    }
  }

  /// Whether it leads to an item of a list, which tells what it says about its keys.
  func leads(toItem position: Int, _ value: (_ key: String) -> String?) -> Bool {
    switch self {
    case .any, .anyDepth, .anyItem: true
    case .position(let wanted): position == wanted
    case .item(let values):
      values.allSatisfy { wanted in value(wanted.key).map { wanted.value.matches($0) } ?? false }
    case .key: false
    }
  }
}

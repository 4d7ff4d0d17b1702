import Testing
import YAML

/// A YAML text whose expected range is marked with `‹` and `›`.
struct MarkedText: Sendable, CustomTestStringConvertible {
  let name: String
  let text: [UInt8]
  let range: Range<Int>
  let path: [PathStep]

  /// The marks are taken out of the text; what stood between them is the range.
  init(_ name: String, _ marked: String, at path: PathStep...) {
    self.name = name
    self.path = path
    var text: [UInt8] = []
    var bounds: [Int] = []
    for scalar in marked.unicodeScalars {
      if scalar == "‹" || scalar == "›" {
        bounds.append(text.count)
      } else {
        text += Array(String(scalar).utf8)
      }
    }
    self.text = text
    range = bounds.count == 2 ? bounds[0]..<bounds[1] : -1 ..< -1
  }

  var testDescription: String { name }
}

extension Node {
  /// The node at a path as it is written, aliases not followed; a key's node with the step
  /// `key of`.
  func written(at path: [PathStep]) -> Node? {
    var node: Node? = self
    for step in path {
      switch step {
      case .key(let key): node = node?.ownPair(key)?.value
      case .index(let index):
        node = node.flatMap { $0.items.indices.contains(index) ? $0.items[index] : nil }
      }
    }
    return node
  }
}

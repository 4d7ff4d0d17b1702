package import YAML

/// A value of a document together with the name that messages call it by.
package struct Field: Sendable {
  /// The value as it stands in the text: an alias is not followed.
  package let node: Node
  /// The way to it, such as `spec.phases[1].name`; empty for the root.
  package let name: String
  /// The key that holds it; nil for the root and for the items of a list.
  package let key: Node?

  /// Makes the field of a document's root.
  package init(root: Node) { self.init(node: root, name: "", key: nil) }

  init(node: Node, name: String, key: Node?) {
    self.node = node
    self.name = name
    self.key = key
  }

  /// The bytes to point at: the value, or the key that holds it when the value is a block of lines.
  package var range: Range<Int> {
    if let key, node.style == .block || node.range.isEmpty { return key.range }
    return node.range
  }

  /// The field one step further in; nil where there is none.
  package subscript(step: PathStep) -> Field? {
    switch step {
    case .key(let key):
      entries.first { $0.key?.text == key }
    case .index(let index):
      items.indices.contains(index) ? items[index] : nil
    }
  }

  /// The fields of a mapping, those it merges (`<<`) after its own; none for anything else.
  var entries: [Field] {
    effectivePairs(of: node).map { key, value in
      Field(node: value, name: childName(key.text ?? ""), key: key)
    }
  }

  /// The items of a list; none for anything else.
  var items: [Field] {
    node.resolved.items.enumerated().map { index, item in
      Field(node: item, name: "\(name)[\(index)]", key: nil)
    }
  }

  /// The name of what a key of this field holds.
  func childName(_ key: String) -> String {
    guard key.utf8.allSatisfy(NameSyntax.isLetterOrDigit), !key.isEmpty else {
      return "\(name)[\(quoted(key))]"
    }
    return name.isEmpty ? key : "\(name).\(key)"
  }

  private func effectivePairs(of node: Node) -> [(key: Node, value: Node)] {
    var result: [(key: Node, value: Node)] = []
    var merged: [Node] = []
    for (key, value) in node.resolved.pairs {
      if key.isMergeKey {
        let source = value.resolved
        merged += source.kind == .sequence ? source.items : [source]
      } else {
        result.append((key.resolved, value))
      }
    }
    for source in merged {
      for pair in effectivePairs(of: source)
      where !result.contains(where: { $0.key.text == pair.key.text }) {
        result.append(pair)
      }
    }
    return result
  }
}

/// A text in quotes, cut where it is too long for a message.
package func quoted(_ text: String) -> String {
  text.count > 60 ? "\"\(text.prefix(59))…\"" : "\"\(text)\""
}

internal import YAML

/// Lists, where `!each` counts, and mappings, where `<<` does.
extension TemplateEngine {
  mutating func sequence(_ node: Node) -> Value {
    var items: [Value] = []
    for written in node.items {
      let node = written.resolved
      if case .each(let list) = TemplateTag(node.tag) {
        items += repeated(node, for: list)
      } else if let value = value(of: node) {
        items.append(value)
      }
    }
    return .sequence(items)
  }

  /// What `!each:LIST NODE` stands for; without a node, the items themselves.
  private mutating func repeated(_ node: Node, for list: String) -> [Value] {
    guard let value = named(list, at: node) else { return [] }
    guard let items = value.sequence else {
      report(node, "\(list) is not a list", hint: "write it as !param \(list)")
      return []
    }
    if node.kind == .scalar {
      guard node.text == "", node.style == .plain else {
        report(node, "!each:\(list) stands before a mapping, a list or nothing")
        return []
      }
      return items
    }
    let outer = item
    defer { item = outer }
    return items.map {
      item = $0
      return data(of: node)
    }
  }

  mutating func mapping(_ node: Node) -> Value {
    var entries: [(key: String, value: Value)] = []
    var merged: (entries: [(key: String, value: Value)], position: Int) = ([], 0)
    for (writtenKey, written) in node.pairs {
      let key = writtenKey.resolved
      guard let name = checkedKey(key) else { continue }
      if writtenKey.isMergeKey {
        merged = (mergedEntries(written), entries.count)
      } else if let value = value(of: written) {
        entries.append((name, value))
      }
    }
    let own = Set(entries.map(\.key))
    let others = merged.entries.filter { !own.contains($0.key) }
    entries.insert(contentsOf: others, at: merged.position)
    return .mapping(Mapping(entries))
  }

  /// The entries that `<<` brings in, the strongest first.
  private mutating func mergedEntries(_ node: Node) -> [(key: String, value: Value)] {
    guard let value = value(of: node) else { return [] }
    var result: [(key: String, value: Value)] = []
    for part in value.sequence ?? [value] {
      guard let mapping = part.mapping else {
        report(ParseError(.badMerge, at: node.range))
        return []
      }
      let known = Set(result.map(\.key))
      result += mapping.entries.filter { !known.contains($0.key) }
    }
    return result
  }

  private mutating func checkedKey(_ key: Node) -> String? {
    guard let name = key.text else {
      report(ParseError(.collectionKey, at: key.range))
      return nil
    }
    guard TemplateTag(key.tag) == .plain else {
      report(
        key, "the tag \(key.tag ?? "") stands before the key \(name), expected before a value",
        hint: "a tag for the whole mapping stands on a line of its own, above the first key")
      return nil
    }
    return name
  }
}

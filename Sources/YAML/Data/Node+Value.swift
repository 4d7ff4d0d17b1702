extension Node {
  /// The data of this node, with aliases followed and merge keys (`<<`) applied.
  ///
  /// Keys become text, as they do in JSON. Throws for what JSON cannot say: a collection as a key,
  /// a merge of anything but mappings, or a text that is not what its tag says. The depth is bounded by ``Document/depthLimit``.
  package func value() throws(ParseError) -> Value {
    let node = resolved
    switch node.kind {
    case .scalar:
      guard let value = node.scalarValue else {
        throw ParseError(.badTag(node.tag ?? "", node.text ?? ""), at: node.range)
      }
      return value
    case .sequence:
      var items: [Value] = []
      for item in node.items { items.append(try item.value()) }
      return .sequence(items)
    case .mapping: return .mapping(try node.mapping())
    case .alias: throw ParseError(.undefinedAlias(""), at: node.range)
    }
  }

  /// Throws where ``value()`` does, and mostly without a look at the node.
  package func checkData() throws(ParseError) {
    if mayMergeOrHaveCollectionKeys || document.hasTypeTags { _ = try value() }
  }

  private func mapping() throws(ParseError) -> Mapping {
    var own: [(key: String, value: Value)] = []
    var merged: [Mapping] = []
    for (writtenKey, value) in pairs {
      let key = writtenKey.resolved
      guard let text = key.text else { throw ParseError(.collectionKey, at: key.range) }
      if writtenKey.isMergeKey {
        merged += try value.mergedMappings()
      } else {
        own.append((text, try value.value()))
      }
    }
    guard !merged.isEmpty else { return Mapping(own) }
    var seen = Set(own.map { Array($0.key.utf8) })
    for mapping in merged {
      for entry in mapping.entries where seen.insert(Array(entry.key.utf8)).inserted {
        own.append(entry)
      }
    }
    return Mapping(own)
  }

  /// What a merge key's value brings in, the strongest first.
  private func mergedMappings() throws(ParseError) -> [Mapping] {
    let node = resolved
    switch node.kind {
    case .mapping: return [try node.mapping()]
    case .sequence:
      var mappings: [Mapping] = []
      for item in node.items {
        guard item.resolved.kind == .mapping else { throw ParseError(.badMerge, at: item.range) }
        mappings.append(try item.resolved.mapping())
      }
      return mappings
    case .scalar, .alias: throw ParseError(.badMerge, at: range)
    }
  }
}

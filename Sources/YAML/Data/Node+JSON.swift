extension Node {
  /// Whether this node is written as JSON: brackets, double quotes, and JSON's own words and
  /// numbers.
  ///
  /// The depth is bounded by ``Document/depthLimit``.
  package var isJSON: Bool {
    guard anchor == nil, tag == nil else { return false }
    switch kind {
    case .alias: return false
    case .scalar where style == .doubleQuoted: return true
    case .scalar:
      guard style == .plain, let text, case let value = ScalarResolution.plain(text) else {
        return false
      }
      return value.string == nil && value.json() == text
    case .sequence: return style == .flow && items.allSatisfy(\.isJSON)
    case .mapping:
      return style == .flow
        && pairs.allSatisfy { $0.key.style == .doubleQuoted && $0.key.isJSON && $0.value.isJSON }
    }
  }
}

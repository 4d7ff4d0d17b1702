/// Names as a sentence lists them.
enum Listing {
  /// `a`, `a and b`, `a, b and c`, `a, b, c and 4 more`: the first three in full.
  static func text(_ names: [String], shown: Int = 3) -> String {
    var parts = Array(names.prefix(shown))
    if names.count > shown { parts.append("\(names.count - shown) more") }
    guard let last = parts.popLast(), !parts.isEmpty else { return names.first ?? "" }
    return parts.joined(separator: ", ") + " and " + last
  }
}

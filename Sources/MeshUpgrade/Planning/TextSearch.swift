/// Small questions about the text of files that are not YAML.
enum TextSearch {
  /// The values of lines such as `name: app` or `- name: "app"  # comment`.
  static func names(in text: String) -> Set<String> {
    var names: Set<String> = []
    for line in text.split(whereSeparator: \.isNewline) {
      let bare = line.drop { $0 == " " || $0 == "\t" || $0 == "-" }
      guard bare.hasPrefix("name: ") else { continue }
      let value = bare.dropFirst(6).prefix { $0 != " " }
      let isQuoted = value.count > 1 && value.first == value.last && "\"'".contains(value.prefix(1))
      names.insert(String(isQuoted ? value.dropFirst().dropLast() : value))
    }
    return names
  }
}

extension Range<Int> {
  /// A range that starts where this one does and points at little more than its start.
  var prefix: Range<Int> { lowerBound..<Swift.min(upperBound, lowerBound + 1) }
}

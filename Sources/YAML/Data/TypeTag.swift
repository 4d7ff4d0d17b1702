/// A tag that not every text fits (YAML 1.1 types); `!!str`, `!!binary` and tags of other tools take any.
enum TypeTag: String {
  case int
  case float
  case bool
  case null
  case timestamp

  /// Makes it of a tag in full; nil for any other.
  init?(_ tag: String) {
    let prefix = "tag:yaml.org,2002:"
    guard tag.hasPrefix(prefix) else { return nil }
    self.init(rawValue: String(tag.dropFirst(prefix.count)))
  }
}

/// What the tag of a template's node says; the notation is described in templates/README.md.
enum TemplateTag: Hashable {
  /// No tag, or one of YAML's own: the node stands for itself.
  case plain
  /// `!param NAME`: the value of a parameter.
  case parameter
  /// `!when:CONDITION`: the node, if the condition holds.
  case when(String)
  /// `!each:LIST`: the node once for every item of a list.
  case each(String)
  /// Anything else, which no template may have.
  case unknown(String)

  /// Reads a tag as ``YAML/Node/tag`` gives it.
  init(_ tag: String?) {
    guard let tag, tag != "!", !tag.hasPrefix("tag:yaml.org,2002:") else {
      self = .plain
      return
    }
    let parts = tag.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
    let name = parts.count == 2 && !parts[1].isEmpty ? String(parts[1]) : nil
    switch (parts[0], name) {
    case ("!param", nil) where parts.count == 1: self = .parameter
    case ("!when", let name?): self = .when(name)
    case ("!each", let name?): self = .each(name)
    default: self = .unknown(tag)
    }
  }
}

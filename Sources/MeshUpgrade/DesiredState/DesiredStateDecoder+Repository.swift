internal import Kubernetes
internal import YAML

extension DesiredStateDecoder {
  /// What is read of the repository, where new files go, and who commits.
  mutating func decodeRepository(
    _ field: Field, into settings: inout DesiredState.RepositorySettings
  ) {
    let known = ["url", "include", "exclude", "output", "author"]
    guard let fields = reader.fields(of: field, known: known) else { return }
    if let include = fields["include"] {
      settings.include = globs(of: include)
      if include.node.resolved.kind == .sequence, settings.include.isEmpty {
        reader.report(
          "found an empty list, expected at least one glob", at: include,
          hint: "\"**\" names every file")
      }
    }
    if let exclude = fields["exclude"] { settings.exclude = globs(of: exclude) }
    if let output = fields["output"].flatMap({
      path(of: $0, expected: "a folder inside the repository that is not its root")
    }) {
      settings.output = output
    }
    if let url = fields["url"] { settings.url = repositoryURL(of: url) }
    if let author = fields["author"] { decodeAuthor(author, into: &settings.author) }
  }

  private mutating func repositoryURL(of field: Field) -> String? {
    let expected = "the URL of this repository, as Applications have it in repoURL"
    guard let url = reader.filledText(of: field, expected: expected) else { return nil }
    guard RepositoryURL(url) != nil, url.contains("/") || url.contains(":") else {
      reader.report("found \(quoted(url)), expected \(expected)", at: field)
      return nil
    }
    return url
  }

  private mutating func globs(of field: Field) -> [String] {
    reader.texts(of: field) { $0.filledText(of: $1, expected: "a glob such as clusters/**") }
  }

  private mutating func decodeAuthor(
    _ field: Field, into author: inout DesiredState.RepositorySettings.Author
  ) {
    guard let fields = reader.fields(of: field, known: ["name", "email"]) else { return }
    author.name = fields["name"].flatMap { authorName(of: $0) } ?? author.name
    author.email = fields["email"].flatMap { authorEmail(of: $0) } ?? author.email
  }

  private mutating func authorName(of field: Field) -> String? {
    guard let name = reader.filledText(of: field, expected: "a name") else { return nil }
    if name.unicodeScalars.contains(where: { "<>".unicodeScalars.contains($0) || $0.value < 0x20 })
    {
      reader.report(
        "found \(quoted(name)), expected a name without <, > and line breaks, as Git has it",
        at: field)
      return nil
    }
    // Git drops these at both ends of a name, and refuses one that is then empty.
    if name.allSatisfy({ $0.isWhitespace || ".,:;\"\\'".contains($0) }) {
      reader.report("found \(quoted(name)), expected a name with letters", at: field)
      return nil
    }
    return name
  }

  private mutating func authorEmail(of field: Field) -> String? {
    guard let email = reader.filledText(of: field, expected: "a mail address") else { return nil }
    let parts = email.split(separator: "@", omittingEmptySubsequences: false)
    let isClean = email.unicodeScalars.allSatisfy {
      $0.value > 0x20 && $0.value != 0x7F && !"<>,;:\"\\()[]".unicodeScalars.contains($0)
        && !$0.properties.isWhitespace
    }
    if parts.count == 2, isClean, parts.allSatisfy({ !$0.isEmpty }) { return email }
    reader.report(
      "found \(quoted(email)), expected a mail address such as team@example.com", at: field)
    return nil
  }

  /// The findings that are known and do not refuse.
  mutating func exceptions(of field: Field) -> [DesiredState.Exception] {
    var exceptions: [DesiredState.Exception] = []
    for item in reader.items(of: field) ?? [] {
      guard let exception = exception(of: item) else { continue }
      if exceptions.contains(where: {
        $0.rule == exception.rule && $0.namespace == exception.namespace
      }) {
        reader.report("found a second exception for the same rule and namespace", at: item)
      }
      exceptions.append(exception)
    }
    return exceptions
  }

  private mutating func exception(of field: Field) -> DesiredState.Exception? {
    let required: KeyValuePairs = [
      "rule": "the code of a rule such as MP012", "reason": "why the rule may be broken",
    ]
    let known = ["rule", "namespace", "reason"]
    guard let fields = reader.fields(of: field, known: known, required: required) else {
      return nil
    }
    let rule = fields["rule"].flatMap { self.rule(of: $0) }
    let namespace = fields["namespace"].flatMap { reader.label(of: $0) }
    let reason = fields["reason"].flatMap {
      reader.filledText(of: $0, expected: "why the rule may be broken")
    }
    guard let rule, let reason else { return nil }
    return DesiredState.Exception(rule: rule, namespace: namespace, reason: reason)
  }

  private mutating func rule(of field: Field) -> Rule? {
    guard let text = reader.text(of: field) else { return nil }
    func isCode(_ text: String) -> Bool {
      text.utf8.count == 5 && text.hasPrefix("MP")
        && text.utf8.dropFirst(2).allSatisfy { (0x30...0x39).contains($0) }
    }
    if isCode(text) { return exceptable(Rule(text), at: field) }
    let repaired = text.uppercased()
    reader.report(
      "found \(quoted(text)), expected the code of a rule such as MP012", at: field,
      hint: isCode(repaired) ? "did you mean \"\(repaired)\"?" : nil)
    return nil
  }

  /// A rule that exists and can be excepted; reported where it cannot.
  private mutating func exceptable(_ rule: Rule, at field: Field) -> Rule? {
    guard RulePage.all.contains(where: { $0.rule == rule }) else {
      let near = RulePage.nearest(to: rule.code).map { "did you mean \"\($0)\"? " } ?? ""
      reader.report(
        "found \(quoted(rule.code)), and there is no such rule", at: field,
        hint: "\(near)`meshphase explain rules` lists them")
      return nil
    }
    guard rule.isAboutMesh else {
      reader.report(
        "found \(quoted(rule.code)), which is never excepted: such input cannot be worked with",
        at: field, hint: "mend what it is about; rules up to MP1xx have exceptions")
      return nil
    }
    return rule
  }
}

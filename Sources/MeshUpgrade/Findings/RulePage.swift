internal import Kubernetes
package import YAML

/// The page of a rule: what it means, an example, what to do (`Documentation/rules/MP005.md`).
package struct RulePage: Sendable {
  package let rule: Rule
  /// What is wrong, in a few words.
  package let title: String
  /// The whole page, in Markdown.
  package let text: String

  /// The pages of all rules, in the order of their codes.
  package static let all: [RulePage] = {
    let folder = "Documentation/rules/"
    return EmbeddedFiles.all.compactMap { path, text in
      guard path.hasPrefix(folder) else { return nil }
      return RulePage(fileName: String(path.dropFirst(folder.count)), text: text)
    }
  }()

  /// Reads a page; its first line is `# CODE: TITLE`.
  init?(fileName: String, text: String) {
    guard fileName.hasSuffix(".md"), let line = text.split(separator: "\n").first else {
      return nil
    }
    let code = fileName.dropLast(".md".count)
    let start = "# \(code): "
    guard line.hasPrefix(start) else { return nil }
    rule = Rule(String(code))
    title = String(line.dropFirst(start.count))
    self.text = text
  }

  /// The page of a code, else the refusal that names the nearest.
  package static func page(of code: String) throws(Refusal) -> RulePage {
    if let page = all.first(where: { $0.rule.code == code }) { return page }
    let near = nearest(to: code).map { "did you mean \($0)? " } ?? ""
    throw Refusal(
      Finding(
        .notFound, message: "there is no rule \(code)",
        hint: "\(near)`meshphase explain rules` lists them: MP001 and on (the mesh), MP101 and on"
          + " (Argo CD), MP201 and on (input)"))
  }

  /// The code that was meant by another: the next by its number, else by its spelling.
  package static func nearest(to code: String) -> String? {
    let codes = all.map(\.rule.code)
    if let number = Int(code.dropFirst(2)), code.hasPrefix("MP"),
      let near = codes.min(by: { distance($0, number) < distance($1, number) }),
      distance(near, number) < 10
    {
      return near
    }
    return NearestName.of(code, among: codes)
  }

  private static func distance(_ code: String, _ number: Int) -> Int {
    Int(code.dropFirst(2)).map { $0 > number ? $0 - number : number - $0 } ?? .max
  }

  /// Whether a text is meant as a rule's code, known or not: no namespace has capital letters.
  package static func isCode(_ text: String) -> Bool {
    text.hasPrefix("MP") && text.dropFirst(2).contains { $0.isNumber }
  }

  /// The word that all rules are asked for by: no code, and a poor name for a namespace.
  package static let listName = "rules"

  /// All rules with their titles, as text.
  package static var listText: StyledText {
    var text = StyledText()
    for page in all {
      text.add(page.rule.code, .name)
      text.line("  \(page.title)")
    }
    return text
  }

  /// All rules with their titles, as JSON.
  package static var listJSON: Value {
    let rules = all.map { page -> Value in
      ["rule": .string(page.rule.code), "title": .string(page.title)]
    }
    return ["formatVersion": "1", "rules": .sequence(rules)]
  }

  /// The page as JSON (DESIGN §7).
  package var json: Value {
    [
      "formatVersion": "1", "rule": .string(rule.code), "title": .string(title),
      "text": .string(text),
    ]
  }

  /// The page as text for a terminal: Markdown, whose headings stand out.
  package var styledText: StyledText {
    var styled = StyledText()
    var isCode = false
    for line in text.split(separator: "\n", omittingEmptySubsequences: false).dropLast() {
      if line.hasPrefix("```") { isCode.toggle() }
      let isHeading = !isCode && line.hasPrefix("#")
      styled.line(String(line), isHeading ? .heading : .plain)
    }
    return styled
  }
}

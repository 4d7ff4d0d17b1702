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
    let near = NearestName.of(code, among: all.map(\.rule.code))
    throw Refusal(
      Finding(
        .notFound, message: "there is no rule \(code)",
        hint: near.map { "did you mean \($0)?" }
          ?? "the rules are MP001 and on (the mesh), MP101 and on (Argo CD), MP201 and on (input);"
          + " Documentation/rules has a page for each"))
  }

  /// Whether a text is meant as a rule's code, known or not: no namespace has capital letters.
  package static func isCode(_ text: String) -> Bool {
    text.hasPrefix("MP") && text.dropFirst(2).contains { $0.isNumber }
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

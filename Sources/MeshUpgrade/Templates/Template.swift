internal import Kubernetes
internal import YAML

/// A template: one YAML document with the notation of templates/README.md.
struct Template: Sendable {
  /// The text, with the name that messages call it by.
  let source: SourceFile
  /// The text as nodes.
  let document: Document

  init(_ source: SourceFile, rule: Rule = .template) throws(Refusal) {
    self.source = source
    let found: Document?
    do throws(ParseError) {
      found = try Document.parseSingle(source.bytes)
    } catch {
      throw Refusal(
        Finding(rule, in: source, at: error.range, message: error.message, hint: error.hint))
    }
    guard let found else {
      throw Refusal(
        Finding(rule, in: source, at: 0..<0, message: "expected one YAML document"))
    }
    document = found
  }
}

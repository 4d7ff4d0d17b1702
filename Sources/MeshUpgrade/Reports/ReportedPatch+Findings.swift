package import Kubernetes
internal import YAML
package import YAMLDiff

extension ReportedPatch {
  /// Longer values are cut in messages.
  private static let lengthLimit = 60

  /// What keeps the patch from being applied to a file, as a finding with its place there.
  package func finding(
    _ problem: StreamPatch.Problem, in file: SourceFile, report: String
  ) -> Finding {
    let entry = problem.entry.flatMap { self.entry($0) }
    let text = text(of: problem.reason, isSecret: Self.mayBeSecret(entry))
    let number = problem.entry.map { "change \($0 + 1) of \(report) is not for this file; " } ?? ""
    var finding = Finding(
      .unsafeEdit, in: file, at: problem.range, message: text.message,
      hint: text.hint ?? "\(number)nothing of the report was applied")
    if Self.mayBeSecret(entry) { finding.excerpt = nil }
    return finding
  }

  private func text(
    of reason: StreamPatch.Problem.Reason, isSecret: Bool
  ) -> (message: String, hint: String?) {
    func shown(_ value: Value?) -> String {
      value.map { isSecret ? "***" : Self.shown($0) } ?? "nothing"
    }
    return switch reason {
    case .unreadable(let error): (error.message, error.hint)
    case .directives:
      (
        "a stream of several documents with % directives cannot be patched",
        "write the documents without % directives"
      )
    case .noDocument(let handle): ("found no \(Self.words(for: handle))", nil)
    case .severalDocuments(let identity):
      ("found \(Self.words(for: identity)) several times, none of them where it was", nil)
    case .exists(let identity):
      ("found \(Self.words(for: identity)), expected none: the report makes it", nil)
    case .misfit(let path, .differs(let found, let expected)):
      ("found \(shown(found)), expected \(shown(expected)) at \(Self.pointer(path))", nil)
    case .misfit(let path, .noItem): ("found no item at \(Self.pointer(path)), which moves", nil)
    case .misfit(let path, .noPlace): ("found no place for \(Self.pointer(path))", nil)
    case .edit(let error): (error.message, error.hint)
    case .unverified:
      (
        "no edit of this text gives exactly the intended documents",
        "write it in plain block style, or make the changes by hand"
      )
    }
  }

  /// Whether what an entry is about keeps secrets, or does not say what it is.
  private static func mayBeSecret(_ entry: Node?) -> Bool {
    guard let entry else { return false }
    return entry["object"]?["kind"]?.text == "Secret"
      || (entry["object"]?["kind"] == nil
        && entry["path"]?.text.map { $0.hasPrefix("/data") || $0.hasPrefix("/stringData") } ?? false)
  }

  private static func shown(_ value: Value) -> String {
    let text = SecretMask(showsSecrets: false).masked(value).json(isPretty: false)
    return text.unicodeScalars.count <= lengthLimit
      ? text : String(String.UnicodeScalarView(text.unicodeScalars.prefix(lengthLimit))) + "…"
  }

  private static func pointer(_ path: [String]) -> String {
    path.isEmpty ? "the document's root" : path.map { "/" + Path.escape($0) }.joined()
  }

  private static func words(for handle: StreamPatch.Handle) -> String {
    if let identity = handle.identity { return words(for: identity) }
    let noun = handle.isList ? "list of objects" : "document without a name"
    return handle.position.map { "\(noun) at position \($0 + 1)" } ?? noun
  }

  private static func words(for identity: DocumentIdentity) -> String {
    ObjectKey(identity).description
  }
}

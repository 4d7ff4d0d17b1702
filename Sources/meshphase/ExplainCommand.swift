internal import ArgumentParser
internal import MeshUpgrade

/// `meshphase explain`: what a rule means.
struct ExplainCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "explain", abstract: "Say what a rule means, and what to do about it.",
    discussion: """
      Every finding names its rule. The page of a rule says what is wrong, shows it in an \
      example, and tells how to mend it or how to except it.

      Examples:
        meshphase explain MP005
        meshphase explain MP005 -o json
      """)

  @OptionGroup var options: CommonOptions

  @Argument(help: ArgumentHelp("The code of a rule, such as MP005.", valueName: "rule"))
  var subject: String

  func run() throws {
    try CommandRun(options).run { console throws(Refusal) in
      guard RulePage.isCode(subject) else { throw Self.refusal(of: subject) }
      let page = try RulePage.page(of: subject)
      switch options.output {
      case .text: console.output(page.styledText)
      case .json: console.output(page.json)
      }
    }
  }

  /// A namespace would be explained phase by phase; that is not built yet.
  private static func refusal(of subject: String) -> Refusal {
    if (try? RulePage.page(of: subject.uppercased())) != nil {
      return Refusal(
        Finding(
          .notFound, message: "there is no rule \(subject)",
          hint: "did you mean \(subject.uppercased())? Codes of rules have capital letters"))
    }
    return Refusal(
      Finding(
        .notBuilt,
        message: "\(subject) is no rule's code, and to explain a namespace is not built yet",
        hint: "give the code of a rule, such as MP005; meshphase plan --verbose shows what becomes"
          + " of each namespace"))
  }
}

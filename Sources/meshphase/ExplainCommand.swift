internal import ArgumentParser
internal import Kubernetes
internal import MeshUpgrade

/// `meshphase explain`: who injects a namespace, or what a rule means.
struct ExplainCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "explain", abstract: "Say who injects a namespace, or what a rule means.",
    discussion: """
      For a namespace: which webhooks select its Pods, where they are written, and which revision \
      answers, in the base and after each phase of the plan; without a meshphase.yaml, in the base \
      alone. For the code of a rule: its page, with an example and what to do about it; `rules` lists all codes.

      Examples:
        meshphase explain payments
        meshphase explain payments --pod istio.io/rev=prod,app=web
        meshphase explain MP005
      """)

  @OptionGroup var options: CommonOptions

  @Option(
    help: ArgumentHelp(
      "The labels of one Pod to explain, in place of those that make a difference.",
      valueName: "key=value,…"))
  var pod: String?

  @Argument(help: ArgumentHelp("A namespace, the code of a rule, or rules.", valueName: "subject"))
  var subject: String

  func validate() throws {
    guard let pod else { return }
    if RulePage.isCode(subject) { throw ValidationError("--pod is about a namespace.") }
    guard Self.labels(pod) != nil else {
      throw ValidationError("--pod takes labels, such as app=web,istio.io/rev=prod.")
    }
  }

  func run() throws {
    try CommandRun(options).run { console throws(Refusal) in
      // A namespace may have that name.
      if subject == RulePage.listName, (try? report())?.namespaces.contains(subject) != true {
        return options.output == .json
          ? console.output(RulePage.listJSON) : console.output(RulePage.listText)
      }
      guard RulePage.isCode(subject) else { return try explainNamespace(console) }
      let page = try RulePage.page(of: subject)
      switch options.output {
      case .text: console.output(page.styledText)
      case .json: console.output(page.json)
      }
    }
  }

  private func explainNamespace(_ console: Console) throws(Refusal) {
    let report: ProofReport
    do throws(Refusal) { report = try self.report() } catch {
      // Whoever asks for mp005 has no namespace in mind.
      guard (try? RulePage.page(of: subject.uppercased())) == nil else { throw unknown(among: []) }
      throw error
    }
    let labels = pod.flatMap(Self.labels)
    guard let explanation = report.explanation(of: subject, pod: labels) else {
      throw unknown(among: report.namespaces)
    }
    switch options.output {
    case .text: console.output(explanation.styledText)
    case .json: console.output(explanation.json)
    }
  }

  private func report() throws(Refusal) -> ProofReport {
    let repository = try LoadedRepository.open(options)
    if options.file != nil || DesiredStateFile.isThere(in: repository.tree) {
      return try PreparedPlan.proven(options, on: repository).proof
    }
    return StateProof(try repository.files()).report()
  }

  private func unknown(among names: [String]) -> Refusal {
    if (try? RulePage.page(of: subject.uppercased())) != nil {
      return Refusal(
        Finding(
          .notFound, message: "there is no namespace and no rule \(subject)",
          hint: "did you mean \(subject.uppercased())? Codes of rules have capital letters"))
    }
    return Refusal(
      Finding(
        .notFound, message: "the base commit defines no namespace \(subject)",
        hint: NearestName.of(subject, among: names).map { "did you mean \($0)?" }
          ?? "name one that a manifest defines, or the code of a rule; `meshphase explain rules` lists"
          + " them"))
  }

  /// Labels as `key=value,key=value`; nil for anything else.
  private static func labels(_ text: String) -> [String: String]? {
    var labels: [String: String] = [:]
    for part in text.split(separator: ",") {
      let pair = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      guard pair.count == 2, NameSyntax.isLabelKey(String(pair[0])),
        NameSyntax.isLabelValue(String(pair[1]))
      else { return nil }
      labels[String(pair[0])] = String(pair[1])
    }
    return labels
  }
}

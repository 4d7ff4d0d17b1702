internal import ArgumentParser
internal import Files
internal import MeshUpgrade

/// `meshphase lint`: what Argo CD makes of the plan, or of one state.
struct LintCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "lint", abstract: "Tell what Argo CD would make of the plan, or of one state.",
    discussion: """
      Applications that do not sync what the plan writes, read it wrongly or track another revision, \
      fields that istiod and Argo CD take in turns to write, namespaces that a prune would delete: \
      the findings MP1xx. Without an argument they are those of the plan, if the base commit has a \
      meshphase.yaml or -f names one; else, and with an argument, those of one state: a folder, a \
      file, - for standard input, or a commit.

      Exit status: 0 nothing was found, 1 something was, 2 refused.
      """)

  @Argument(
    help: ArgumentHelp("A folder, a file, - or a commit to look at.", valueName: "state"))
  var state: String?

  @OptionGroup var options: CommonOptions

  func validate() throws {
    if state != nil, options.file != nil {
      throw ValidationError("-f names the desired state of a plan: leave it out for a state.")
    }
    if state != nil, options.templates != nil {
      throw ValidationError("--templates are those of a plan: leave it out for a state.")
    }
    if state == "" { throw ValidationError("The name of a state is not empty.") }
  }

  func run() throws {
    var isClean = true
    try CommandRun(options).run { console throws(Refusal) in
      let findings = try findings()
      isClean = findings.isEmpty
      report(findings, console)
    }
    if !isClean { throw ExitCode(1) }
  }

  private func findings() throws(Refusal) -> [Finding] {
    if state == nil {
      let repository = try LoadedRepository.open(options)
      let isPlanned =
        options.file != nil || DesiredStateFile.isThere(in: repository.tree)
      if isPlanned { return try PreparedPlan.argoFindings(options, on: repository) }
    }
    return ArgoLint(try StateInput.load(state, options).files).findings()
  }

  private func report(_ findings: [Finding], _ console: Console) {
    if options.output == .json { return console.output(Finding.findingsJSON(findings)) }
    if options.isQuiet { return }
    console.output(StyledText.report(of: findings))
  }
}

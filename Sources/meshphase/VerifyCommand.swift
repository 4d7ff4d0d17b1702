internal import ArgumentParser
internal import MeshUpgrade

/// `meshphase verify`: the proof alone, of the plan or of one state.
struct VerifyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify",
    abstract: "Prove that every Pod has exactly one injector, whatever is applied first.",
    discussion: """
      Without an argument the plan is proven, if the base commit has a meshphase.yaml or -f names \
      one: every state that the cluster can pass through while a phase syncs, and while it is taken \
      back. Else, and with an argument, one state is: a folder, a file, - for standard input, or a \
      commit, by its files alone.

      Exit status: 0 it holds, 1 it does not, 2 refused.
      """)

  @Argument(
    help: ArgumentHelp("A folder, a file, - or a commit to look at.", valueName: "state"))
  var state: String?

  @Option(
    help: ArgumentHelp(
      "How many phases may be under way at once: 1 or 2.",
      discussion: "With 2 a phase may be merged before the one before it has synced.",
      valueName: "phases"))
  var window = 1

  @OptionGroup var options: CommonOptions

  func validate() throws {
    if state != nil, options.file != nil {
      throw ValidationError("-f names the desired state of a plan: leave it out for a state.")
    }
    if state != nil, options.templates != nil {
      throw ValidationError("--templates are those of a plan: leave it out for a state.")
    }
    if state == "" { throw ValidationError("The name of a state is not empty.") }
    guard (1...2).contains(window) else { throw ValidationError("--window is 1 or 2.") }
  }

  func run() throws {
    var holds = true
    try CommandRun(options).run { console throws(Refusal) in
      if state == nil {
        let repository = try LoadedRepository.open(options)
        if options.file != nil || DesiredStateFile.isThere(in: repository.tree) {
          holds = try verifyPlan(on: repository, console)
          return
        }
      }
      let proof = StateProof(try StateInput.load(state, options).files)
      let report = proof.report()
      let skipped = proof.skipped()
      holds = report.holds
      CommandRun.warn(report.findings, options, console)
      if options.output == .json { return console.output(report.singleStateJSON(skipped: skipped)) }
      if options.isQuiet { return }
      console.output(
        ProofText.text(of: report, skipped: skipped, isVerbose: options.isVerbose))
    }
    if !holds { throw ExitCode(1) }
  }

  /// Proves the plan; tells whether it holds.
  private func verifyPlan(
    on repository: borrowing LoadedRepository, _ console: Console
  ) throws(Refusal) -> Bool {
    let plan: Plan
    do throws(Refusal) {
      plan = try PreparedPlan.proven(options, on: repository, window: window)
    } catch {
      // What breaks a rule of the mesh before any phase is what was asked for.
      guard error.findings.allSatisfy(\.rule.isAboutMesh) else { throw error }
      CommandRun.warn(error.findings, options, console)
      if options.output == .json { console.output(ProofReport.refusedJSON(error.findings)) }
      return ProofReport.holds(error.findings)
    }
    CommandRun.warn(plan.findings, options, console)
    if options.output == .json {
      console.output(plan.proof.json(findings: plan.findings))
    } else if !options.isQuiet {
      console.output(
        ProofText.text(
          plan.proof, of: plan, findings: plan.findings, isVerbose: options.isVerbose))
    }
    return ProofReport.holds(plan.findings)
  }
}

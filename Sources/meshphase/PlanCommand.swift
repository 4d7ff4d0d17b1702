internal import ArgumentParser
internal import MeshUpgrade

/// `meshphase plan`: shows the phases, writes nothing.
struct PlanCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "plan", abstract: "Show the phases, their changes and rollbacks; write nothing.",
    discussion: """
      The commit ids shown are those that `meshphase commit` makes of the same
      inputs.
      """)

  @OptionGroup var options: CommonOptions

  func run() throws {
    try CommandRun(options).run { console throws(Refusal) in
      let repository = try LoadedRepository.open(options)
      let prepared = try PreparedPlan.make(options, on: repository)
      CommandRun.report(prepared, options, console)
    }
  }
}

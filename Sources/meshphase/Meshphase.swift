internal import ArgumentParser
internal import Kubernetes
internal import MeshUpgrade

/// The command line tool.
@main
struct Meshphase: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "meshphase",
    abstract: "Plan an Istio or Anthos Service Mesh upgrade as a stack of small pull requests.",
    discussion: """
      meshphase reads meshphase.yaml (target revision, namespaces, gateway namespaces) from a \
      repository that Argo CD syncs, and turns it into phases: canary namespaces, waves, \
      gateways, promotion, retirement. Each phase is a branch with a minimal edit of your own \
      files, and has a branch that takes it back.

      Examples:
        meshphase plan      show the phases; writes nothing
        meshphase commit    write a branch per phase, and one that takes it back
        meshphase pr        give the text of a pull request for each phase
        meshphase status    tell how far the upgrade is
        meshphase rollback  take back a phase that has landed
        meshphase render    print the manifests that the plan leads to
        meshphase lint      tell what Argo CD would make of the plan
        meshphase plan -C clusters/prod.git --base main -f :meshes/prod.yaml -o json

      Exit status: 0 done, 1 found (differences, conflicts, what a check or proof does not hold for), \
      2 refused (nothing is written), 64 wrong usage.
      """,
    version: Version.text,
    subcommands: [
      PlanCommand.self, CommitCommand.self, PullRequestCommand.self, StatusCommand.self,
      RollbackCommand.self, RenderCommand.self, VerifyCommand.self,
      LintCommand.self, DiffCommand.self,
      PatchCommand.self,
      MergeCommand.self, ExplainCommand.self,
    ])

  static func main() {
    Console.openStandardStreams()
    do {
      var command = try parseAsRoot()
      try run(&command)
    } catch { refuse(error) }
  }

  private static func run(_ command: inout any ParsableCommand) throws {
    do { try command.run() } catch {
      guard let wrong = error as? ValidationError else { throw error }
      refuse(wrong.message, usage: usage(of: type(of: command)))
    }
  }

  private static func refuse(_ error: any Error) -> Never {
    if !exitCode(for: error).isSuccess, !(error is ExitCode),
      let name = CommandLine.arguments.dropFirst().first,
      let unknown = unknownCommand(name)
    {
      refuse(unknown, usage: usage(of: Self.self))
    }
    let text = fullMessage(for: error)
    // Wrong usage is told with the arguments as they were given.
    guard !exitCode(for: error).isSuccess,
      text.split(separator: "\n").contains(where: { StyledText.visible(String($0)) != $0 })
    else { exit(withError: error) }
    refuse(text, status: exitCode(for: error))
  }

  /// What is wrong with the name of a command that there is none of; nil for others.
  private static func unknownCommand(_ name: String) -> String? {
    let names = configuration.subcommands.compactMap { $0.configuration.commandName } + ["help"]
    guard !name.hasPrefix("-"), !name.isEmpty, !names.contains(name) else { return nil }
    let hint = NearestName.of(name, among: names).map { "did you mean \($0)?" }
    return "there is no command \(name): "
      + (hint ?? "the commands are \(names.joined(separator: ", ")).")
  }

  /// How a command is used, and where to read more.
  private static func usage(of command: any ParsableCommand.Type) -> String {
    let names = command == Self.self ? [] : [command.configuration.commandName].compactMap { $0 }
    let line = (["meshphase"] + names).joined(separator: " ")
    let usage = names.isEmpty ? usageString() : usageString(for: command)
    let lines = usage.split(separator: "\n").joined(separator: "\n       ")
    return "Usage: \(lines)\n  See '\(line) --help' for more information."
  }

  private static func refuse(_ message: String, usage: String) -> Never {
    refuse("Error: \(message)\n\(usage)", status: .validationFailure)
  }

  /// Ends the tool with a message, whatever the arguments that it names hold.
  private static func refuse(_ text: String, status: ExitCode) -> Never {
    var message = StyledText()
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      message.line(String(line))
    }
    Console(color: .never).message(message)
    exit(withError: status)
  }
}

/// What `--version` prints; no other output depends on it.
enum Version {
  static let text = "0.1.0"
}

internal import ArgumentParser
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

      Exit status: 0 done, 2 refused (nothing is written), 64 wrong usage.
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
    do {
      var command = try parseAsRoot()
      try command.run()
    } catch {
      let text = fullMessage(for: error)
      let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
      let visible = lines.map { StyledText.visible(String($0)) }.joined(separator: "\n")
      // Wrong usage is told with the arguments as they were given.
      guard visible != text, !exitCode(for: error).isSuccess else { exit(withError: error) }
      var message = StyledText()
      for line in lines { message.line(String(line)) }
      Console(color: .never).message(message)
      exit(withError: exitCode(for: error))
    }
  }
}

/// What `--version` prints; no other output depends on it.
enum Version {
  static let text = "0.1.0"
}

internal import ArgumentParser
internal import Files
internal import Kubernetes
internal import MeshUpgrade
internal import YAML
internal import YAMLDiff

/// `meshphase render`: the manifests that a phase, or the whole plan, leads to.
struct RenderCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "render", abstract: "Print the manifests that a phase or the plan leads to.",
    discussion: """
      The objects that the phase is about, as they are once it and those before it are merged: \
      namespaces, workloads, webhooks, Services. Without --out they are printed as one YAML \
      stream. With --out the files that hold them are written, whole and at their paths in the \
      repository; other files in that folder are left alone.

      --check writes nothing and says whether the base holds these manifests already, compared \
      as data: exit status 0 when it does, 1 when it does not, with the difference. Otherwise 0; \
      2 refused.
      """)

  @OptionGroup var options: CommonOptions

  @Option(help: ArgumentHelp("The phase, by its name; \(Rendering.end) is the whole plan."))
  var phase = Rendering.end

  @Option(help: ArgumentHelp("Write the files into this folder.", valueName: "dir"))
  var out: String?

  @Flag(name: .customLong("check"), help: "Tell whether the base holds these manifests already.")
  var isCheck = false

  func validate() throws {
    if isCheck, out != nil { throw ValidationError("--check writes nothing: leave out --out.") }
    if out == "" { throw ValidationError("--out needs the name of a folder.") }
  }

  func run() throws {
    var isEqual = true
    try CommandRun(options).run { console throws(Refusal) in
      let repository = try LoadedRepository.open(options)
      let (plan, _, files) = try PreparedPlan.plan(options, on: repository)
      CommandRun.warn(plan.findings, options, console)
      let rendering = try Rendering(plan, phase: phase, base: files)
      if isCheck {
        isEqual = try check(rendering, of: plan, console)
      } else if let out {
        try FolderWriter(folder: out).write(rendering)
        report(rendering, of: plan, in: out, console)
      } else {
        print(rendering, of: plan, console)
      }
    }
    if !isEqual { throw ExitCode(1) }
  }

  // MARK: Manifests

  private func print(_ rendering: Rendering, of plan: Plan, _ console: Console) {
    switch options.output {
    case .json: console.output(rendering.json(of: plan))
    case .text:
      if options.isQuiet { return }
      console.output(rendering.stream)
    }
  }

  private func report(
    _ rendering: Rendering, of plan: Plan, in folder: String, _ console: Console
  ) {
    if options.output == .json { return console.output(rendering.json(of: plan)) }
    if options.isQuiet { return }
    let written = rendering.files.count { $0.rendered != nil }
    var text = StyledText()
    text.line("Wrote \(written) file\(written == 1 ? "" : "s") into \(folder)")
    for file in rendering.files where file.rendered == nil {
      text.line("  \(file.path) is deleted by the plan and was not written", .dim)
    }
    console.output(text)
  }

  // MARK: Check

  private func check(
    _ rendering: Rendering, of plan: Plan, _ console: Console
  ) throws(Refusal) -> Bool {
    do throws(StreamError) {
      let report = try rendering.difference()
      if options.output == .json {
        console.output(try rendering.checkJSON(report, of: plan))
      } else if !options.isQuiet {
        try write(report, rendering.otherDifferences, console)
      }
      return report.isEmpty && rendering.otherDifferences.isEmpty
    } catch { throw Refusal(DiffCommand.finding(error)) }
  }

  private func write(
    _ report: DiffReport, _ others: [RepositoryPath], _ console: Console
  ) throws(StreamError) {
    let what = phase == Rendering.end ? "the plan" : "the phase \(phase)"
    var text = StyledText()
    guard !report.isEmpty || !others.isEmpty else {
      text.line("The base holds what \(what) leads to")
      return console.output(text)
    }
    text.line("The base differs from what \(what) leads to:")
    text.endLine()
    for path in others { text.line("  \(path) has another content, or is not there") }
    console.output(text)
    do throws(ParseError) {
      try DiffText.tell(report, detail: options.isVerbose ? .full : .normal) {
        console.output($0)
      }
    } catch { throw StreamError(source: StreamSource(name: "", bytes: []), error: error) }
  }
}

internal import ArgumentParser
internal import MeshUpgrade
internal import YAML

/// Runs a command's body and turns what it throws into text or JSON, and an exit status.
struct CommandRun {
  private let options: CommonOptions

  init(_ options: CommonOptions) { self.options = options }

  /// Exit status 2: refused, and no file or branch was changed.
  private static let refused = ExitCode(2)

  func run(_ body: (Console) throws(Refusal) -> Void) throws {
    let console = Console(color: options.color)
    try Self.refusing(console, isJSON: options.output == .json) { () throws(Refusal) in
      try body(console)
    }
  }

  /// Runs a body and prints why it refuses, if it does.
  static func refusing<Result>(
    _ console: Console, isJSON: Bool, _ body: () throws(Refusal) -> Result
  ) throws -> Result {
    do throws(Refusal) {
      return try body()
    } catch {
      let findings = ordered(error.findings)
      if isJSON { console.output(Finding.errorsJSON(findings)) }
      var text = StyledText()
      for finding in findings { text.add(finding) }
      text.line(summary(of: error), .dim)
      if let line = explanation(of: findings) { text.line(line, .dim) }
      console.message(text)
      throw refused
    }
  }

  private static func ordered(_ findings: [Finding]) -> [Finding] {
    findings.enumerated().sorted { left, right in
      guard let one = left.element.place, let other = right.element.place, one != other else {
        return left.element.place == nil && right.element.place != nil
          || (left.element.place == right.element.place && left.offset < right.offset)
      }
      return one < other
    }.map(\.element)
  }

  private static func summary(of refusal: Refusal) -> String {
    let number = refusal.findings.count
    let count = number == 1 ? "1 error" : "\(number) errors"
    return "refused with \(count); \(refusal.outcome)"
  }

  /// Where to read on; nil for mistakes of the input (MP2xx), whose messages say it all.
  private static func explanation(of findings: [Finding]) -> String? {
    let codes = findings.map(\.rule.code).filter { !$0.hasPrefix("MP2") }
    guard let code = codes.first else { return nil }
    let what = Set(codes).count == 1 ? "the rule means" : "a rule means"
    return "meshphase explain \(code) says what \(what), and how it is excepted"
  }

  /// Prints what the user should know.
  static func warn(_ findings: [Finding], _ options: CommonOptions, _ console: Console) {
    if options.isQuiet { return }
    var warnings = StyledText()
    for finding in findings { warnings.add(finding) }
    console.message(warnings)
  }

  /// Prints a plan, and what was written of it.
  static func report(
    _ prepared: PreparedPlan, _ options: CommonOptions, _ console: Console,
    moves: [BranchMove]? = nil, pushed: PushOutcome? = nil,
    leftovers: [BranchCheck.Difference] = [],
    adding fields: [(key: String, value: Value)] = []
  ) {
    warn(prepared.plan.findings, options, console)
    switch options.output {
    case .json:
      var json = prepared.plan.json(base: prepared.base, commits: prepared.commits)
      if let moves, case .mapping(var mapping) = json {
        mapping["refs"] = .sequence(moves.map(\.json))
        if let pushed { mapping["push"] = pushed.json }
        if !leftovers.isEmpty {
          mapping["leftovers"] = .sequence(leftovers.map { .string($0.branch) })
        }
        for (key, value) in fields { mapping[key] = value }
        json = .mapping(mapping)
      }
      console.output(json)
    case .text:
      if options.isQuiet { return }
      let normal: PlanText.Detail = moves == nil ? .normal : .brief
      var text = PlanText.text(
        prepared.plan, base: prepared.base, commits: prepared.commits,
        detail: options.isVerbose ? .full : normal)
      if let moves { add(moves, options, to: &text, isPushed: pushed != nil) }
      for leftover in leftovers { leftover.addAsLeftover(to: &text) }
      pushed?.add(to: &text)
      console.output(text)
    }
  }

  /// Prints what a check of the branches came to.
  static func report(
    _ prepared: PreparedPlan, _ check: BranchCheck, _ options: CommonOptions, _ console: Console
  ) {
    guard options.output == .json else {
      warn(prepared.plan.findings, options, console)
      if !options.isQuiet { console.output(check.text(options)) }
      return
    }
    report(prepared, options, console, moves: check.moves, adding: [("check", check.json)])
  }

  private static func add(
    _ moves: [BranchMove], _ options: CommonOptions, to text: inout StyledText, isPushed: Bool
  ) {
    let written = moves.filter { $0.from != $0.to }
    text.endLine()
    if written.isEmpty {
      text.line("Nothing to write: the \(moves.count) branches are as they should be", .dim)
      return
    }
    let noun = written.count == 1 ? "branch" : "branches"
    text.line(
      "Wrote \(written.count) \(noun)\(written.count < moves.count ? ", \(moves.count - written.count) were as they should be" : "")"
    )
    guard !isPushed else { return }
    let words = ["meshphase", "commit"] + options.arguments + ["--push"]
    text.line("   \(ShellWord.line(words))", .command)
  }
}

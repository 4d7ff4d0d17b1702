internal import Files
internal import Kubernetes
package import YAML

/// How far an upgrade is, as people and machines read it.
package struct StatusReport {
  private let status: UpgradeStatus
  private let base: BaseCommit
  private let standing: PlanStanding?
  private let branch: NextBranch?
  /// The options that commands are to be called with as well.
  private let arguments: [String]

  /// The branch of the phase that is next.
  package struct NextBranch: Sendable {
    let name: String
    /// Whether a remote has it, as far as is known.
    let isPushed: Bool

    package init(name: String, isPushed: Bool) {
      self.name = name
      self.isPushed = isPushed
    }
  }

  package init(
    _ status: UpgradeStatus, base: BaseCommit, standing: PlanStanding?, branch: NextBranch? = nil,
    arguments: [String] = []
  ) {
    self.status = status
    self.base = base
    self.standing = standing
    self.branch = branch
    self.arguments = arguments
  }

  /// Why no plan can be made of what is left.
  package var findings: [Finding] { status.refusal?.findings ?? [] }

  // MARK: JSON

  /// The status as JSON (DESIGN §7); of several branches that of the first, with all in `branches`.
  package static func json(_ reports: [StatusReport]) -> Value {
    guard let first = reports.first, case .mapping(var fields) = first.json else { return .null }
    if reports.count > 1 { fields["branches"] = .sequence(reports.map(\.json)) }
    return .mapping(fields)
  }

  private var json: Value {
    var fields: [(key: String, value: Value)] = [
      ("formatVersion", "1"), ("ref", .string(base.ref)), ("commit", .string(base.commit)),
      ("phases", .sequence(status.phases.map(Self.json))),
      ("next", status.next.map { .string($0) } ?? .null),
      (
        "nextBranch",
        branch.map { ["name": .string($0.name), "pushed": .bool($0.isPushed)] } ?? .null
      ),
    ]
    if let standing {
      fields.append(
        (
          "plan",
          [
            "base": .string(standing.base), "holds": .bool(standing.holds),
            "brokenBy": .sequence(standing.differences.map(Self.json)),
          ]
        ))
    }
    if let refusal = status.refusal {
      fields.append(("findings", .sequence(refusal.findings.map(\.json))))
    }
    return .mapping(Mapping(fields))
  }

  private static func json(_ phase: PhaseStatus) -> Value {
    [
      "index": .number(Number(phase.index)), "name": .string(phase.name),
      "state": .string(phase.state.rawValue),
      "objects": .sequence(phase.objects.map(json)),
      "done": .sequence(phase.done.map(\.json)),
      "commit": phase.commit.map { .string($0) } ?? .null, "empty": .bool(phase.isEmpty),
    ]
  }

  private static func json(_ object: PhaseStatus.Object) -> Value {
    guard case .mapping(var fields) = object.object.json else { return object.object.json }
    fields["state"] = .string(object.state.rawValue)
    if !object.conflicts.isEmpty {
      fields["conflicts"] = .sequence(object.conflicts.map(\.json))
    }
    return .mapping(fields)
  }

  private static func json(_ difference: PlanStanding.Difference) -> Value {
    var fields: [(key: String, value: Value)] = [
      ("phase", .string(difference.phase)), ("object", difference.object.json),
      ("keyedPath", .string(difference.keyedPath)),
    ]
    if let then = difference.then { fields.append(("then", then.json)) }
    if let now = difference.now { fields.append(("now", now.json)) }
    return .mapping(Mapping(fields))
  }

  // MARK: Text

  /// The status as a person reads it.
  package func text(isVerbose: Bool) -> StyledText {
    var text = StyledText()
    let ref = base.ref.hasPrefix("refs/heads/") ? String(base.ref.dropFirst(11)) : base.ref
    text.line("On \(ref) (\(base.commit.prefix(12)))", .heading)
    let width = status.phases.map(\.name.count).max() ?? 0
    for phase in status.phases { add(phase, width: width, isVerbose: isVerbose, to: &text) }
    text.endLine()
    addNext(to: &text)
    addStanding(to: &text)
    return text
  }

  private func add(
    _ phase: PhaseStatus, width: Int, isVerbose: Bool, to text: inout StyledText
  ) {
    let padding = String(repeating: " ", count: width - phase.name.count)
    text.add("\(BranchName.number(phase.index)) \(phase.name)\(padding)  ", .name)
    text.add(phase.isEmpty ? "nothing to do" : phase.state.rawValue, Self.style(of: phase))
    if let commit = phase.commit { text.add("  with \(commit.prefix(12))", .dim) }
    text.endLine()
    guard isVerbose || ![.pending, .reverted].contains(phase.state) else { return }
    for object in phase.objects {
      text.line("   \(object.object): \(object.state.rawValue)", .dim)
      for conflict in object.conflicts { text.add(conflict) }
    }
    if isVerbose || phase.state == .partial {
      for object in phase.done { text.line("   \(object): merged", .dim) }
    }
  }

  private static func style(of phase: PhaseStatus) -> StyledText.Style {
    switch phase.state {
    case .merged: phase.isEmpty ? .dim : .added
    case .pending: .plain
    case .partial, .reverted, .superseded: .warning
    case .conflict: .error
    }
  }

  private func addNext(to text: inout StyledText) {
    guard let next = status.phases.first(where: { $0.name == status.next }) else {
      let isWhole = status.phases.allSatisfy { $0.state == .merged }
      text.line(isWhole ? "Every phase has landed." : "No phase is left to land.")
      return
    }
    text.add("Next: \(next.name)", .heading)
    switch next.state {
    case .conflict:
      text.line(", once its conflicts are settled in the files")
    case .reverted: text.line(", which was taken back")
    case .partial: text.line(", of which a part is left")
    default: text.endLine()
    }
    if status.refusal != nil {
      text.line("No plan can be made of what is left; \(command("plan")) says why.", .warning)
    } else {
      addStep(to: &text)
    }
  }

  /// What brings the next phase: to write its branch, to push it, or to merge it.
  private func addStep(to text: inout StyledText) {
    guard let branch, standing?.holds == true else {
      return text.line("   \(command("commit"))", .command)
    }
    guard branch.isPushed else {
      text.line("   \(command("commit", "--push"))", .command)
      return text.line("   then merge \(branch.name)", .dim)
    }
    text.line("   merge \(branch.name)")
    text.line("   \(command("pr"))", .command)
  }

  /// A command of meshphase on the same base.
  private func command(_ name: String, _ more: String...) -> String {
    ShellWord.line(["meshphase", name] + arguments + more)
  }

  private func addStanding(to text: inout StyledText) {
    guard let standing, standing.base != base.commit else { return }
    guard let first = standing.differences.first else {
      text.line("The branch has moved since the phase branches were made; the plan still holds.")
      return
    }
    text.add("The plan of the phase branches does not hold any more: ", .warning)
    let place = (first.now?.fromPlace ?? first.now?.toPlace).map { "\($0.file):\($0.line): " } ?? ""
    text.line("\(place)\(first.object) in \(first.phase), \(first.keyedPath)")
    let more = standing.differences.count - 1
    if more > 0 { text.line("   and \(CommitMessage.count(more, "other field"))", .dim) }
    text.line("   \(command("commit")) makes them anew", .command)
  }
}

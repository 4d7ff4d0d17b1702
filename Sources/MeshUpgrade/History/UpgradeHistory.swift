package import Files
internal import Kubernetes
internal import YAML

/// Looks back along the first parents of a base for what stood before each phase of the upgrade.
///
/// A phase that has landed leaves no edit in a plan on the base. It is found in the plan on the
/// nearest earlier commit where it was pending. Commits that change no fact about the mesh are
/// passed over (``MeshFacts``), and nothing before the commit that brought this desired state
/// counts.
package struct UpgradeHistory {
  /// How far back to look.
  package enum Purpose: Sendable {
    /// Until each phase has been found.
    case plan
    /// The same, where a plan that breaks a rule is not refused.
    case proof
    /// As far as the desired state goes back, to tell what has been taken back.
    case status
  }

  /// A commit on which a plan was made.
  struct Point {
    let commit: String
    /// The commit after it; nil for the base.
    let next: String?
    let outcome: PlanOutcome?
    let repository: MeshRepository?
  }

  /// What plans on the base, with what its history has told.
  package private(set) var planner: Planner
  private let warnings: [Finding]
  private let purpose: Purpose
  /// The desired state's own file; nil where it is outside the repository.
  private var desiredPath: RepositoryPath?
  let baseCommit: String
  /// What refuses a plan on the base.
  private(set) var refusal: Refusal?
  /// The base and the earlier commits that were looked at, the newest first.
  private(set) var points: [Point] = []
  /// Where each phase was pending last.
  private(set) var origins: [String: PhaseOrigin] = [:]
  /// The phases that had landed on some commit between their origin and the one at hand.
  private var absent: Set<String> = []
  /// The phases of which an even earlier commit shows no more: nothing of them had landed there.
  private var confirmed: Set<String> = []
  /// The files of the commit at hand.
  private(set) var files: ChangingFiles
  private var current: String
  private var isAtEnd = false
  private var isCutOff = false

  /// Plans on the base.
  package init(
    _ planner: Planner, base: String, desiredPath: RepositoryPath?, warnings: [Finding] = [],
    for purpose: Purpose
  ) throws(Refusal) {
    self.planner = planner
    self.warnings = warnings
    self.purpose = purpose
    self.desiredPath = desiredPath
    baseCommit = base
    current = base
    files = ChangingFiles(planner.files)
    do throws(Refusal) {
      // A plan that breaks a rule is refused once it is known what it is.
      let outcome = try planner.outcome(
        warnings: warnings, asking: ProofQuestion(isRefused: purpose == .plan))
      add(Point(commit: base, next: nil, outcome: outcome, repository: outcome.base))
    } catch {
      // Which revision the mesh comes from may show in its history only.
      let isUnknown = error.findings.allSatisfy { $0.rule == .fromUnknown }
      guard purpose == .status || isUnknown else { throw error }
      refusal = error
      // How far the rest is can be told without namespaces that are gone.
      var rest = planner
      let outcome = purpose == .status && !isUnknown ? Self.outcome(&rest, from: nil) : nil
      if let outcome {
        self.planner = rest
        add(Point(commit: base, next: nil, outcome: outcome, repository: outcome.base))
      } else {
        points.append(Point(commit: base, next: nil, outcome: nil, repository: nil))
      }
    }
  }

  /// Whether an earlier commit has to be looked at.
  package var needsEarlier: Bool {
    guard !isAtEnd else { return false }
    if purpose == .status || refusal != nil { return true }
    return points.first?.outcome.map { !unexplained($0).isEmpty } ?? true
  }

  /// The phases of a plan that change nothing, of which it is not known for sure what they changed.
  private func unexplained(_ outcome: PlanOutcome) -> [PlannedPhase] {
    outcome.phases.filter { phase in
      phase.phase.edits.isEmpty && !phase.isEmpty && !confirmed.contains(phase.phase.name)
    }
  }

  private var question: ProofQuestion { ProofQuestion(isRefused: purpose == .plan) }

  // MARK: Going back

  /// Goes one commit back.
  package mutating func add(_ state: EarlierState) {
    let next = current
    let tells = state.files.contains { isTelling($0) }
    files.apply(state)
    current = state.commit
    let isOlder = state.files.contains { $0.path == desiredPath } && isOlder(state)
    if tells { look(next: next) }
    if isOlder { isAtEnd = true }
  }

  /// Ends where the history begins, or where this clone has no more of it.
  package mutating func end(isCutOff: Bool) {
    isAtEnd = true
    self.isCutOff = isCutOff
  }

  /// Whether the desired state of by then is about another upgrade, or was not there yet.
  ///
  /// One that cannot be read is passed over, and one that had another name is followed.
  private mutating func isOlder(_ state: EarlierState) -> Bool {
    guard let path = desiredPath else { return false }
    if let bytes = files[path] { return isSameUpgrade(bytes, at: path) == false }
    let renamed = state.files.first { file in
      file.path.name.hasSuffix(".yaml")
        && file.content.map { isSameUpgrade($0, at: file.path) } == true
    }
    if let renamed { desiredPath = renamed.path }
    return renamed == nil
  }

  /// Whether a text is the desired state of this upgrade; nil where it is none that can be read.
  private func isSameUpgrade(_ bytes: [UInt8], at path: RepositoryPath) -> Bool? {
    guard
      let decoded = try? DesiredState.decode(SourceFile(name: path.description, bytes: bytes))
    else { return nil }
    return decoded.state.name == planner.desired.name
      && decoded.state.to.revision == planner.desired.to.revision
  }

  /// Plans on the commit at hand.
  private mutating func look(next: String) {
    var earlier = Planner(
      desired: planner.desired, source: planner.source, files: files.files,
      templates: planner.templates,
      ignored: planner.ignored.union([desiredPath].compactMap { $0 }),
      baseReference: planner.baseReference)
    earlier.alike = points.last { $0.repository != nil }?.repository
    let outcome = Self.outcome(
      &earlier, from: points.lazy.compactMap(\.outcome).first?.context.from)
    let repository = outcome?.base ?? (try? earlier.baseRepository())
    add(Point(commit: current, next: next, outcome: outcome, repository: repository))
    if refusal != nil, purpose != .status, let outcome { replan(from: outcome) }
  }

  /// The plan on an earlier commit, without the namespaces that were not there yet, and from the
  /// revision that other commits tell where this one does not.
  private static func outcome(_ planner: inout Planner, from: ControlPlane?) -> PlanOutcome? {
    for _ in 0..<3 {
      do throws(Refusal) {
        return try planner.outcome(asking: ProofQuestion(isRefused: false))
      } catch {
        let missing = Set(
          error.findings.filter { $0.rule == .notFound }.compactMap(\.namespace))
        if !missing.isEmpty {
          planner.desired.leave(missing)
        } else if error.findings.contains(where: { $0.rule == .fromUnknown }),
          planner.desired.from == nil, let from
        {
          planner.desired.from = from
        } else {
          return nil
        }
      }
    }
    return nil
  }

  private mutating func add(_ point: Point) {
    points.append(point)
    note(point)
  }

  /// Keeps of the phases on a commit what they were before they landed; the newest commit comes first.
  private mutating func note(_ point: Point) {
    for phase in point.outcome?.phases ?? [] {
      let name = phase.phase.name
      guard !phase.phase.edits.isEmpty else {
        if origins[name] != nil { absent.insert(name) }
        continue
      }
      let origin = PhaseOrigin(phase: phase, commit: point.commit, next: point.next)
      if let known = origins[name] {
        // What it would change on the base somebody has set since it landed.
        let isEdited =
          known.commit == baseCommit && absent.contains(name)
          && origin.startsElsewhere(than: known)
        guard origin.isMore(than: known) || isEdited else {
          // What it would change no more has landed since, or is gone.
          if origin.isApart(from: known) {
            origins[name]?.earlier.append(origin)
          } else {
            confirmed.insert(name)
          }
          continue
        }
        absent.remove(name)
      }
      origins[name] = origin
    }
  }

  /// Plans on the base again, once it is known where the mesh comes from.
  private mutating func replan(from outcome: PlanOutcome) {
    planner.desired.from = outcome.context.from
    guard
      let again = try? planner.outcome(
        warnings: warnings, asking: question)
    else { return }
    refusal = nil
    points[0] = Point(commit: baseCommit, next: nil, outcome: again, repository: again.base)
    // What the earlier commits tell is seen anew beside what the base has left to do.
    (origins, absent, confirmed) = ([:], [], [])
    for point in points { note(point) }
  }

  // MARK: The outcome

  /// The plan on the base with every phase at the place that it had before any landed, and what each
  /// was; refused where no plan can be made.
  package mutating func upgrade() throws(Refusal) -> Upgrade {
    if let outcome = points.first?.outcome ?? nil {
      let unknown = unexplained(outcome)
      if isCutOff, let phase = unknown.first { throw Refusal(Self.cutOff(phase.phase.name)) }
    } else if purpose == .status, let known = points.lazy.compactMap(\.outcome).first {
      replan(from: known)
    }
    if let refusal, purpose != .status { throw refusal }
    try reframe()
    return try Upgrade(self, today: refusal == nil ? nil : try? planner.baseRepository())
  }

  /// Plans on the base again where phases of the frame would lose their places.
  private mutating func reframe() throws(Refusal) {
    guard let tip = points.first?.outcome ?? nil, let frame = frame() else { return }
    let wanted = frame.phases(over: tip.phases.map(\.resolved), selected: tip.selectedNames)
    guard wanted.map(\.name) != tip.phases.map(\.phase.name) else { return }
    planner.frame = frame
    let outcome = try planner.outcome(
      warnings: warnings, asking: question)
    points[0] = Point(commit: baseCommit, next: nil, outcome: outcome, repository: outcome.base)
  }

  /// The phases of the earliest plan in which one was found pending.
  private func frame() -> PhaseFrame? {
    let commits = Set(origins.values.map(\.commit))
    guard let oldest = points.last(where: { commits.contains($0.commit) }),
      let outcome = oldest.outcome
    else { return nil }
    return PhaseFrame(phases: outcome.phases.map(\.resolved))
  }

  private static func cutOff(_ phase: String) -> Finding {
    Finding(
      .git,
      message: "the history of this shallow clone does not reach back to where the phase \(phase)"
        + " was pending",
      hint: "fetch the rest of it: git fetch --unshallow")
  }
}

extension PlanOutcome {
  fileprivate var selectedNames: Set<String> { Set(context.selected.keys) }
}

extension PlannedPhase {
  /// Whether the phase has nothing that it is about, so that it cannot have landed either.
  var isEmpty: Bool {
    phase.edits.isEmpty && phase.settled.isEmpty && resolved.scope == .whole
      && !resolved.actions.contains(.retire)
  }
}

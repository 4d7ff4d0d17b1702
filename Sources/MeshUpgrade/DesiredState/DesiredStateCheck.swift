internal import Kubernetes
internal import YAML

/// Checks what the values of a desired state mean together.
///
/// Empty texts stand for values that were refused already; they are passed over.
struct DesiredStateCheck {
  let state: DesiredState
  let source: DesiredStateSource
  private(set) var findings: [Finding] = []

  init(state: DesiredState, source: DesiredStateSource) {
    self.state = state
    self.source = source
  }

  mutating func run() {
    checkBuilt()
    checkManaged()
    checkRevisions()
    checkTags()
    checkStrategy()
    checkInjection()
    checkSelector()
    checkGatewayNamespaces()
    checkPhaseNames()
    checkPhaseTargets()
    checkPhaseNamespaces()
    checkPercents()
    checkPhaseOrder()
    checkBaseline()
  }

  /// Notes a finding at a path such as `spec/tags/0`, and puts the path's name before the message.
  mutating func report(
    _ rule: Rule = .desiredState, _ severity: Finding.Severity = .error, at path: Path,
    _ message: String, hint: String? = nil, notes: [Finding.Note] = []
  ) {
    findings.append(
      source.finding(
        rule, severity, at: path, message: "\(source.name(of: path)): \(message)", hint: hint,
        notes: notes))
  }

  /// The path of a phase, or of something in it.
  func phasePath(_ index: Int, _ key: String? = nil) -> Path {
    let path = Path([.key("spec"), .key("phases"), .index(index)])
    return key.map { path.appending($0) } ?? path
  }

  /// The path of an action of a phase: the last entry of that name.
  func actionPath(_ phase: Int, _ action: Action) -> Path {
    let path = phasePath(phase, "actions")
    var position = 0
    var found: Int?
    while source.has(path.appending(.index(position))) {
      let step = path.appending(.index(position))
      if source.root[step]?.text == action.rawValue { found = position }
      position += 1
    }
    return found.map { path.appending(.index($0)) } ?? path
  }
}

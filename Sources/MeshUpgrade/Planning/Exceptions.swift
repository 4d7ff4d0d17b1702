internal import Kubernetes
internal import YAML

/// Exceptions: findings that are known and do not refuse the plan.
extension DesiredState {
  /// The exception that covers a finding; nil when none does.
  ///
  /// What cannot be worked with safely (MP2xx) has no exceptions.
  func exception(for finding: Finding) -> Exception? {
    guard finding.rule.code.utf8.lexicographicallyPrecedes("MP200".utf8) else { return nil }
    return exceptions.first {
      $0.rule == finding.rule && ($0.namespace == nil || $0.namespace == finding.namespace)
    }
  }

  /// The exceptions that no finding of a plan needs, as warnings at their places.
  ///
  /// Once a phase has landed nobody knows what was excepted there: then none is told.
  func unusedExceptions(in plan: Plan, _ source: DesiredStateSource) -> [Finding] {
    let isWhole = plan.phases.allSatisfy { !$0.edits.isEmpty || $0.namespaces.isEmpty }
    guard isWhole, plan.phases.first?.edits.isEmpty == false else { return [] }
    let needed = plan.findings.filter { $0.exception != nil }.compactMap { exception(for: $0) }
    // Whether restarts are split off is decided by an exception alone.
    let unused = exceptions.enumerated().filter { _, exception in
      exception.rule != .restartBeforeRelabel && !needed.contains(exception)
    }
    return unused.map { position, exception in
      let scope = exception.namespace.map { " of the namespace \($0)" } ?? ""
      return source.finding(
        .desiredState, .warning, at: Path(desiredState: "spec/exceptions/\(position)"),
        namespace: exception.namespace,
        message: "no finding of the plan is excepted by this: none\(scope) is \(exception.rule)",
        hint: "leave it out, unless `meshphase verify --window 2` needs it")
    }
  }

  /// The findings, each excepted one a warning that says why it is.
  func settled(_ findings: [Finding]) -> [Finding] {
    findings.map { finding in
      guard let exception = exception(for: finding) else { return finding }
      var finding = finding
      finding.severity = .warning
      finding.exception = exception.reason
      finding.hint = nil
      finding.message += " (excepted: \(exception.reason))"
      return finding
    }
  }
}

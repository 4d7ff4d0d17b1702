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

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

  /// The findings, the errors among them that are excepted turned into warnings that say why.
  func settled(_ findings: [Finding]) -> [Finding] {
    findings.map { finding in
      guard finding.severity == .error, let exception = exception(for: finding) else {
        return finding
      }
      var finding = finding
      finding.severity = .warning
      finding.message += " (excepted: \(exception.reason))"
      return finding
    }
  }
}

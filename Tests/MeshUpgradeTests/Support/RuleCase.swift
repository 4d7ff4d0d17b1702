import Files
import Testing

@testable import MeshUpgrade

/// What one rule says of a repository: a row of a rule's table of tests.
struct RuleCase: CustomTestStringConvertible {
  let name: String
  /// The lines of `spec`.
  var spec: String
  var files: [String: String]
  /// What the rule says, as `error canary/app ns.yaml:6:5` or `warning - `; none for nothing.
  let expected: [String]

  init(_ name: String, _ spec: String, _ files: [String: String], _ expected: String...) {
    self.name = name
    self.spec = spec
    self.files = files
    self.expected = expected
  }

  var testDescription: String { name }

  /// The findings of a rule, whether they refuse the plan or not.
  func findings(_ rule: Rule) -> [Finding] {
    do throws(Refusal) {
      return try PlanFixture(spec, files: files).plan().findings.filter { $0.rule == rule }
    } catch {
      return error.findings.filter { $0.rule == rule }
    }
  }

  /// The findings of a rule in one line each: severity, phase/namespace, place.
  func said(_ rule: Rule) -> [String] {
    findings(rule).map { finding in
      let scope = [finding.phase, finding.namespace].compactMap { $0 }.joined(separator: "/")
      let place = finding.place.map { "\($0.file):\($0.line):\($0.column)" } ?? "-"
      let kind = finding.isPreexisting ? "preexisting" : finding.severity.rawValue
      return "\(kind) \(scope.isEmpty ? "-" : scope) \(place)"
    }
  }
}

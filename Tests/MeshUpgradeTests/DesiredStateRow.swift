import Files
import Kubernetes
import Testing

@testable import MeshUpgrade

/// A desired state and everything that is to be said about it, as `MP201 5:9 message | hint`.
struct DesiredStateRow: CustomTestStringConvertible, Sendable {
  let about: String
  let yaml: String
  let expected: [String]

  init(_ about: String, yaml: String, expected: [String]) {
    self.about = about
    self.yaml = yaml
    self.expected = expected
  }

  var testDescription: String { about }

  /// What is really said; `warning` stands before what does not refuse.
  func findings() -> [String] {
    do throws(Refusal) {
      return try DesiredState.decode(desiredStateFile(yaml)).warnings.map(Self.line)
    } catch {
      return error.findings.map(Self.line)
    }
  }

  private static func line(_ finding: Finding) -> String {
    let place = finding.place.map { "\($0.line):\($0.column)" } ?? "nowhere"
    let notes = finding.notes.map { " (\($0.place.line):\($0.place.column) \($0.message))" }
    return (finding.severity == .warning ? "warning " : "") + "\(finding.rule) \(place) "
      + finding.message + notes.joined() + (finding.hint.map { " | \($0)" } ?? "")
  }
}

/// A text as the file `meshphase.yaml`.
func desiredStateFile(_ yaml: String) -> SourceFile {
  SourceFile(name: "meshphase.yaml", bytes: Array(yaml.utf8))
}

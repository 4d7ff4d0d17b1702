import Files
import Kubernetes
import YAML

@testable import MeshUpgrade

/// A repository in a test's own words: files, and the `spec` of its desired state.
struct PlanningCase {
  var files: [String: String]
  /// The lines of `spec` beside `from` and `to`.
  var spec = ["namespaces: [shop]", "phases: [\(PlanningCase.move)]"]

  /// A phase that moves every namespace.
  static let move = "{name: all, actions: [Relabel, Restart], percent: 100}"

  /// A Namespace manifest with one label.
  static func namespace(_ name: String, _ label: String = "istio.io/rev: asm-1130-0") -> String {
    "apiVersion: v1\nkind: Namespace\nmetadata:\n  name: \(name)\n  labels:\n    \(label)\n"
  }

  func plan() throws(Refusal) -> Plan {
    let text =
      """
      apiVersion: meshphase.io/v1alpha1
      kind: MeshUpgrade
      metadata: {name: prod}
      spec:
        from: {revision: asm-1130-0}
        to: {revision: asm-1140-0}

      """ + spec.map { "  \($0)\n" }.joined()
    let decoded = try DesiredState.decode(
      SourceFile(name: "meshphase.yaml", bytes: Array(text.utf8)))
    var contents: [RepositoryPath: [UInt8]] = [:]
    for (name, text) in files {
      if let path = RepositoryPath(name) { contents[path] = Array(text.utf8) }
    }
    let tree = FileTree(
      entries: contents.keys.map { FileEntry(path: $0, mode: .file, content: .zero) })
    return try Planner(
      desired: decoded.state, source: decoded.source,
      files: RepositoryFiles(tree: tree, contents: contents),
      templates: try TemplateLibrary.builtIn(), ignored: []
    ).plan(warnings: decoded.warnings)
  }

  /// The findings that refuse the plan: `MP205 overlays/prod/mesh.yaml:6:5 shop`; none if it stands.
  var errors: [String] {
    do throws(Refusal) {
      _ = try plan()
      return []
    } catch { return error.findings.map(Self.line) }
  }

  /// A finding in one line: rule, place, namespace.
  static func line(_ finding: Finding) -> String {
    let place = finding.place.map { " \($0.file):\($0.line):\($0.column)" } ?? ""
    return "\(finding.rule.code)\(place)\(finding.namespace.map { " \($0)" } ?? "")"
  }
}

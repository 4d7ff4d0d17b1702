import Files
import Testing
import YAML
import YAMLDiff

@testable import MeshUpgrade

/// A repository of literal files and a desired state, planned in process.
struct PlanFixture {
  /// The manifests by path.
  var files: [String: String]
  /// The text of `meshphase.yaml`.
  var desired: String
  /// The distributions that there are; nil for the built-in ones.
  var distributions: [Distribution]?

  /// Takes the lines below `spec:`, without their indentation.
  init(_ spec: String, files: [String: String]) {
    self.files = files
    let lines = spec.split(separator: "\n").map { "  \($0)" }.joined(separator: "\n")
    desired = """
      apiVersion: meshphase.io/v1alpha1
      kind: MeshUpgrade
      metadata: {name: prod}
      spec:
      \(lines)

      """
  }

  /// An upgrade of `namespaces` from asm-1130-0 to asm-1140-0.
  static func upgrade(
    _ namespaces: String, _ more: String = "", files: [String: String]
  ) -> PlanFixture {
    PlanFixture(
      """
      from: {revision: asm-1130-0}
      to: {revision: asm-1140-0}
      namespaces: [\(namespaces)]
      \(more)
      """, files: files)
  }

  /// The files as the planner takes them.
  var repositoryFiles: RepositoryFiles {
    let paths = files.keys.compactMap { RepositoryPath($0) }
    let entries = paths.map { FileEntry(path: $0, mode: .file, content: .zero) }
    let contents = paths.map { ($0, Array((files[$0.description] ?? "").utf8)) }
    return RepositoryFiles(
      tree: FileTree(entries: entries), contents: Dictionary(uniqueKeysWithValues: contents))
  }

  /// Makes the edits of a phase.
  mutating func apply(_ phase: Phase) {
    for edit in phase.edits {
      switch edit {
      case .write(let path, let bytes):
        files[path.description] = String(decoding: bytes, as: UTF8.self)
      case .remove(let path): files[path.description] = nil
      }
    }
  }

  func plan() throws(Refusal) -> Plan {
    let file = desiredStateFile(desired)
    let decoded =
      if let distributions {
        try DesiredState.decode(file, distributions: distributions)
      } else {
        try DesiredState.decode(file)
      }
    return try Planner(
      desired: decoded.state, source: decoded.source, files: repositoryFiles,
      templates: try TemplateLibrary.builtIn(), ignored: []
    ).plan(warnings: decoded.warnings)
  }

  /// What refuses the plan, as `MP009 app.yaml:5:3 message`; empty when nothing does.
  func errors() -> [String] {
    do throws(Refusal) {
      _ = try plan()
      return []
    } catch {
      return error.findings.map(Self.line)
    }
  }

  /// The rules that refuse the plan, with their namespaces.
  func refusedRules() -> [String] {
    do throws(Refusal) {
      _ = try plan()
      return []
    } catch {
      return error.findings.map { finding in
        ([finding.rule.code] + [finding.namespace].compactMap { $0 }).joined(separator: " ")
      }
    }
  }

  static func line(_ finding: Finding) -> String {
    let place = finding.place.map { "\($0.file):\($0.line):\($0.column) " } ?? ""
    return "\(finding.rule) \(place)\(finding.message)"
  }
}

extension Plan {
  /// The phase of a name.
  func phase(_ name: String) throws -> Phase { try #require(phases.first { $0.name == name }) }

  /// The text that a file has after the last phase that writes it; nil when it is removed, or
  /// never written.
  func text(_ path: String) -> String? {
    var result: String?
    for edit in phases.flatMap(\.edits) where edit.path.description == path {
      switch edit {
      case .write(_, let bytes): result = String(decoding: bytes, as: UTF8.self)
      case .remove: result = nil
      }
    }
    return result
  }
}

extension Phase {
  /// The edits, each with its path and whole text.
  var editLines: [String] {
    edits.map { edit in
      switch edit {
      case .write(let path, let bytes): "\(path): \(String(decoding: bytes, as: UTF8.self))"
      case .remove(let path): "- \(path)"
      }
    }
  }

  /// The text that the phase gives a file; nil where it does not write it.
  func text(_ path: String) -> String? {
    edits.lazy.compactMap { edit -> String? in
      guard case .write(let file, let bytes) = edit, file.description == path else { return nil }
      return String(decoding: bytes, as: UTF8.self)
    }.first
  }

  /// The changes, as `changed Namespace app /metadata/labels/istio.io~1rev`.
  var changeLines: [String] {
    changes.map { "\($0.value.kind.rawValue) \($0.object) \($0.value.path.pointer)" }
  }

  /// The files, as `modified app.yaml +1 -1`.
  var fileLines: [String] {
    files.map { "\($0.status.rawValue) \($0.path) +\($0.added) -\($0.removed)" }
  }
}

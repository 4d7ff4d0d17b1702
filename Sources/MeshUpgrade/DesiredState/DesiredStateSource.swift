package import Files
package import Kubernetes
package import YAML

/// The text of a desired state, for messages about its values.
package struct DesiredStateSource: Sendable {
  /// The file.
  package let file: SourceFile
  /// The topmost value.
  package let root: Node

  package init(file: SourceFile, root: Node) {
    self.file = file
    self.root = root
  }

  /// Whether the file says something at a path such as `spec/tags/0`.
  package func has(_ path: Path) -> Bool { field(at: path).depth == path.steps.count }

  /// The bytes of the value at a path, else of the nearest value around it.
  package func range(at path: Path) -> Range<Int> { field(at: path).field.range }

  /// The place of the value at a path, else of the nearest value around it.
  package func place(at path: Path) -> Place { file.place(at: range(at: path).lowerBound) }

  /// A finding about the value at a path, else about the nearest value around it.
  package func finding(
    _ rule: Rule, _ severity: Finding.Severity = .error, at path: Path,
    namespace: String? = nil, message: String, hint: String? = nil, notes: [Finding.Note] = []
  ) -> Finding {
    Finding(
      rule, severity, in: file, at: range(at: path), namespace: namespace, message: message,
      hint: hint, notes: notes)
  }

  /// The dotted name of a path, as messages call it.
  package func name(of path: Path) -> String { field(at: path).field.name }

  private func field(at path: Path) -> (field: Field, depth: Int) {
    var field = Field(root: root)
    for (depth, step) in path.steps.enumerated() {
      guard let next = field[step] else { return (field, depth) }
      field = next
    }
    return (field, path.steps.count)
  }
}

extension Path {
  /// The path of a text such as `spec/tags/0`: digits are positions, anything else is a key.
  package init(desiredState text: String) {
    self.init(
      text.split(separator: "/").map { step in
        Int(step).map { .index($0) } ?? .key(String(step))
      })
  }
}

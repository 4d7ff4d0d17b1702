internal import Kubernetes

/// The templates of a folder, checked: whatever it is asked for later, only a version that the
/// folder does not cover can be refused.
package struct TemplateLibrary: Sendable {
  /// The form of each Istio minor.
  let table: VersionTable
  /// The name of the folder, for messages.
  let folder: String
  /// The templates by the family and form that they are written for.
  private let templates: [Key: Template]

  private struct Key: Hashable {
    let family: String
    let form: TemplateForm
  }

  /// The templates that meshphase brings with it.
  ///
  /// A test checks them, and nothing can change them afterwards: at each start that would only
  /// cost time.
  package static func builtIn() throws(Refusal) -> TemplateLibrary {
    try TemplateLibrary(files: builtInFiles, folder: "templates", isChecked: true)
  }

  /// The files of ``builtIn()``, with paths relative to their folder.
  static var builtInFiles: [(path: String, text: String)] {
    let prefix = "templates/"
    return EmbeddedFiles.all.filter { $0.path.hasPrefix(prefix) }
      .map { (String($0.path.dropFirst(prefix.count)), $0.text) }
  }

  /// Reads and checks the files of a folder, whose paths are relative to it.
  ///
  /// What is not YAML is left alone. The folder stands for itself: nothing is taken from the
  /// built-in templates.
  package init(files: [(path: String, text: String)], folder: String = "templates")
    throws(Refusal)
  {
    try self.init(files: files, folder: folder, isChecked: false)
  }

  private init(files: [(path: String, text: String)], folder: String, isChecked: Bool)
    throws(Refusal)
  {
    var templates: [String: Template] = [:]
    var findings: [Finding] = []
    for file in files where file.path.hasSuffix(".yaml") || file.path.hasSuffix(".yml") {
      let source = SourceFile(name: "\(folder)/\(file.path)", bytes: Array(file.text.utf8))
      do throws(Refusal) {
        templates[file.path] = try Template(source)
      } catch {
        findings += error.findings
      }
    }
    guard findings.isEmpty else { throw Refusal(findings) }
    guard let versions = templates.removeValue(forKey: VersionTable.fileName) else {
      throw Refusal(
        Finding(.template, message: "the folder \(folder) has no \(VersionTable.fileName)"))
    }
    table = try VersionTableReader.read(versions)
    self.folder = folder
    self.templates = try Self.keyed(templates, by: table)
    findings = isChecked ? [] : check(table: versions.source)
    guard findings.isEmpty else { throw Refusal(findings) }
  }

  /// Files the templates under family and form, which are the two parts of their paths.
  private static func keyed(
    _ templates: [String: Template], by table: VersionTable
  ) throws(Refusal) -> [Key: Template] {
    var result: [Key: Template] = [:]
    var findings: [Finding] = []
    for (path, template) in templates.sorted(by: { $0.key < $1.key }) {
      let parts = path.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
      let family = table.families.first { $0.name == parts[0] }
      let form = parts.count == 2 ? TemplateForm(rawValue: parts[1]) : nil
      if let family, let form {
        result[Key(family: family.name, form: form)] = template
      } else {
        let forms = TemplateForm.allCases.map(\.rawValue).joined(separator: ", ")
        findings.append(
          Finding(
            .template, in: template.source, at: 0..<0,
            message: "no family and form have the path \(path)",
            hint: "expected a family of \(VersionTable.fileName), then one of: \(forms)"))
      }
    }
    guard findings.isEmpty else { throw Refusal(findings) }
    return result
  }

  /// The template of a form: the family's own, else that of the nearest family before it.
  func template(of form: TemplateForm, inFamily position: Int) -> Template? {
    for family in table.families[...position].reversed() {
      if let template = templates[Key(family: family.name, form: form)] { return template }
    }
    return nil
  }
}

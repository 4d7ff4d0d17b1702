internal import Files
internal import Kubernetes
internal import YAML

extension DesiredStateDecoder {
  /// A control plane to leave or to move to; with an empty revision where that is wrong.
  mutating func controlPlane(of field: Field) -> ControlPlane? {
    let required: KeyValuePairs = ["revision": "a revision such as asm-1140-0"]
    let text = field.node.resolved.text ?? ""
    let hint = text.isEmpty ? nil : "write it as a mapping: {revision: \(text)}"
    guard
      let fields = reader.fields(
        of: field, known: ["revision", "version"], required: required, hint: hint)
    else { return nil }
    let revision = fields["revision"].flatMap {
      refuseTrafficDirector($0) ? nil : reader.label(of: $0, limit: Self.revisionLimit)
    }
    let version = fields["version"].flatMap { self.version(of: $0) }
    let plane = ControlPlane(revision: revision ?? "", version: version)
    if plane.isManaged, let place = fields["version"] {
      reader.report(
        "found a version, expected none: \(plane.revision) is a channel that Google updates",
        at: place, hint: "remove it")
    }
    return plane
  }

  private mutating func version(of field: Field) -> IstioVersion? {
    guard let text = reader.text(of: field) else { return nil }
    if let version = IstioVersion(text) { return version }
    let bare = String(text.dropFirst())
    reader.report(
      "found \(quoted(text)), expected a version such as 1.14.0 or 1.14.1-asm.3", at: field,
      hint: text.hasPrefix("v") && IstioVersion(bare) != nil ? "did you mean \"\(bare)\"?" : nil)
    return nil
  }

  /// How the control planes are installed.
  mutating func decodeControlPlane(
    _ field: Field, into settings: inout DesiredState.ControlPlaneSettings
  ) {
    let known = ["namespace", "management", "clusterObjects", "injection"]
    guard let fields = reader.fields(of: field, known: known) else { return }
    if let namespace = fields["namespace"].flatMap({ reader.label(of: $0) }) {
      settings.namespace = namespace
    }
    if let management = fields["management"].flatMap({
      reader.choice(of: $0, as: DesiredState.ControlPlaneSettings.Management.self)
    }) {
      settings.management = management
    }
    settings.clusterObjects = fields["clusterObjects"].flatMap {
      path(of: $0, expected: "the path of a file inside the repository")
    }
    if let injection = fields["injection"] { settings.injection = self.injection(of: injection) }
  }

  /// A path from the repository's root, with `.` and `..` resolved.
  mutating func path(of field: Field, expected: String) -> String? {
    guard let text = reader.text(of: field) else { return nil }
    guard let path = RepositoryPath.resolve(text, from: nil) else {
      reader.report("found \(quoted(text)), expected \(expected)", at: field)
      return nil
    }
    if path.components.contains(where: { $0.lowercased() == ".git" }) {
      reader.report("found \(quoted(text)), expected a path without .git in it", at: field)
      return nil
    }
    return path.description
  }
}

internal import Kubernetes
internal import YAML

extension NodeReader {
  /// The distribution that the `overlay.yaml` of a folder describes, with the overlay's parameters.
  mutating func distribution(
    of field: Field, folder: String, with parameters: some Collection<String>
  ) -> Distribution? {
    let known = [
      "name", "namespace", "revisionForm", "bareService", "defaultValidator", "channels",
      "ingressGatewayAddress", "revisionObjects", "removalCommand",
    ]
    guard
      let fields = fields(
        of: field, known: known, required: ["name": "the name that spec.distribution has"]),
      let name = fields["name"].flatMap({ distributionName(of: $0) })
    else { return nil }
    var distribution = Distribution(name: name, folder: folder)
    if let namespace = fields["namespace"].flatMap({ label(of: $0) }) {
      distribution.namespace = namespace
    }
    distribution.revisionForm = fields["revisionForm"].flatMap { revisionForm(of: $0) }
    func read(_ key: String, _ flag: inout Bool, _ reader: inout NodeReader) {
      flag = fields[key].flatMap { reader.flag(of: $0) } ?? flag
    }
    read("bareService", &distribution.bareService, &self)
    read("defaultValidator", &distribution.defaultValidator, &self)
    read("channels", &distribution.channels, &self)
    read("ingressGatewayAddress", &distribution.ingressGatewayAddress, &self)
    for item in fields["revisionObjects"].flatMap({ items(of: $0) }) ?? [] {
      if let object = revisionObject(of: item) { distribution.revisionObjects.append(object) }
    }
    distribution.removalCommand = fields["removalCommand"].flatMap { command(of: $0) }
    if distribution.channels, distribution.bareService, let field = fields["bareService"] {
      report("found true beside channels, which are called by URL; expected false", at: field)
    }
    if distribution.ingressGatewayAddress, !parameters.contains(Distribution.addressParameter),
      let field = fields["ingressGatewayAddress"]
    {
      report(
        "found true in an overlay without a parameter \(Distribution.addressParameter)", at: field,
        hint: "add it: parameters: {\(Distribution.addressParameter): }")
    }
    return distribution
  }

  private mutating func distributionName(of field: Field) -> String? {
    guard let text = text(of: field) else { return nil }
    if !text.isEmpty, text.utf8.allSatisfy(NameSyntax.isLetterOrDigit) { return text }
    report("found \(quoted(text)), expected letters and digits, such as ASMOnPrem", at: field)
    return nil
  }

  private mutating func revisionObject(of field: Field) -> Distribution.RevisionObject? {
    guard let text = text(of: field) else { return nil }
    let parts = text.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
    let name = parts.last ?? ""
    let hasRevision = name.contains(Distribution.RevisionObject.placeholder)
    let sample = name.replacing(Distribution.RevisionObject.placeholder, with: "r")
    if parts.count == 2, parts[0].first?.isUppercase == true,
      parts[0].utf8.allSatisfy(NameSyntax.isLetterOrDigit), hasRevision,
      NameSyntax.isSubdomain(sample)
    {
      return Distribution.RevisionObject(kind: parts[0], name: name)
    }
    report(
      "found \(quoted(text)), expected a kind and a name with REVISION in it", at: field,
      hint: "such as ConfigMap/mesh-config-REVISION")
    return nil
  }

  /// A command, which becomes one line of a message.
  private mutating func command(of field: Field) -> String? {
    guard let text = filledText(of: field, expected: "a command") else { return nil }
    if text.contains(where: \.isNewline) {
      report("found several lines, expected a command of one", at: field)
      return nil
    }
    return text
  }

  private mutating func revisionForm(of field: Field) -> RevisionForm? {
    guard let text = text(of: field) else { return nil }
    if let form = RevisionForm(text) { return form }
    report(
      "found \(quoted(text)), expected the form of a revision with MAJOR and MINOR in it, maybe"
        + " PATCH and BUILD", at: field,
      hint: "such as asm-MAJOR-MINOR or asm-MAJORMINORPATCH-BUILD"
    )
    return nil
  }
}

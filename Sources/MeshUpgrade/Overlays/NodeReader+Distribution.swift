internal import Kubernetes
internal import YAML

extension NodeReader {
  /// The distribution that the `overlay.yaml` of a folder describes, with the overlay's parameters.
  mutating func distribution(
    of field: Field, folder: String, with parameters: some Collection<String>
  ) -> Distribution? {
    let known = ["name", "revisionForm", "bareService", "channels", "ingressGatewayAddress"]
    guard
      let fields = fields(
        of: field, known: known, required: ["name": "the name that spec.distribution has"]),
      let name = fields["name"].flatMap({ distributionName(of: $0) })
    else { return nil }
    var distribution = Distribution(name: name, folder: folder)
    distribution.revisionForm = fields["revisionForm"].flatMap { revisionForm(of: $0) }
    func flag(_ key: String, _ reader: inout NodeReader) -> Bool {
      fields[key].flatMap { reader.flag(of: $0) } ?? false
    }
    distribution.bareService = flag("bareService", &self)
    distribution.channels = flag("channels", &self)
    distribution.ingressGatewayAddress = flag("ingressGatewayAddress", &self)
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

extension TemplateLibrary {
  /// The first patch version of every Istio minor that there are templates for, in their order.
  package var minors: [TemplateVersion] {
    table.minors.map { TemplateVersion(major: $0.major, minor: $0.minor, text: $0.text + ".0") }
  }
}

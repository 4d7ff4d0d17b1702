extension TemplateLibrary {
  /// The objects of a revision tag: its webhooks and, from Istio 1.28, its Service.
  ///
  /// The validator that `istioctl` makes together with the tag `default` is
  /// ``defaultValidator(revision:version:namespace:injection:)``.
  package func revisionTag(
    tag: String, revision: String, version: TemplateVersion, namespace: String,
    injectsByDefault: Bool = false, injection: InjectionSettings = InjectionSettings()
  ) throws(Refusal) -> [GeneratedManifest] {
    var context = RenderContext(
      revision: revision, version: version, namespace: namespace, tag: tag,
      injectsByDefault: injectsByDefault)
    context.injection = injection
    let webhooks = try required(.revisionTag, for: context)
    guard let service = try render(form: .revisionTagService, parameters: context) else {
      return [webhooks]
    }
    return [webhooks, service]
  }

  /// The validator of configuration that names no revision; nil before Istio 1.12.
  package func defaultValidator(
    revision: String, version: TemplateVersion, namespace: String,
    injection: InjectionSettings = InjectionSettings()
  ) throws(Refusal) -> GeneratedManifest? {
    var context = RenderContext(revision: revision, version: version, namespace: namespace)
    context.injection = injection
    return try render(form: .defaultValidator, parameters: context)
  }

  /// The Service `istiod` beside revisioned control planes, which selects one of them.
  package func bareService(
    revision: String, version: TemplateVersion, namespace: String
  ) throws(Refusal) -> GeneratedManifest {
    try required(
      .bareService,
      for: RenderContext(revision: revision, version: version, namespace: namespace))
  }

  /// The manifest of a form; nil when the version has no such object.
  package func render(
    form: TemplateForm, parameters: RenderContext
  ) throws(Refusal) -> GeneratedManifest? {
    guard let minor = table.minor(of: parameters.version) else {
      throw Refusal(unknown(parameters.version))
    }
    guard let template = template(of: form, inFamily: minor.family) else { return nil }
    let family = table.families[minor.family]
    let names = TemplateParameters(parameters, in: family, of: table)
    guard let value = try TemplateEngine.expand(template, with: names) else { return nil }
    guard let manifest = GeneratedManifest(parameters.injection.marking(value)) else {
      throw Refusal(Self.notAnObject(template))
    }
    return manifest
  }

  func required(
    _ form: TemplateForm, for context: RenderContext
  ) throws(Refusal) -> GeneratedManifest {
    if let manifest = try render(form: form, parameters: context) { return manifest }
    let version = context.version
    let nearest = table.nearest(to: version) { minor in
      template(of: form, inFamily: minor.family) != nil
    }
    throw Refusal(
      Finding(
        .template,
        message: "Istio \(version.minorText) has no template \(form.rawValue)"
          + (nearest.map { "; the nearest that has one is \($0.text)" } ?? "")))
  }

  /// What is wrong with a version that the table does not have; nil for one that it has.
  func refusal(of version: TemplateVersion) -> Finding? {
    table.minor(of: version) == nil ? unknown(version) : nil
  }

  private func unknown(_ version: TemplateVersion) -> Finding {
    let message = "Istio \(version.minorText) has no templates"
    guard let nearest = table.nearest(to: version, where: { _ in true }) else {
      return Finding(.template, message: message)
    }
    let family = table.families[nearest.family].name
    return Finding(
      .template, message: "\(message); the nearest is \(nearest.text), family \(family)",
      hint: "if nothing changed since, one line does it: \"\(version.minorText)\": \(family)"
        + " in \(VersionTable.fileName) of a copy of the templates")
  }
}

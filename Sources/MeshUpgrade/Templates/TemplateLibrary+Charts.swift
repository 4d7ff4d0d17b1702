/// What charts and installers bring into a cluster: not generated into Git, but needed wherever
/// the cluster is thought through.
extension TemplateLibrary {
  /// The webhooks and the Service of a control plane: injector, Service (from Istio 1.6) and
  /// validator (from 1.11).
  ///
  /// Plain Helm installs of 1.12 to 1.21 lack the validator, whose chart value they leave out.
  package func controlPlane(_ context: RenderContext) throws(Refusal) -> [GeneratedManifest] {
    var context = context
    context.tag = nil
    var manifests = [try required(.injector, for: context)]
    for form in [TemplateForm.revisionService, .revisionValidator] {
      if let manifest = try render(form: form, parameters: context) { manifests.append(manifest) }
    }
    return manifests
  }

  /// The validator that is there once for all control planes: galley's in Istio 1.4, else that of
  /// the base chart; nil for 1.5, of which none is known, and for 1.11, which has none.
  ///
  /// The revision is that of the chart value `defaultRevision`, which counts from 1.12.
  package func sharedValidator(_ context: RenderContext) throws(Refusal) -> GeneratedManifest? {
    if let galley = try render(form: .galleyValidator, parameters: context) { return galley }
    return try render(form: .baseValidator, parameters: context)
  }

  /// The ControlPlaneRevision of a channel of the managed control plane; nil for any other revision.
  package func controlPlaneRevision(
    channel revision: String, namespace: String
  ) throws(Refusal) -> GeneratedManifest? {
    guard let minor = table.minors.last else { return nil }
    let version = TemplateVersion(major: minor.major, minor: minor.minor, text: minor.text)
    return try render(
      form: .controlPlaneRevision,
      parameters: RenderContext(revision: revision, version: version, namespace: namespace))
  }

  /// The objects of a revision tag as the chart value `revisionTags` makes them.
  ///
  /// They select like those of ``revisionTag(tag:revision:version:namespace:injectsByDefault:injection:)``;
  /// their labels and the webhooks' defaults are the injector's.
  package func chartTag(_ context: RenderContext) throws(Refusal) -> [GeneratedManifest] {
    // Before tags there is an injector template, too, which knows nothing of them.
    _ = try required(.revisionTag, for: context)
    var context = context
    context.variants.insert(.helmTag)
    var manifests = [try required(.injector, for: context)]
    if let service = try render(form: .revisionTagService, parameters: context) {
      manifests.append(service)
    }
    return manifests
  }
}

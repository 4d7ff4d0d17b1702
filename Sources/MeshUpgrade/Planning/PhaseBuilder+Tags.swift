internal import Files
internal import Kubernetes
internal import YAML

/// MoveTags: only the revision fields of webhooks that are there; missing ones are generated.
extension PhaseBuilder {
  mutating func moveTags() throws(Refusal) {
    switch resolved.scope {
    case .oldInjector: return try neutraliseOldInjector()
    case .inactiveTags:
      for tag in missingTags { try prepareTag(tag) }
    case .whole, .webhooks, .controlPlane:
      for tag in context.desired.tags { try moveTag(tag) }
    }
  }

  /// The tags without webhooks in the base.
  var missingTags: [String] {
    context.desired.tags.filter { context.state.tagWebhooks[$0] == nil }
  }

  private mutating func moveTag(_ tag: String) throws(Refusal) {
    if tag == MeshLabels.defaultRevision { neutraliseOldInjectorByHand() }
    if let locator = try single(context.state.tagWebhooks[tag] ?? []) {
      try moveWebhooks(at: locator)
      if let (object, _) = object(at: locator), isPrepared(object) { try make(tag, of: object) }
    } else {
      try make(tag, of: nil)
    }
    if let service = try single(context.state.services["istiod-revision-tag-\(tag)"] ?? []) {
      moveService(at: service)
    }
  }

  /// Generates what a tag lacks; webhooks that were prepared get their selectors.
  private mutating func make(_ tag: String, of webhooks: ManifestObject?) throws(Refusal) {
    for manifest in try manifests(of: tag) {
      let key = manifest.object.key
      if key.kind == "Service" {
        if context.state.services[key.name] == nil { try create(manifest) }
      } else if let object = webhooks ?? prepared(key) {
        try activate(object, as: manifest)
      } else {
        try create(manifest)
      }
    }
  }

  private func manifests(of tag: String) throws(Refusal) -> [GeneratedManifest] {
    let injection = try injection(for: "the revision tag \(tag)")
    let version = try context.templateVersion(for: "the revision tag \(tag)")
    return try context.rendering { () throws(Refusal) in
      try context.templates.revisionTag(
        tag: tag, revision: context.to.revision, version: version,
        namespace: context.desired.controlPlane.namespace, injection: injection)
    }
  }

  // MARK: Tags that do not count yet

  /// Generates the webhooks of a tag, which match nothing.
  private mutating func prepareTag(_ tag: String) throws(Refusal) {
    for manifest in try manifests(of: tag) where manifest.object.key.kind != "Service" {
      try write(NeverMatch.deactivated(try overlaid(manifest)))
    }
  }

  /// Whether a tag names the target and matches nothing, as one that was prepared does.
  private func isPrepared(_ webhooks: ManifestObject) -> Bool {
    webhooks.labels[MeshLabels.revision] == context.to.revision
      && NeverMatch.isInactive(configuration: webhooks.node)
  }

  /// The object of a file that an earlier phase has generated; nil where none has.
  private func prepared(_ key: ObjectKey) -> ManifestObject? {
    guard let path = context.output.path(of: key.name + ".yaml") else { return nil }
    return before.file(path)?.objects.first { $0.key == key && isPrepared($0) }
  }

  /// Gives webhooks that match nothing the selectors of the manifest that they were made of.
  private mutating func activate(
    _ object: ManifestObject, as template: GeneratedManifest
  ) throws(Refusal) {
    let manifest = try overlaid(template)
    settle(object)
    for (index, webhook) in (object.node["webhooks"]?.items ?? []).enumerated()
    where NeverMatch.isInactive(webhook) {
      let name = webhook.resolved["name"]?.text
      let made = manifest.value["webhooks"]?.sequence?.first { $0["name"]?.string == name }
      guard let made else { continue }
      for key in NeverMatch.selectorKeys {
        let path = Path([.key("webhooks"), .index(index), .key(key)])
        if let selector = made[key] {
          edit(object, .set(path, selector))
        } else {
          edit(object, .remove(path))
        }
      }
    }
  }
}

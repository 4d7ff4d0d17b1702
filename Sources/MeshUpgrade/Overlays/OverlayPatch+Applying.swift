internal import Kubernetes
internal import YAML
internal import YAMLDiff

extension OverlayPatch {
  /// The manifest after the patch; what the patch cannot do is told with its place in the overlay.
  func applied(
    to manifest: GeneratedManifest, with parameters: TemplateParameters
  ) throws(Refusal) -> GeneratedManifest {
    let patch = try value(with: parameters)
    let patched: Value
    switch form {
    case .merge: patched = try merged(patch, into: manifest)
    case .jsonPatch: patched = try operated(patch, on: manifest)
    }
    guard let result = GeneratedManifest(patched), result.object == manifest.object else {
      throw refusal(
        node, manifest, "the patch makes another object of it",
        hint: "apiVersion, kind, name and namespace stay as they are")
    }
    let labels = patched["metadata"]?["labels"]?.mapping?.entries ?? []
    if let label = labels.first(where: { $0.value.string == nil }) {
      throw refusal(
        node, manifest, "the label \(label.key) is no text, as every label is",
        hint: "write its value in quotes")
    }
    // What istiod looks for, and meshphase itself the next time.
    let fixed = [MeshLabels.revision, MeshLabels.tag]
    if let label = fixed.first(where: { result.labels[$0] != manifest.labels[$0] }) {
      throw refusal(
        node, manifest, "the patch changes the label \(label), which names what the object is for",
        hint: "the desired state says revisions and tags")
    }
    try refuseWithoutWebhooks(patched, from: manifest)
    return result
  }

  /// The API server takes a configuration without webhooks, and nothing is injected or validated.
  private func refuseWithoutWebhooks(
    _ patched: Value, from manifest: GeneratedManifest
  ) throws(Refusal) {
    let key = manifest.object.key
    guard key.group == MeshLabels.admissionGroup, key.kind.hasSuffix("WebhookConfiguration"),
      manifest.value["webhooks"]?.sequence?.isEmpty == false,
      patched["webhooks"]?.sequence?.isEmpty ?? true
    else { return }
    let operation = node.items.last { $0["path"]?.text?.hasPrefix("/webhooks") == true }
    let reason =
      key.kind.hasPrefix("Mutating")
      ? "the tag out of spec.tags" : "MoveValidator out of the phases"
    throw refusal(
      node["webhooks"] ?? operation ?? node, manifest,
      "the patch leaves it without webhooks, expected at least one",
      hint: "to do without the object, leave \(reason)")
  }

  /// The patch as data, its parameters replaced.
  func value(with parameters: TemplateParameters) throws(Refusal) -> Value {
    var engine = TemplateEngine(source: source, parameters: parameters, rule: .overlay)
    let value = engine.value(of: node)
    guard engine.findings.isEmpty else { throw Refusal(engine.findings) }
    return value ?? .null
  }

  /// The operations of a JSON Patch.
  func operations(_ value: Value) throws(Refusal) -> JSONPatch {
    do throws(JSONPatch.Problem) { return try JSONPatch(value) } catch {
      let item = node[error.position] ?? node
      throw Refusal(Finding(.overlay, in: source, at: item.range, message: error.message))
    }
  }

  private func merged(_ patch: Value, into manifest: GeneratedManifest) throws(Refusal) -> Value {
    let key = manifest.object.key
    let schema = KnownSchemas.schema(group: key.group, kind: key.kind)
    do throws(StrategicMergePatch.Problem) {
      return try StrategicMergePatch(patch).applied(to: manifest.value, schema: schema)
    } catch {
      throw refusal(nearest(to: error.path), manifest, error.message)
    }
  }

  private func operated(_ patch: Value, on manifest: GeneratedManifest) throws(Refusal) -> Value {
    let operations = try operations(patch)
    do throws(JSONPatch.Problem) { return try operations.applied(to: manifest.value) } catch {
      let operation = node[error.position] ?? node
      let path = operation["path"]
      throw refusal(
        path ?? operation, manifest,
        (path?.text.map { "\($0): " } ?? "") + error.message,
        hint: "a JSON Patch works only on what is there; merge makes what is not")
    }
  }

  /// The node at a path of the patch, or the last one on the way to it.
  private func nearest(to path: Path) -> Node {
    var node = node.resolved
    for step in path.steps {
      let next: Node?
      switch step {
      case .key(let key): next = node[key]
      case .index(let index): next = node[index]
      }
      guard let next else { break }
      node = next
    }
    return node
  }

  private func refusal(
    _ node: Node, _ manifest: GeneratedManifest, _ message: String, hint: String? = nil
  ) -> Refusal {
    Refusal(
      Finding(
        .overlay, in: source, at: node.range, object: manifest.object,
        message: "\(manifest.object): \(message)", hint: hint))
  }
}

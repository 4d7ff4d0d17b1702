internal import YAML

/// A live object as the manifest that puts it into Git: as it is, less what the server writes, and
/// kept from being pruned.
enum LiveManifest {
  /// Argo CD's options for one object, read from the live one.
  static let syncOptions = "argocd.argoproj.io/sync-options"
  /// The annotations by which Argo CD knows what it tracks; they are never in Git.
  static let trackingAnnotations = [
    "argocd.argoproj.io/tracking-id", "argocd.argoproj.io/installation-id",
  ]

  /// What does not go into Git, for every kind or for one; `*` stands for the items of a list.
  ///
  /// Without these the API server leaves what is there, so that applying the file changes nothing.
  /// The reasons are in `Documentation/baseline.md`.
  static let serverFields: [(kind: String?, path: [String])] =
    [
      "uid", "resourceVersion", "generation", "creationTimestamp", "selfLink", "managedFields",
      "ownerReferences", "finalizers",
    ].map { (nil, ["metadata", $0]) }
    + (["kubectl.kubernetes.io/last-applied-configuration"] + trackingAnnotations).map {
      (nil, ["metadata", "annotations", $0])
    } + [
      (nil, ["status"]),
      ("Namespace", ["spec", "finalizers"]),
      ("Service", ["spec", "clusterIP"]),
      ("Service", ["spec", "clusterIPs"]),
      ("MutatingWebhookConfiguration", ["webhooks", "*", "clientConfig", "caBundle"]),
      ("ValidatingWebhookConfiguration", ["webhooks", "*", "clientConfig", "caBundle"]),
    ]

  /// The manifest of a live object.
  static func make(of live: Value) -> Value {
    let kind = live["kind"]?.string
    // A Service without an address of its own is asked for, not handed out.
    let isHeadless = live["spec"]?["clusterIP"]?.string == "None"
    var manifest = live
    for field in serverFields where field.kind == nil || field.kind == kind {
      if isHeadless, field.path == ["spec", "clusterIP"] { continue }
      manifest = removing(field.path[...], from: manifest) ?? manifest
    }
    return protecting(manifest)
  }

  /// A value without a field; nil when nothing is left of a mapping that held it.
  private static func removing(_ path: ArraySlice<String>, from value: Value) -> Value? {
    guard let key = path.first else { return nil }
    let rest = path.dropFirst()
    switch value {
    case .sequence(let items) where key == "*":
      return .sequence(items.map { removing(rest, from: $0) ?? .mapping(Mapping()) })
    case .mapping(var mapping):
      guard let inner = mapping[key] else { return value }
      mapping[key] = rest.isEmpty ? nil : removing(rest, from: inner)
      return mapping.isEmpty ? nil : .mapping(mapping)
    default: return value
    }
  }

  // MARK: Protection

  /// The manifest with the annotation that keeps Argo CD from deleting the object.
  private static func protecting(_ manifest: Value) -> Value {
    guard var root = manifest.mapping, var metadata = root["metadata"]?.mapping else {
      return manifest
    }
    var annotations = metadata["annotations"]?.mapping ?? Mapping()
    let options = protecting(annotations[syncOptions]?.string)
    insert(.string(options), forKey: syncOptions, into: &annotations)
    insert(.mapping(annotations), forKey: "annotations", into: &metadata)
    root["metadata"] = .mapping(metadata)
    return .mapping(root)
  }

  /// Sync options with those that forbid deletion; what protects already, and the others, stay.
  static func protecting(_ options: String?) -> String {
    var parts = split(options)
    var isProtected = true
    for name in ["Prune", "Delete"] where !protects(parts, name) {
      isProtected = false
      parts.removeAll { $0.hasPrefix("\(name)=") }
      parts.append("\(name)=false")
    }
    return isProtected ? options ?? "" : parts.joined(separator: ",")
  }

  /// Whether sync options keep Argo CD from deleting an object by itself.
  static func isProtected(_ options: String?) -> Bool {
    let parts = split(options)
    return protects(parts, "Prune") && protects(parts, "Delete")
  }

  /// The options of the annotation, one by one.
  static func split(_ options: String?) -> [String] {
    (options ?? "").split(separator: ",").map { part in
      part.split(separator: " ").joined(separator: " ")
    }.filter { !$0.isEmpty }
  }

  private static func protects(_ parts: [String], _ name: String) -> Bool {
    parts.contains("\(name)=false") || parts.contains("\(name)=confirm")
  }

  /// Sets a key; a new one stands before the first key that sorts after it, as kubectl has them.
  private static func insert(_ value: Value, forKey key: String, into mapping: inout Mapping) {
    if mapping[key] != nil { return mapping[key] = value }
    let position = mapping.keys.firstIndex { key.utf8.lexicographicallyPrecedes($0.utf8) }
    var entries = mapping.entries
    entries.insert((key, value), at: position ?? entries.count)
    mapping = Mapping(entries)
  }
}

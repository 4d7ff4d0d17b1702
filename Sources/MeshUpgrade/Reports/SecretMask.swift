internal import YAML

/// Replaces what Secrets keep by stars, wherever a Secret stands: as an object, inside another
/// one, or as text in a string.
struct SecretMask {
  /// What is shown in place of a secret.
  static let stars: Value = "***"
  /// What `kubectl apply` leaves in an object: all of it, as JSON.
  private static let lastApplied = "kubectl.kubernetes.io/last-applied-configuration"

  /// A list whose items are Secrets without saying so.
  private static let listKind = "SecretList"

  /// Whether secrets are shown as they are.
  let showsSecrets: Bool

  /// Whether a node is a Secret of Kubernetes itself.
  static func isSecret(_ node: Node) -> Bool {
    node["kind"]?.text == "Secret" && node["apiVersion"]?.text?.contains("/") != true
  }

  private static func isSecret(_ mapping: Mapping) -> Bool {
    mapping["kind"] == "Secret" && mapping["apiVersion"]?.string?.contains("/") != true
  }

  // MARK: Values

  /// The mask for the values of one document.
  func document(_ root: Node) -> DocumentMask {
    let list = root.document.root
    let isListed = list.range != root.range && list["kind"]?.text == Self.listKind
    guard !showsSecrets, isListed || Self.mayHoldSecret(root) else {
      return DocumentMask(mask: self, secrets: nil)
    }
    // The items of a typed list need not say their kind.
    var secrets: Set<Path> = isListed ? [Path()] : []
    Self.collect(root.resolved, at: Path(), into: &secrets)
    return DocumentMask(mask: self, secrets: secrets)
  }

  /// The mask for values that come from several versions of a document, at paths of yet another:
  /// Secrets are where one of them has some, at whatever position of a list.
  func versions(_ roots: [Node]) -> DocumentMask {
    guard !showsSecrets, roots.contains(where: Self.mayHoldSecret) else {
      return DocumentMask(mask: self, secrets: nil)
    }
    var secrets: Set<Path> = []
    for root in roots { Self.collect(root.resolved, at: Path(), into: &secrets) }
    return DocumentMask(
      mask: self, secrets: Set(secrets.map(\.withoutPositions)), sharesPositions: true)
  }

  /// Where the Secrets of a document are; aliases are followed, as many as a document may have.
  private static func collect(_ node: Node, at path: Path, into secrets: inout Set<Path>) {
    switch node.kind {
    case .mapping:
      if isSecret(node) { secrets.insert(path) }
      if node["kind"]?.text == listKind, let items = node["items"]?.items {
        let path = path.appending("items")
        secrets.formUnion(items.indices.map { path.appending(.index($0)) })
      }
      for pair in node.pairs {
        let value = pair.value.resolved
        guard value.kind != .scalar, let key = pair.key.resolved.text else { continue }
        collect(value, at: path.appending(key), into: &secrets)
      }
    case .sequence:
      for (position, item) in node.items.enumerated() where item.resolved.kind != .scalar {
        collect(item.resolved, at: path.appending(.index(position)), into: &secrets)
      }
    case .scalar, .alias: break
    }
  }

  /// Whether the text of a document leaves open that it holds a Secret.
  private static func mayHoldSecret(_ root: Node) -> Bool {
    let source = root.document.source
    let range = root.range
    // What is escaped, or stands elsewhere under an anchor, is not looked for: it may be there.
    return source.firstPosition(of: UInt8(ascii: "\\"), in: range) != nil
      || source.firstPosition(of: UInt8(ascii: "*"), in: range) != nil
      || source.holds("Secret", in: range)
  }

  /// A part of a Secret, by the steps that lead to it.
  fileprivate static func secret(_ value: Value, at steps: ArraySlice<PathStep>) -> Value {
    switch steps.first {
    case .key("data"), .key("stringData"):
      guard steps.count == 1, case .mapping(let mapping) = value else { return stars }
      return .mapping(Mapping(mapping.entries.map { ($0.key, stars) }))
    case .key("metadata"): return metadata(value, at: steps.dropFirst())
    default: return value
    }
  }

  private static func metadata(_ value: Value, at steps: ArraySlice<PathStep>) -> Value {
    let way: [PathStep] = [.key("annotations"), .key(lastApplied)]
    guard way.starts(with: steps.prefix(2)) else { return value }
    if steps.count >= way.count { return stars }
    guard case .mapping(var mapping) = value else { return value }
    let next = steps.isEmpty ? "annotations" : lastApplied
    mapping[next] = mapping[next].map { metadata($0, at: way[...steps.count]) }
    return .mapping(mapping)
  }

  /// A value in which Secrets may stand anywhere.
  func masked(_ value: Value) -> Value {
    if showsSecrets { return value }
    switch value {
    case .null, .bool, .number: return value
    case .string(let text): return Self.holdsSecret(text) ? Self.stars : value
    case .sequence(let items): return .sequence(items.map { masked($0) })
    case .mapping(let mapping):
      let known = Self.isSecret(mapping) ? Self.secret(mapping) : Self.secretList(mapping)
      return .mapping(Mapping(known.entries.map { ($0.key, masked($0.value)) }))
    }
  }

  /// A whole Secret.
  fileprivate static func secret(_ mapping: Mapping) -> Mapping {
    Mapping(mapping.entries.map { ($0.key, secret($0.value, at: [.key($0.key)])) })
  }

  /// A list of Secrets; any other mapping as it is.
  private static func secretList(_ mapping: Mapping) -> Mapping {
    guard mapping["kind"]?.string == listKind, let items = mapping["items"]?.sequence else {
      return mapping
    }
    var result = mapping
    result["items"] = .sequence(items.map { $0.mapping.map { .mapping(secret($0)) } ?? $0 })
    return result
  }

  // MARK: Text

  /// Whether a text is YAML or JSON with a Secret in it that keeps something.
  static func holdsSecret(_ text: String) -> Bool {
    let bytes = Array(text.utf8)
    guard bytes.holds("Secret", in: 0..<bytes.count) || bytes.contains(UInt8(ascii: "\\")) else {
      return false
    }
    guard (try? SourceText.check(bytes)) != nil else { return looksLikeSecret(bytes[...]) }
    return DocumentSplitter.chunks(of: bytes).contains { chunk in
      guard let documents = try? Document.parse(bytes, chunk: chunk) else {
        return looksLikeSecret(bytes[chunk])
      }
      return documents.contains { holdsSecret($0.root) }
    }
  }

  /// Whether a document has a Secret in it that keeps something.
  static func holdsSecret(_ root: Node) -> Bool {
    guard root.kind == .mapping || root.kind == .sequence, let value = try? root.value() else {
      return false
    }
    return SecretMask(showsSecrets: false).masked(value) != value
  }

  /// Whether a text that is no YAML has the lines of a Secret.
  private static func looksLikeSecret(_ bytes: ArraySlice<UInt8>) -> Bool {
    let text = String(decoding: bytes, as: UTF8.self)
    return text.contains("kind: Secret") && (text.contains("data:") || text.contains("stringData:"))
  }
}

/// The mask for the values of one document, whose Secrets are known by the paths that lead to them.
struct DocumentMask {
  let mask: SecretMask
  /// Where its Secrets are; nil when there is nothing to hide.
  let secrets: Set<Path>?
  /// Whether all items of a list are one to it.
  var sharesPositions = false

  private func isSecret(_ path: Path) -> Bool {
    secrets?.contains(sharesPositions ? path.withoutPositions : path) == true
  }

  /// The value at a path of the document without its secrets; that they differ is still told.
  func masked(_ value: Value, at path: Path) -> Value {
    guard let secrets else { return value }
    let known = pathInSecret(path).map { SecretMask.secret(value, at: $0) } ?? value
    return mask.masked(secrets.isEmpty ? known : maskedInside(known, at: path))
  }

  /// The value without what the Secrets keep that are known to be in it.
  private func maskedInside(_ value: Value, at path: Path) -> Value {
    switch value {
    case .mapping(let mapping):
      let known = isSecret(path) ? SecretMask.secret(mapping) : mapping
      return .mapping(
        Mapping(
          known.entries.map { entry in
            (entry.key, maskedInside(entry.value, at: path.appending(entry.key)))
          }))
    case .sequence(let items):
      return .sequence(
        items.enumerated().map { maskedInside($1, at: path.appending(.index($0))) })
    default: return value
    }
  }

  /// Whether a string at a path is what a Secret keeps, so that nothing inside may be told.
  func isHidden(_ path: Path) -> Bool {
    guard let inside = pathInSecret(path) else { return false }
    return inside.first != .key("metadata")
      && SecretMask.secret("", at: inside) == SecretMask.stars
  }

  /// The steps from the innermost Secret that the path leads into; nil when there is none.
  private func pathInSecret(_ path: Path) -> ArraySlice<PathStep>? {
    guard let secrets, !secrets.isEmpty else { return nil }
    let depth = path.steps.indices.last { isSecret(Path(Array(path.steps[..<$0]))) }
    return depth.map { path.steps[$0...] }
  }
}

extension Path {
  /// The path with one position in place of every other.
  fileprivate var withoutPositions: Path {
    Path(
      steps.map { step in
        if case .index = step { .index(0) } else { step }
      })
  }
}

package import YAML
package import YAMLDiff

extension DocumentRules {
  /// Documents as Kubernetes objects: known by group, kind, namespace and name; lists by their
  /// list types; the items of a `kind: List` are documents.
  package static let kubernetes = kubernetes(schemas: KnownSchemas())

  /// The same with what is known about more kinds, or about what scalars mean.
  package static func kubernetes(schemas: KnownSchemas) -> DocumentRules {
    var rules = DocumentRules(
      identity: { node in
        ObjectReference(node)?.key.identity
      },
      schema: { schemas.schema(of: $0) },
      items: { node in
        // An object with a name of its own, such as an IPAllowList, may have `items` as well.
        guard let kind = node["kind"]?.text, kind.hasSuffix("List"), node["apiVersion"] != nil,
          let items = node["items"], items.kind == .sequence,
          ObjectReference.name(node["metadata"]) == nil
        else { return nil }
        return (["items".key], items.items)
      },
      namePath: Path(keys: ["metadata", "name"]),
      identityPaths: [
        Path(keys: ["metadata", "name"]), Path(keys: ["metadata", "namespace"]),
        Path(keys: ["metadata", "generateName"]),
      ])
    rules.mayBeList = { source, chunk in
      let kind = LineSearch.entry(Array("kind:".utf8), indentation: 0, in: chunk, of: source)
      guard let value = kind?.value, LineSearch.isWord(value) else { return true }
      return value.suffix(4).elementsEqual("List".utf8)
    }
    return rules
  }
}

extension ObjectReference {
  /// The object that a node describes; nil when it lacks `apiVersion`, `kind` or a name.
  package init?(_ node: Node) {
    guard node.kind == .mapping, let kind = node["kind"]?.text,
      let apiVersion = node["apiVersion"]?.text, let metadata = node["metadata"],
      let name = Self.name(metadata)
    else { return nil }
    let type = GroupVersionKind(apiVersion: apiVersion, kind: kind)
    self.init(
      key: ObjectKey(
        group: type.group, kind: type.kind, namespace: Self.text(metadata["namespace"]), name: name),
      version: type.version)
  }

  /// What `metadata` calls an object; nil when it has no name.
  fileprivate static func name(_ metadata: Node?) -> String? {
    text(metadata?["name"]) ?? text(metadata?["generateName"])
  }

  /// A scalar as data, however it is written: `0x10` is 16, and `~` is nothing.
  private static func text(_ node: Node?) -> String? {
    guard let node else { return nil }
    guard node.resolved.kind == .scalar, let value = try? node.value() else { return node.text }
    switch value {
    case .null: return nil
    case .string(let text): return text
    case .bool(let flag): return flag ? "true" : "false"
    case .number(let number): return number.plain
    default: return node.text
    }
  }
}

extension ObjectKey {
  /// The object as a comparison of documents knows it.
  package var identity: DocumentIdentity {
    DocumentIdentity(parts: [group, kind, namespace ?? "", name], namePosition: 3)
  }

  /// The object that a comparison knows so.
  package init(_ identity: DocumentIdentity) {
    let parts = identity.parts + Array(repeating: "", count: max(0, 4 - identity.parts.count))
    self.init(
      group: parts[0], kind: parts[1], namespace: parts[2].isEmpty ? nil : parts[2],
      name: parts[3])
  }
}

extension String {
  /// This text as a step of a path.
  fileprivate var key: PathStep { .key(self) }
}

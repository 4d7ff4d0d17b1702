internal import Files
internal import Kubernetes
internal import YAML

/// Finds what still names a revision that is to be retired (MP009): labels, selectors, values,
/// and any other text of a manifest but comments.
struct RevisionMentions {
  let revision: String
  /// Files that are about the cluster as it is, not as it should be.
  let ignored: Set<RepositoryPath>

  /// Names such as `canary` or `default` stand for many things; `asm-1130-0` only for one.
  private var isDistinct: Bool {
    revision.contains("-") && revision.contains(where: \.isNumber)
  }

  /// One finding for each file that names the revision.
  func findings(in repository: MeshRepository) -> [Finding] {
    let needle = Array(revision.utf8)
    return repository.paths.compactMap { path in
      guard !ignored.contains(path), let bytes = repository.contents[path],
        bytes.firstRange(of: needle) != nil
      else { return nil }
      return finding(in: SourceFile(name: path.description, bytes: bytes))
    }
  }

  private func finding(in source: SourceFile) -> Finding? {
    var places: [(range: Range<Int>, namespace: String?, object: ObjectReference?)] = []
    for chunk in DocumentSplitter.chunks(of: source.bytes) {
      if let documents = try? Document.parse(source.bytes, chunk: chunk) {
        for document in documents where document.root["kind"]?.text != "MeshUpgrade" {
          let object = Self.object(of: document.root)
          for node in mentions(in: document.root) {
            // Point at the name itself, which may be lines into a block of text.
            let range = source.bytes[node.range].firstRange(of: Array(revision.utf8)) ?? node.range
            places.append((range, Self.namespace(of: object), object))
          }
        }
      } else if let range = textMention(in: source.bytes, chunk: chunk) {
        places.append((range, nil, nil))
      }
    }
    guard let first = places.first else { return nil }
    let name = revision == MeshLabels.defaultRevision ? "the un-revisioned install" : revision
    return Finding(
      .revisionStillNamed, in: source, at: first.range, namespace: first.namespace,
      object: first.object,
      message: "\(name) cannot be retired: "
        + (first.object.map { "\($0) still names it" } ?? "this text still names it"),
      hint: "move it to the new revision first, or exclude the file if it is not of this mesh",
      notes: places.dropFirst().prefix(9).map {
        Finding.Note(place: source.place(at: $0.range.lowerBound), message: "named here too")
      })
  }

  private static func object(of root: Node) -> ObjectReference? {
    guard let kind = root["kind"]?.text, let apiVersion = root["apiVersion"]?.text,
      let name = root[["metadata", "name"]]?.text
    else { return nil }
    let type = GroupVersionKind(apiVersion: apiVersion, kind: kind)
    return ObjectReference(
      key: ObjectKey(
        group: type.group, kind: kind, namespace: root[["metadata", "namespace"]]?.text,
        name: name), version: type.version)
  }

  private static func namespace(of object: ObjectReference?) -> String? {
    object?.key.kind == "Namespace" ? object?.key.name : object?.key.namespace
  }

  // MARK: In data

  private func mentions(in root: Node) -> [Node] {
    var found: [Node] = []
    var stack: [(node: Node, key: String?)] = [(root, nil)]
    while let (node, key) = stack.popLast() {
      switch node.kind {
      case .scalar:
        if let text = node.text, names(text, under: key) { found.append(node) }
      case .sequence: stack += node.items.reversed().map { ($0, key) }
      case .mapping:
        let selects = node["key"]?.text == MeshLabels.revision
        for pair in node.pairs.reversed() {
          let name = pair.key.text
          // Ours: it says what a workload was restarted for, not what it is to use.
          guard name != MeshLabels.restartedFor else { continue }
          stack.append((pair.value, selects && name == "values" ? MeshLabels.revision : name))
        }
      case .alias: continue
      }
    }
    return found
  }

  /// Whether a value names the revision: the whole of a revision field, or a name made of it.
  private func names(_ text: String, under key: String?) -> Bool {
    if text == revision {
      return isDistinct || Self.isRevisionField(key)
    }
    guard revision != MeshLabels.defaultRevision else { return false }
    if isDistinct { return Self.contains(revision, in: text) }
    return ["istiod-", "istio-sidecar-injector-", "istio-validator-"].contains {
      Self.contains($0 + revision, in: text)
    }
  }

  private static func isRevisionField(_ key: String?) -> Bool {
    guard let key else { return false }
    return key == MeshLabels.revision || key == "revision" || key == "defaultRevision"
  }

  // MARK: In text

  /// A mention in a text that is no YAML, outside comments.
  private func textMention(in bytes: [UInt8], chunk: Range<Int>) -> Range<Int>? {
    guard isDistinct else { return nil }
    var line = chunk.lowerBound
    while line < chunk.upperBound {
      let end = SourceText.lineEnd(after: line, in: bytes)
      let text = String(decoding: bytes[line..<end], as: UTF8.self)
      if text.first(where: { $0 != " " && $0 != "\t" }) != "#", Self.contains(revision, in: text) {
        let start = bytes[line..<end].firstRange(of: Array(revision.utf8))
        return start ?? line..<end
      }
      line = SourceText.afterBreak(end, in: bytes)
    }
    return nil
  }

  /// Whether a text holds a name that is not part of a longer word.
  static func contains(_ name: String, in text: String) -> Bool {
    let bytes = Array(text.utf8)
    var rest = bytes[...]
    while let range = rest.firstRange(of: Array(name.utf8)) {
      let before = range.lowerBound > 0 ? bytes[range.lowerBound - 1] : 0
      let after = range.upperBound < bytes.count ? bytes[range.upperBound] : 0
      if !isWord(before), !isWord(after) { return true }
      rest = bytes[(range.lowerBound + 1)...]
    }
    return false
  }

  private static func isWord(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"):
      true
    default: false
    }
  }
}

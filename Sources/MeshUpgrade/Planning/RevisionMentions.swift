internal import Files
internal import Kubernetes
internal import YAML

/// Finds what still names a revision that is to be retired (MP009): labels, selectors, values,
/// and any other text of a manifest but comments.
struct RevisionMentions {
  let matcher: RevisionMatcher
  /// Files that are about the cluster as it is, not as it should be.
  let ignored: Set<RepositoryPath>

  /// Objects that the plan leaves as they are, and says so.
  var left: @Sendable (ObjectKey) -> Bool = { _ in false }

  private var revision: String { matcher.revision }

  /// One finding for each file that names the revision.
  func findings(in repository: MeshRepository) -> [Finding] {
    let names =
      revision == MeshLabels.defaultRevision ? [revision, MeshLabels.injection] : [revision]
    let needles = names.map { Array($0.utf8) }
    return repository.paths.compactMap { path in
      guard !ignored.contains(path), let bytes = repository.contents[path],
        needles.contains(where: { bytes.firstRange(of: $0, in: bytes.indices) != nil })
      else { return nil }
      return finding(in: SourceFile(name: path.description, bytes: bytes))
    }
  }

  private func finding(in source: SourceFile) -> Finding? {
    var places: [(range: Range<Int>, namespace: String?, object: ObjectReference?)] = []
    var installer: ObjectReference?
    for chunk in DocumentSplitter.chunks(of: source.bytes) {
      if let documents = try? Document.parse(source.bytes, chunk: chunk) {
        for document in documents where document.root["kind"]?.text != "MeshUpgrade" {
          let object = Self.object(of: document.root)
          if let key = object?.key, left(key) { continue }
          for node in mentions(in: document.root) {
            // Point at the name itself, which may be lines into a block of text.
            let range = source.bytes[node.range].firstRange(of: Array(revision.utf8)) ?? node.range
            places.append((range, Self.namespace(of: object), object))
          }
          if places.first?.object == object, Self.installs(document.root) { installer = object }
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
      hint: installer.map {
        "\($0) installs it: write spec.phases without Retire, and remove that once the rest has"
          + " landed, in a commit of its own; or exclude the file if it is not of this mesh"
      } ?? "move it to the new revision first, or exclude the file if it is not of this mesh",
      notes: places.dropFirst().prefix(9).map {
        Finding.Note(place: source.place(at: $0.range.lowerBound), message: "named here too")
      })
  }

  /// Whether this installs a control plane: an Application of the chart istiod, or an
  /// IstioOperator.
  private static func installs(_ root: Node) -> Bool {
    if root["kind"]?.text == "IstioOperator" { return true }
    guard let spec = root["spec"], root["kind"]?.text == "Application" else { return false }
    let sources = [spec["source"]].compactMap { $0 } + (spec["sources"]?.items ?? [])
    return sources.contains { $0.resolved["chart"]?.text == "istiod" }
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
        let subject = Self.subject(of: node)
        for pair in node.pairs.reversed() {
          let name = pair.key.text
          // Ours: it says what a workload was restarted for, not what it is to use.
          guard name != MeshLabels.restartedFor else { continue }
          if key == "labels", followsDefault(pair) {
            found.append(pair.key)
          } else if let name, matcher.isDistinct, matcher.names(name, under: nil) {
            found.append(pair.key)
          } else {
            let isSubject = name == "value" || name == "values"
            stack.append((pair.value, isSubject ? subject ?? name : name))
          }
        }
      case .alias: continue
      }
    }
    return found
  }

  /// Whether a label asks for the un-revisioned install by its other name.
  private func followsDefault(_ pair: (key: Node, value: Node)) -> Bool {
    revision == MeshLabels.defaultRevision && pair.key.text == MeshLabels.injection
      && pair.value.resolved.text == "enabled"
  }

  /// What the `value` or `values` of a mapping are about: a selector's key, a Helm parameter's
  /// name, the end of a JSON patch's path.
  private static func subject(of node: Node) -> String? {
    if let key = node["key"]?.text ?? node["name"]?.text { return key }
    let last = node["path"]?.text?.split(separator: "/").last
    return last.map { String($0).replacing("~1", with: "/") }
  }

  /// Whether a value names the revision, itself or in the YAML that it holds.
  private func names(_ text: String, under key: String?) -> Bool {
    if matcher.names(text, under: key) { return true }
    guard !matcher.isDistinct, text.contains("\n") || text.hasPrefix("{"), text.contains(revision),
      let documents = try? Document.parseAll(Array(text.utf8))
    else { return false }
    return documents.contains { $0.root.kind != .scalar && !mentions(in: $0.root).isEmpty }
  }

  // MARK: In text

  /// A mention in a text that is no YAML, outside comments.
  private func textMention(in bytes: [UInt8], chunk: Range<Int>) -> Range<Int>? {
    guard matcher.isDistinct else { return nil }
    var line = chunk.lowerBound
    while line < chunk.upperBound {
      let end = SourceText.lineEnd(after: line, in: bytes)
      let text = String(decoding: bytes[line..<end], as: UTF8.self)
      if matcher.occurs(in: RevisionMatcher.withoutComment(text)) {
        let start = bytes[line..<end].firstRange(of: Array(revision.utf8))
        return start ?? line..<end
      }
      line = SourceText.afterBreak(end, in: bytes)
    }
    return nil
  }
}

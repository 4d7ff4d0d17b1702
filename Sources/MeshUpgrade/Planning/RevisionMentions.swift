internal import Files
internal import Kubernetes
internal import YAML

/// Finds what still names a revision that is to be retired (MP009): labels, selectors, values,
/// and any other text of a manifest but comments.
///
/// A name such as `blue`, which may mean other things, counts where a key says that it is a revision.
struct RevisionMentions {
  let matcher: RevisionMatcher
  /// Files that are about the cluster as it is, not as it should be.
  let ignored: Set<RepositoryPath>

  /// Objects that the plan leaves as they are, and says so.
  var left: @Sendable (ObjectKey) -> Bool = { _ in false }

  private var revision: String { matcher.revision }
  private var isDefault: Bool { revision == MeshLabels.defaultRevision }

  /// One finding for each file that names the revision.
  func findings(in repository: MeshRepository) -> [Finding] {
    let names = isDefault ? [revision, MeshLabels.injection] : [revision]
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
            places.append((range(of: node, in: source), Self.namespace(of: object), object))
          }
          if places.first?.object == object, Self.installs(document.root) { installer = object }
        }
      } else if let range = TextMention(of: matcher, in: source.bytes).first(in: chunk) {
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
      } ?? hint(isObject: first.object != nil),
      notes: places.dropFirst().prefix(9).map {
        Finding.Note(place: source.place(at: $0.range.lowerBound), message: "named here too")
      })
  }

  /// The name itself, which may be lines into a block of text.
  private func range(of node: Node, in source: SourceFile) -> Range<Int> {
    let text = source.bytes[node.range]
    let names = isDefault ? [MeshLabels.injection, revision] : [revision]
    return names.lazy.compactMap { text.firstRange(of: Array($0.utf8)) }.first ?? node.range
  }

  /// A common word in a text that is no object may mean something else after all.
  private func hint(isObject: Bool) -> String {
    let hint =
      "move it to the new revision first, or exclude the file if it is not of this mesh"
    guard !isObject, !matcher.isDistinct else { return hint }
    return hint + "; if it means no revision of Istio, write under spec.exceptions:"
      + " {rule: MP009, reason: …}"
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
      case .mapping where node.pairs.first?.key.kind == .mapping:
        // A template in place of a value, which reads as a mapping that is a key.
        let text = String(decoding: node.document.source[node.range], as: UTF8.self)
        if isMentioned(in: text, under: key) { found.append(node) }
      case .mapping:
        let subject = Self.subject(of: node)
        let isVersioned = Self.isVersioned(node)
        for pair in node.pairs.reversed() {
          let name = pair.key.text
          // Ours: it says what a workload was restarted for, not what it is to use.
          guard name != MeshLabels.restartedFor else { continue }
          let isSubject = name == "value" || name == "values"
          if followsDefault(pair, under: key) {
            found.append(pair.key)
          } else if name == "value", setsDefault(node, on: subject) {
            found.append(pair.value)
          } else if let name, matcher.isDistinct, matcher.names(name, under: nil) {
            found.append(pair.key)
          } else if isVersioned, !isSubject {
            stack.append((pair.value, nil))
          } else {
            stack.append((pair.value, isSubject ? subject ?? name : name))
          }
        }
      case .alias: continue
      }
    }
    return found
  }

  /// Whether a label asks for the un-revisioned install by its other name: on an object, or given to
  /// objects by a kustomization, an Application or the values of a chart.
  private func followsDefault(_ pair: (key: Node, value: Node), under key: String?) -> Bool {
    isDefault && pair.key.text == MeshLabels.injection && pair.value.resolved.text == "enabled"
      && !TextMention.isSelector(key)
  }

  /// Whether the `value` of a mapping sets that label: of a JSON patch, of a Helm parameter.
  private func setsDefault(_ node: Node, on subject: String?) -> Bool {
    guard isDefault, let subject, node["operator"] == nil, node["op"]?.text != "test" else {
      return false
    }
    return (subject == MeshLabels.injection || subject.hasSuffix(".\(MeshLabels.injection)"))
      && node["value"]?.text == "enabled"
  }

  /// Whether a mapping says which version of a repository to take: its `revision` is one of Git.
  private static func isVersioned(_ node: Node) -> Bool {
    ["repo", "repoURL"].contains { node[$0]?.kind == .scalar }
  }

  /// What the `value` or `values` of a mapping are about: a selector's key, a Helm parameter's
  /// name, the end of a JSON patch's path.
  private static func subject(of node: Node) -> String? {
    if let key = node["key"]?.text ?? node["name"]?.text { return key }
    let last = node["path"]?.text?.split(separator: "/").last
    return last.map { String($0).replacing("~1", with: "/") }
  }

  /// Whether a value names the revision, itself or in the YAML or text that it holds.
  private func names(_ text: String, under key: String?) -> Bool {
    if matcher.names(text, under: key) { return true }
    let mayBeMentioned =
      text.contains(revision) || (isDefault && text.contains(MeshLabels.injection))
    // A word by itself is no field.
    guard !matcher.isDistinct, mayBeMentioned, text.contains(where: { ":={".contains($0) }) else {
      return false
    }
    let collections = ((try? Document.parseAll(Array(text.utf8))) ?? []).map(\.root)
      .filter { $0.kind != .scalar }
    if collections.contains(where: { !mentions(in: $0).isEmpty }) { return true }
    return (collections.isEmpty || text.contains("{{")) && isMentioned(in: text, under: key)
  }

  /// Whether a value names the revision, read line by line.
  private func isMentioned(in text: String, under key: String?) -> Bool {
    let line = text.contains("\n") ? text : "\(key ?? ""): \(text)"
    let bytes = Array(line.utf8)
    return TextMention(of: matcher, in: bytes).first(in: bytes.indices) != nil
  }
}

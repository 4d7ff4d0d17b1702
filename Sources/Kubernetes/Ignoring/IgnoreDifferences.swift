internal import YAML
package import YAMLDiff

/// What the Applications of Argo CD among some files state in `spec.ignoreDifferences`.
///
/// Group and kind are globs and the rest is exact, as Argo CD has it. To which Application an
/// object belongs cannot be told from files alone, so the rules are about every object they match.
package struct IgnoreDifferences {
  /// The rules, in the order of the files.
  package private(set) var rules: [IgnoreRule] = []
  /// What cannot be followed, and where it stands.
  package private(set) var warnings: [(file: SourceFile, problem: NodeProblem)] = []

  /// Reads the Applications and ApplicationSets of a side.
  package init(_ sources: [StreamSource]) {
    let filter = DocumentFilter(names: ["ignoreDifferences"])
    for source in sources {
      let file = SourceFile(name: source.name, bytes: source.bytes)
      guard (try? SourceText.check(source.bytes)) != nil else { continue }
      for chunk in DocumentSplitter.chunks(of: source.bytes)
      where filter.matches(source.bytes, in: chunk) {
        // What cannot be read is told by whoever compares it.
        for document in (try? Document.parse(source.bytes, chunk: chunk)) ?? [] {
          let objects = DocumentRules.kubernetes.items(document.root)?.items ?? [document.root]
          for object in objects { add(object.resolved, in: file) }
        }
      }
    }
  }

  private mutating func add(_ object: Node, in file: SourceFile) {
    let names = ObjectNames(object)
    guard names.group == "argoproj.io" else { return }
    let spec: Node?
    switch names.kind {
    case "Application": spec = object["spec"]
    case "ApplicationSet": spec = object[["spec", "template", "spec"]]
    default: return
    }
    for entry in spec?["ignoreDifferences"]?.items ?? [] { add(entry: entry.resolved, in: file) }
  }

  private mutating func add(entry: Node, in file: SourceFile) {
    let fields = ["group", "kind", "namespace", "name"].compactMap { entry[$0] }
    if let template = fields.first(where: { $0.text?.contains("{{") == true }) {
      warn("a template, which stands for no object yet", template, in: file)
      return
    }
    // Globs of Argo CD have more than `*`.
    if let glob = fields.prefix(2).first(where: { $0.text?.contains { "?[{".contains($0) } == true }
    ) {
      warn("a pattern with more than *", glob, in: file)
      return
    }
    let selector = ObjectSelector(
      group: Glob(entry["group"]?.filledText ?? ""), kind: Glob(entry["kind"]?.filledText ?? ""),
      namespace: entry["namespace"]?.filledText.map { Glob(literal: $0) } ?? .any,
      name: entry["name"]?.filledText.map { Glob(literal: $0) } ?? .any)
    for (key, read) in [("jsonPointers", Self.pointer), ("jqPathExpressions", JQPath.pattern)] {
      for node in entry[key]?.items ?? [] {
        if let pattern = node.resolved.text.flatMap(read) {
          rules.append(IgnoreRule(selector, .place(.init(pattern))))
        } else {
          warn(
            key == "jsonPointers"
              ? "no JSON pointer that Argo CD would find"
              : "a jq expression that does more than follow a path", node, in: file)
        }
      }
    }
    if let managers = entry["managedFieldsManagers"], managers.items.isEmpty == false {
      warn("fields by who manages them, which only the cluster knows", managers, in: file)
    }
  }

  /// A pointer without wildcards; Argo CD knows none, and takes `*` for a key.
  private static func pointer(_ text: String) -> PathPattern? {
    text.split(separator: "/").contains("*") ? nil : PathPattern(pointer: text)
  }

  private mutating func warn(_ message: String, _ node: Node, in file: SourceFile) {
    let what =
      node.text.map { "\(quoted($0)) is \(message); it is left out" }
      ?? "managedFieldsManagers are \(message); they are left out"
    warnings.append((file, NodeProblem(at: node.range, message: "ignoreDifferences: \(what)")))
  }
}

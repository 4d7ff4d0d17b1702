internal import Files
internal import Kubernetes
internal import YAML

/// Reads an `overlay.yaml` and the patches beside it, and says everything that is wrong with them.
struct OverlayReader {
  private static let kind = "MeshOverlay"

  private let source: SourceFile
  /// The text of a file of the overlay's folder.
  private let file: (String) -> SourceFile?
  private var reader = NodeReader()
  private var findings: [Finding] = []

  /// The overlay of a folder, whose files `file` gives by their paths in it.
  static func read(
    _ source: SourceFile, origin: Overlay.Origin, file: @escaping (String) -> SourceFile?
  ) throws(Refusal) -> Overlay {
    let document = try Template(source, rule: .overlay).document
    var reader = OverlayReader(source: source, file: file)
    let overlay = reader.overlay(Field(root: document.root), origin: origin)
    let problems = reader.reader.problems.map {
      Finding(.overlay, in: source, at: $0.range, message: $0.message, hint: $0.hint)
    }
    let findings = problems + reader.findings
    guard findings.isEmpty else { throw Refusal(findings) }
    try check(overlay)
    return overlay
  }

  private init(source: SourceFile, file: @escaping (String) -> SourceFile?) {
    self.source = source
    self.file = file
  }

  private mutating func overlay(_ root: Field, origin: Overlay.Origin) -> Overlay {
    var overlay = (parameters: [String: Value?](), patches: [OverlayPatch]())
    var distribution: (value: Distribution, range: Range<Int>)?
    let required: KeyValuePairs = [
      "apiVersion": DesiredStateDecoder.apiVersion, "kind": Self.kind,
    ]
    var known = ["apiVersion", "kind", "parameters", "patches"]
    // Whose Istio there is, meshphase has to know before it reads a repository.
    if case .builtIn = origin { known.insert("distribution", at: 2) }
    if let fields = reader.fields(of: root, known: known, required: required) {
      constant(DesiredStateDecoder.apiVersion, at: fields["apiVersion"])
      constant(Self.kind, at: fields["kind"])
      overlay.parameters = fields["parameters"].map { parameters($0) } ?? [:]
      if case .builtIn(let folder) = origin, let field = fields["distribution"] {
        distribution = reader.distribution(of: field, folder: folder, with: overlay.parameters.keys)
          .map { ($0, field.range) }
      }
      for item in fields["patches"].flatMap({ reader.items(of: $0) }) ?? [] {
        if let patch = patch(item) { overlay.patches.append(patch) }
      }
    }
    return Overlay(
      origin: origin, source: source, distribution: distribution,
      parameters: overlay.parameters, patches: overlay.patches)
  }

  private mutating func constant(_ expected: String, at field: Field?) {
    guard let field, let text = reader.text(of: field), text != expected else { return }
    reader.report("found \(quoted(text)), expected \(expected)", at: field)
  }

  private mutating func parameters(_ field: Field) -> [String: Value?] {
    var parameters: [String: Value?] = [:]
    for entry in reader.entries(of: field) ?? [] {
      guard let name = entry.key?.text else { continue }
      if Overlay.givenNames.contains(name) {
        reader.report(
          "found a parameter that every overlay is given, expected another name", at: entry)
      }
      let isUnset = (try? entry.node.value()) == .null
      parameters.updateValue(isUnset ? nil : reader.scalar(of: entry), forKey: name)
    }
    return parameters
  }

  // MARK: Patches

  private mutating func patch(_ field: Field) -> OverlayPatch? {
    let forms = OverlayPatch.Form.allCases
    guard
      let fields = reader.fields(
        of: field, known: ["target", "optional"] + forms.map(\.rawValue),
        required: ["target": "the objects that are patched"])
    else { return nil }
    let target = fields["target"].flatMap { self.target($0) }
    let isOptional = fields["optional"].flatMap { reader.flag(of: $0) } ?? false
    let given = forms.filter { fields[$0.rawValue] != nil }
    guard given.count == 1, let form = given.first, let content = fields[form.rawValue] else {
      reader.report(
        "found \(given.isEmpty ? "neither" : "both") merge \(given.isEmpty ? "nor" : "and")"
          + " jsonPatch, expected one of them", at: field)
      return nil
    }
    guard let (text, node) = patchText(of: content), let target else { return nil }
    let expected: NodeKind = form == .merge ? .mapping : .sequence
    guard node.resolved.kind == expected else {
      let what = form == .merge ? "a part of an object" : "the operations of a JSON Patch"
      findings.append(
        Finding(.overlay, in: text, at: node.range, message: "\(content.name): expected \(what)"))
      return nil
    }
    return OverlayPatch(
      target: target, form: form, isOptional: isOptional,
      range: (fields["target"] ?? field).range, source: text, node: node)
  }

  /// The patch that a field holds, or the file that it names does.
  private mutating func patchText(of field: Field) -> (SourceFile, Node)? {
    guard field.node.resolved.kind == .scalar else { return (source, field.node.resolved) }
    guard let name = reader.filledText(of: field, expected: "a patch, or a file beside it") else {
      return nil
    }
    guard RepositoryPath.resolve(name, from: nil)?.description == name, let file = file(name) else {
      reader.report(
        "found no file \(quoted(name)) beside \(Overlay.fileName)", at: field,
        hint: "a patch is written in place, or in a YAML or JSON file of the overlay's folder")
      return nil
    }
    do throws(Refusal) {
      return (file, try Template(file, rule: .overlay).document.root)
    } catch {
      findings += error.findings
      return nil
    }
  }

  private mutating func target(_ field: Field) -> OverlayTarget? {
    let known = ["kind", "group", "namespace", "name", "labels", "labelSelector"]
    guard
      let fields = reader.fields(of: field, known: known, required: ["kind": "a kind of object"])
    else { return nil }
    var selector = fields["labelSelector"].map { reader.selector(of: $0) } ?? LabelSelector()
    if let labels = fields["labels"] {
      var texts = selector.matchLabels
      for entry in reader.entries(of: labels) ?? [] {
        if let key = entry.key?.text { texts[key] = reader.text(of: entry) }
      }
      selector = LabelSelector(matchLabels: texts, matchExpressions: selector.matchExpressions)
    }
    guard let kind = fields["kind"].flatMap({ reader.filledText(of: $0) }) else { return nil }
    return OverlayTarget(
      kind: kind, group: fields["group"].flatMap { reader.text(of: $0) },
      namespace: fields["namespace"].flatMap { reader.filledText(of: $0) },
      name: fields["name"].flatMap { reader.filledText(of: $0) }, selector: selector)
  }

  // MARK: Checking

  /// Refuses patches that cannot be right, whatever they are applied to.
  private static func check(_ overlay: Overlay) throws(Refusal) {
    var findings: [Finding] = []
    let parameters = overlay.parameters.mapValues { $0 ?? .string("") }
    for patch in overlay.patches {
      do throws(Refusal) {
        let given = Dictionary(
          uniqueKeysWithValues: Overlay.givenNames.map { ($0, Value.string($0)) })
        let value = try patch.value(
          with: TemplateParameters(values: parameters.merging(given) { own, _ in own }))
        if patch.form == .jsonPatch { _ = try patch.operations(value) }
      } catch {
        findings += error.findings.filter { !findings.contains($0) }
      }
    }
    guard findings.isEmpty else { throw Refusal(findings) }
  }
}

internal import Kubernetes
internal import YAML
internal import YAMLDiff

/// One entry of a report's changes, as `DiffReport.json()` writes it.
struct ReportEntry {
  /// What an entry is about.
  enum Kind {
    /// A document as a whole.
    case whole(DocumentChange.Kind)
    /// Something inside one.
    case inside(ValueChange.Kind)
  }

  let kind: Kind
  private let node: Node
  private let fields: Value

  init(_ node: Node) throws(ReportedPatch.Problem) {
    self.node = node
    do throws(ParseError) {
      let value = try node.value()
      fields = Self.withNumbers(value)
    } catch {
      throw ReportedPatch.Problem(message: error.message, hint: error.hint, range: error.range)
    }
    let kind = fields["kind"]?.string ?? ""
    // The root of a document changes like anything in it; it comes, goes and moves with it.
    if fields["path"] == "", kind != "changed", let whole = DocumentChange.Kind(rawValue: kind) {
      self.kind = .whole(whole)
    } else if let inside = ValueChange.Kind(rawValue: kind) {
      self.kind = .inside(inside)
    } else {
      throw Self.problem(
        "found the kind \"\(kind)\", expected one that diff writes", node["kind"] ?? node)
    }
    guard fields["masked"] != true else {
      throw ReportedPatch.Problem(
        message: "the report does not show what a Secret keeps, so it cannot be applied",
        hint: "make it with `meshphase diff -o json --show-secrets`", range: node.range)
    }
  }

  // MARK: Documents

  /// The document before; its names differ from those afterwards where it was renamed.
  var from: StreamPatch.Handle {
    if case .whole(.renamed) = kind { return handle(fields["from"], "from") }
    return handle(fields["object"], "from")
  }

  /// The document after.
  var to: StreamPatch.Handle { handle(fields["object"], "to") }

  /// The document's position before, without its names then, which only a rename tells.
  var positionBefore: StreamPatch.Handle { handle(nil, "from") }

  private func handle(_ object: Value?, _ side: String) -> StreamPatch.Handle {
    if let list = fields["list"] {
      return StreamPatch.Handle(identity: nil, position: Self.integer(list[side]), isList: true)
    }
    return StreamPatch.Handle(
      identity: object.flatMap { ObjectKey(json: $0) }?.identity,
      position: Self.integer(fields["document"]?[side]))
  }

  /// Whether other documents may have the names of this one.
  var mayRepeat: Bool { fields["repeated"] == true }

  /// What a rename does to the fields that say the names.
  var names: DocumentNames {
    fields["names"].map { DocumentNames(told: $0) }
      ?? DocumentNames(objects: fields["from"], fields["to"])
  }

  /// A document that comes or goes.
  func wholeDocument(_ index: Int) throws(ReportedPatch.Problem) -> StreamPatch.Edit {
    let isNew = if case .whole(.added) = kind { true } else { false }
    var edit = StreamPatch.Edit(
      from: isNew ? nil : from, to: isNew ? to : nil, entry: index)
    edit.value = try value(isNew ? "to" : "from")
    edit.mayRepeat = mayRepeat
    return edit
  }

  // MARK: Changes

  /// A change inside a document.
  func change() throws(ReportedPatch.Problem) -> RecordedChange {
    guard case .inside(let kind) = kind else { throw Self.problem("found no change", node) }
    let path = try pointer("path") ?? []
    let oldPath = try pointer("fromPath")
    return RecordedChange(
      kind, path: path, oldPath: oldPath,
      from: kind == .changed || kind == .removed ? try value("from") : nil,
      to: kind == .changed || kind == .added ? try value("to") : nil)
  }

  private func value(_ key: String) throws(ReportedPatch.Problem) -> Value {
    guard let value = fields[key] else {
      throw Self.problem("found no \"\(key)\", which this kind of change has", node)
    }
    return value
  }

  private func pointer(_ key: String) throws(ReportedPatch.Problem) -> [String]? {
    guard let text = fields[key]?.string else { return nil }
    guard let tokens = Path.referenceTokens(of: text) else {
      throw Self.problem("\(key) is \"\(text)\", expected a JSON pointer", node[key] ?? node)
    }
    return tokens
  }

  private static func problem(_ message: String, _ node: Node) -> ReportedPatch.Problem {
    ReportedPatch.Problem(message: message, hint: nil, range: node.range)
  }

  private static func integer(_ value: Value?) -> Int? {
    if case .number(let number)? = value { number.intValue } else { nil }
  }

  /// The fields with the numbers in place that JSON writes as strings.
  private static func withNumbers(_ fields: Value) -> Value {
    var result = fields
    for pointer in fields["numbers"]?.sequence ?? [] {
      guard let text = pointer.string, let tokens = Path.referenceTokens(of: text),
        let path = result.path(of: tokens), let number = result[path]?.string.flatMap(Number.init),
        let next = EditOperation.set(path, .number(number)).applied(to: result)
      else { continue }
      result = next
    }
    return result
  }
}

extension ObjectKey {
  /// Reads what a report calls an object; nil for anything else.
  fileprivate init?(json: Value) {
    guard let kind = json["kind"]?.string, let name = json["name"]?.string else { return nil }
    self.init(
      group: json["group"]?.string ?? "", kind: kind, namespace: json["namespace"]?.string,
      name: name)
  }
}

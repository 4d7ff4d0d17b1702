internal import Kubernetes
package import YAML
package import YAMLDiff

/// A report of a difference (`meshphase diff -o json`), read so that it can be applied.
package struct ReportedPatch {
  /// Why a report cannot be applied to anything, and where it says so.
  package struct Problem: Error {
    package let message: String
    package let hint: String?
    package let range: Range<Int>
  }

  /// What the report says of documents.
  package private(set) var patch = StreamPatch(edits: [])
  /// How many entries are about comments, which are not applied.
  package private(set) var comments = 0
  /// The entries of the report.
  private let entries: [Node]
  /// The edits that collect what is told of one document, by its names and positions.
  private var open: [StreamPatch.Handle: [StreamPatch.Handle: Int]] = [:]
  /// The files that the documents are in, before and after.
  private var files: (from: Set<String>, to: Set<String>) = ([], [])

  /// Whether a patch is a report rather than a merge patch.
  package static func isReport(_ root: Node) -> Bool { root["formatVersion"] != nil }

  /// Reads a report.
  package init(_ root: Node) throws(Problem) {
    let version = root["formatVersion"]
    guard version?.text == "1" else {
      throw Problem(
        message: "found the format version \(version?.text ?? "nothing"), expected \"1\"",
        hint: "a newer meshphase made this report; --merge-patch takes it for a merge patch",
        range: (version ?? root).range)
    }
    guard let changes = root["changes"], changes.kind == .sequence else {
      throw Problem(
        message: "found no list of changes, expected what `meshphase diff -o json` writes",
        hint: "--merge-patch takes an object for a merge patch, whatever its keys",
        range: root.range)
    }
    entries = changes.items
    for (index, node) in entries.enumerated() { try read(node, index) }
    for index in patch.edits.indices { patch.edits[index].dropRepeatedNames() }
  }

  private mutating func read(_ node: Node, _ index: Int) throws(Problem) {
    guard node["comment"] == nil else { return comments += 1 }
    let entry = try ReportEntry(node)
    try checkFiles(node)
    switch entry.kind {
    case .whole(.added), .whole(.removed): patch.edits.append(try entry.wholeDocument(index))
    case .whole(.moved):
      let position = edit(of: entry, index)
      patch.edits[position].isMoved = true
    case .whole(.renamed):
      let position = edit(of: entry, index)
      patch.edits[position].from = entry.from
      patch.edits[position].mayRepeat = entry.mayRepeat
      add(entry.names.changes, index, to: position)
    case .whole(.changed), .inside: add([try entry.change()], index, to: edit(of: entry, index))
    }
  }

  /// The edit that tells all of a document.
  private mutating func edit(of entry: ReportEntry, _ index: Int) -> Int {
    let (from, to) = (entry.positionBefore, entry.to)
    if let position = open[from]?[to] { return position }
    patch.edits.append(StreamPatch.Edit(from: entry.from, to: to, entry: index))
    open[from, default: [:]][to] = patch.edits.count - 1
    return patch.edits.count - 1
  }

  private mutating func add(_ changes: [RecordedChange], _ entry: Int, to position: Int) {
    patch.edits[position].changes += changes
    patch.edits[position].entries += changes.map { _ in entry }
  }

  /// A report of several files has a place for each file.
  private mutating func checkFiles(_ node: Node) throws(Problem) {
    if let file = node["places"]?["from"]?["file"]?.text { files.from.insert(file) }
    if let file = node["places"]?["to"]?["file"]?.text { files.to.insert(file) }
    guard files.from.count > 1 || files.to.count > 1 else { return }
    throw Problem(
      message: "the report is about several files, expected one",
      hint: "make and apply one report for each file", range: node.range)
  }

  /// The range of an entry in the report, and the object that it names.
  func entry(_ index: Int) -> Node? { entries.indices.contains(index) ? entries[index] : nil }
}

extension StreamPatch.Edit {
  /// Leaves out what a rename says where a change of all of `metadata` says it as well.
  fileprivate mutating func dropRepeatedNames() {
    guard from?.identity != to?.identity else { return }
    let outer = Set(changes.map(\.path))
    let kept = changes.indices.filter { index in
      let path = changes[index].path
      return path.first != "metadata" || path.count != 2
        || (!outer.contains([]) && !outer.contains(["metadata"]))
    }
    (changes, entries) = (kept.map { changes[$0] }, kept.map { entries[$0] })
  }
}

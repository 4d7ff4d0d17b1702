internal import Files
internal import Kubernetes
internal import YAML
internal import YAMLDiff

/// Takes a phase back in a later state of the repository: a structural three-way merge whose base is
/// the phase's result, ours today's files, and theirs those from before the phase.
///
/// Everything that the phase did not change stays as it is today, byte for byte. A file that nobody
/// has touched since gets its old bytes back.
struct PhaseReversal {
  let comparison: PhaseComparison
  let keep: KeepRules

  private(set) var edits: [TreeEdit] = []
  private(set) var conflicts: [RollbackConflict] = []
  /// Where fields were edited since, settled or not.
  private(set) var edited: [(path: Path, file: RepositoryPath)] = []
  /// Objects that the phase edited and nobody finds today.
  private(set) var gone: [ComparedDocument] = []
  /// The documents that get something back.
  private var takenBack: [ComparedDocument] = []

  /// Works out the edits; where there are conflicts, those that are free of them.
  init(_ comparison: PhaseComparison, keep: KeepRules = KeepRules()) throws(Refusal) {
    self.comparison = comparison
    self.keep = keep
    var pieces: [RepositoryPath: [FilePiece]] = [:]
    for document in comparison.documents {
      if comparison.restored.contains(document.file) { continue }
      if comparison.unchanged.contains(document.file) {
        takenBack.append(document)
        continue
      }
      if let (file, piece) = try piece(for: document) {
        pieces[file, default: []].append(piece)
        takenBack.append(document)
      }
    }
    for path in comparison.unchanged.sorted() {
      let old = comparison.phase.before.contents[path]
      // A file that the phase removed comes back where the rest of its folder is now.
      let isRemoved = comparison.phase.after.contents[path] == nil
      edits.append(Self.edit(isRemoved ? try place(of: path) : path, old))
    }
    for (path, found) in pieces.sorted(by: { $0.key < $1.key }) {
      let bytes = comparison.today.contents[path]
      let text = try FilePieces(path: path, today: bytes, pieces: found).assembled()
      if text != bytes { edits.append(Self.edit(path, text)) }
    }
    for path in comparison.plainConflicts { take(plain: path) }
    edits.sort { $0.path < $1.path }
  }

  /// The repository once the phase is taken back.
  var after: MeshRepository {
    var repository = comparison.today
    repository.apply(edits)
    return repository
  }

  private static func edit(_ path: RepositoryPath, _ bytes: [UInt8]?) -> TreeEdit {
    bytes.map { .write(path: path, bytes: $0) } ?? .remove(path: path)
  }

  // MARK: One document

  private mutating func piece(
    for document: ComparedDocument
  ) throws(Refusal) -> (RepositoryPath, FilePiece)? {
    switch document.standing {
    case .before: return nil
    case .gone:
      guard document.object != nil else { throw Refusal(Self.moved(document.file, nil)) }
      gone.append(document)
      return nil
    case .after, .partly, .differing: break
    }
    guard let today = document.today else {
      // The phase removed it, and nobody has put it back.
      guard let before = document.before else { return nil }
      guard before.itemPath.steps.isEmpty || comparison.today.contents[document.file] == nil else {
        throw Refusal(
          Finding(
            .unsafeEdit, in: before.source, at: before.node.range, object: document.object,
            message: "\(document.object?.description ?? "the item") was an item of a list that has"
              + " been edited since", hint: "put it back by hand, or with git revert"))
      }
      return try insertion(of: before, document)
    }
    var (value, found) = document.takenBack()
    edited += found.map { ($0.path, today.file) }
    let sides = found.map { keep.side(at: $0.path, in: today.file) }
    // A document that the phase made goes whole or stays whole.
    if document.before == nil, sides.contains(.today), !sides.contains(nil) { return nil }
    for (conflict, side) in zip(found, sides).reversed() {
      switch side {
      case .today?: continue
      case .before?:
        value =
          document.before == nil ? nil : value?.replacing(conflict.path, with: conflict.theirs)
      case nil: conflicts.append(RollbackConflict(conflict, document: document, today: today))
      }
    }
    guard value != today.value else { return nil }
    guard today.itemPath.steps.isEmpty else { return (today.file, .item(document, value)) }
    guard let value else { return (today.file, .removal(chunk: today.chunk)) }
    let text = try rewritten(document, today, to: value, isMerged: found.isEmpty)
    return (today.file, .replacement(chunk: today.chunk, text))
  }

  /// Puts a document back that the phase removed: into its file, or where what stood beside it is now.
  private func insertion(
    of before: DocumentVersion, _ document: ComparedDocument
  ) throws(Refusal) -> (RepositoryPath, FilePiece) {
    let path = document.file
    if comparison.today.contents[path] != nil {
      return (path, .insertion(before, after: predecessor(of: document)))
    }
    if comparison.phase.after.contents[path] == nil {
      return (try place(of: path), .insertion(before, after: nil))
    }
    // The file has another name today.
    guard let neighbour = comparison.renamed(path) else {
      throw Refusal(Self.moved(path, document.object))
    }
    return (neighbour, .insertion(before, after: nil))
  }

  /// Where a file that the phase removed belongs today: its folder may have been moved.
  private func place(of path: RepositoryPath) throws(Refusal) -> RepositoryPath {
    if comparison.isFolderOwn(path)
      || comparison.today.paths.contains(where: { $0.folder == path.folder })
    {
      return path
    }
    guard let folder = comparison.movedFolder(of: path),
      let place = RepositoryPath.resolve(path.name, from: folder)
    else { throw Refusal(Self.moved(path, nil)) }
    return place
  }

  private static func moved(_ path: RepositoryPath, _ object: ObjectReference?) -> Finding {
    Finding(
      .unsafeEdit, object: object, place: Place(file: path.description, line: 1, column: 1),
      message: "\(path) has been moved since the phase, to where cannot be told",
      hint: "take that part of the phase back by hand, or move it back")
  }

  /// The key of the document that stands before one in the file from before the phase and is still
  /// there; nil at the start.
  private func predecessor(of document: ComparedDocument) -> DocumentKey? {
    guard let before = document.before, let bytes = comparison.today.contents[document.file],
      let old = try? DocumentFile(document.file, before.source.bytes),
      let now = try? DocumentFile(document.file, bytes)
    else { return nil }
    return old.documents.prefix { $0.version.chunk < before.chunk }.last { now[$0.key] != nil }?
      .key
  }

  /// The text of today's document with its new data: the old bytes where nobody touched it since,
  /// else the merge of the lines where that says the same, else the smallest edits.
  private func rewritten(
    _ document: ComparedDocument, _ today: DocumentVersion, to value: Value, isMerged: Bool
  ) throws(Refusal) -> [UInt8] {
    if isMerged, let before = document.before, let after = document.after {
      if today.bytes == after.bytes { return before.bytes }
      if let text = LineMerge.merge(base: after.bytes, ours: today.bytes, theirs: before.bytes),
        let documents = try? Document.parse(text, chunk: 0..<text.count), documents.count == 1,
        (try? documents[0].root.value()) == value
      {
        return text
      }
    }
    do throws(EditError) {
      return try DocumentPatch.rewrite(today.bytes, to: value, schema: document.schema)
    } catch {
      let error = error.moved(by: today.range.lowerBound)
      throw Refusal(
        Finding(
          .unsafeEdit, in: today.source, at: error.range, object: document.object,
          message: "\(document.object?.description ?? "the document") cannot be edited safely: "
            + error.message, hint: error.hint))
    }
  }

  /// A file that is no YAML, such as the mark of a retired revision: whole or not at all.
  private mutating func take(plain path: RepositoryPath) {
    edited.append((Path(), path))
    switch keep.side(at: Path(), in: path) {
    case .today?: return
    case .before?: edits.append(Self.edit(path, comparison.phase.before.contents[path]))
    case nil:
      func text(_ bytes: [UInt8]?) -> Value? {
        bytes.map { .string(String(decoding: $0, as: UTF8.self)) }
      }
      conflicts.append(
        RollbackConflict(
          file: path, object: nil, path: Path(), keyedPath: "",
          before: text(comparison.phase.before.contents[path]),
          phase: text(comparison.phase.after.contents[path]),
          today: text(comparison.today.contents[path]),
          place: Place(file: path.description, line: 1, column: 1)))
    }
  }

  // MARK: What changes

  /// The changes that the edits come to, object by object.
  func changes() throws(Refusal) -> [Change] {
    let after = after
    var changes: [Change] = []
    for document in takenBack {
      guard let object = document.object ?? document.kustomization else { continue }
      let path = document.today?.file ?? document.file
      let new = after.contents[path].flatMap { try? DocumentFile(path, $0) }
      let key = (document.today?.object ?? document.object).map { DocumentKey.object($0.key) }
      func version(_ version: DocumentVersion?) -> ObjectVersion? {
        version.map { ObjectVersion(node: $0.node, text: PlaceIndex($0.source)) }
      }
      do throws(ParseError) {
        changes += try Change.between(
          version(document.today), version(new?[key ?? .other(0)]),
          object: object)
      } catch { continue }
    }
    return changes
  }
}

extension ComparedDocument {
  /// A kustomization as changes name it: by its folder.
  var kustomization: ObjectReference? {
    guard Kustomization.fileNames.contains(file.name) else { return nil }
    let name = file.folder?.description ?? "."
    return ObjectReference(
      key: ObjectKey(
        group: "kustomize.config.k8s.io", kind: "Kustomization", namespace: nil, name: name),
      version: "v1beta1")
  }
}

extension Value {
  /// The value with another one at a path; nil takes it away.
  func replacing(_ path: Path, with new: Value?) -> Value? {
    guard let step = path.steps.first else { return new }
    let rest = Path(Array(path.steps.dropFirst()))
    switch (self, step) {
    case (.mapping(let mapping), .key(let key)):
      let old = mapping[key]
      let value = rest.steps.isEmpty ? new : old?.replacing(rest, with: new)
      var entries = mapping.entries.map { (key: $0.key, value: $0.value) }
      if let index = entries.firstIndex(where: { $0.key == key }) {
        if let value { entries[index].value = value } else { entries.remove(at: index) }
      } else if let value {
        entries.append((key, value))
      }
      return .mapping(Mapping(entries))
    case (.sequence(var items), .index(let index)):
      guard items.indices.contains(index) else {
        if let new, rest.steps.isEmpty { items.append(new) }
        return .sequence(items)
      }
      let value = rest.steps.isEmpty ? new : items[index].replacing(rest, with: new)
      if let value { items[index] = value } else { items.remove(at: index) }
      return .sequence(items)
    default: return self
    }
  }
}

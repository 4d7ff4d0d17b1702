internal import Files
internal import Kubernetes
internal import YAML

/// What a phase's edits came to: files with their line counts, changes, and the way back.
struct PhaseOutcome {
  let batch: EditBatch
  let before: MeshRepository
  let after: MeshRepository
  let edits: [TreeEdit]

  /// The files, in path order.
  func files() -> [FileChange] {
    edits.map { edit in
      let old = before.contents[edit.path].map(Self.lines) ?? []
      let new = after.contents[edit.path].map(Self.lines) ?? []
      var added = 0
      var removed = 0
      for step in Self.middle(old, new) {
        switch step {
        case .insert: added += 1
        case .remove: removed += 1
        }
      }
      let status: FileChange.Status =
        switch edit {
        case .remove: .deleted
        case .write: before.contents[edit.path] == nil ? .added : .modified
        }
      return FileChange(path: edit.path, status: status, added: added, removed: removed)
    }
  }

  /// The lines with their ends: a last line without one differs from the same line with one.
  private static func lines(_ bytes: [UInt8]) -> [ArraySlice<UInt8>] {
    var lines: [ArraySlice<UInt8>] = []
    var start = 0
    while start < bytes.count {
      let end = bytes[start...].firstIndex(of: 0x0A).map { $0 + 1 } ?? bytes.count
      lines.append(bytes[start..<end])
      start = end
    }
    return lines
  }

  /// The difference of what is left once equal lines at both ends are taken off.
  private static func middle(
    _ old: [ArraySlice<UInt8>], _ new: [ArraySlice<UInt8>]
  ) -> CollectionDifference<ArraySlice<UInt8>> {
    let start = zip(old, new).prefix { $0 == $1 }.count
    let end = zip(old.dropFirst(start).reversed(), new.dropFirst(start).reversed())
      .prefix { $0 == $1 }.count
    return new.dropFirst(start).dropLast(end)
      .difference(from: old.dropFirst(start).dropLast(end))
  }

  /// The changes, object by object in path and text order, and those that take them back.
  func changes() throws(Refusal) -> (forward: [Change], backward: [Change]) {
    var forward: [Change] = []
    var backward: [Change] = []
    for (target, from, to) in versions() {
      do throws(ParseError) {
        forward += try Change.between(from, to, object: target)
        backward += try Change.between(to, from, object: target)
      } catch {
        let source = (from ?? to)?.source ?? SourceFile(name: "", bytes: [])
        throw Refusal(
          Finding(
            .unreadableFile, in: source, at: error.range, object: target,
            message: error.message, hint: error.hint))
      }
    }
    return (forward, backward)
  }

  private typealias Versions = (object: ObjectReference, from: ObjectVersion?, to: ObjectVersion?)

  private func versions() -> [Versions] {
    var result: [(target: EditTarget, versions: Versions)] = []
    for target in batch.operations.keys where !batch.removals.contains(target) {
      result.append(
        (
          target,
          (
            target.object, version(of: target, in: before, shifted: false),
            version(of: target, in: after, shifted: true)
          )
        ))
    }
    for target in batch.removals {
      result.append(
        (target, (target.object, version(of: target, in: before, shifted: false), nil)))
    }
    let edited = result.sorted { $0.target < $1.target }.map(\.versions)
    let created = batch.newFiles.keys.sorted().flatMap { path in
      (after.file(path)?.objects ?? []).map { object -> Versions in
        (object.reference, nil, objectVersion(object, in: after))
      }
    }
    return edited + created
  }

  private func objectVersion(_ object: ManifestObject, in repository: MeshRepository)
    -> ObjectVersion
  {
    let bytes = repository.contents[object.file] ?? []
    return ObjectVersion(
      node: object.node, source: SourceFile(name: object.file.description, bytes: bytes))
  }

  /// The text of a target in a state; `shifted` says that removed documents before it are gone.
  private func version(
    of target: EditTarget, in repository: MeshRepository, shifted: Bool
  ) -> ObjectVersion? {
    guard let bytes = repository.contents[target.file] else { return nil }
    let chunks = DocumentSplitter.chunks(of: bytes)
    let (chunk, itemPath) =
      shifted ? batch.moved(target) : (target.chunk, target.itemPath)
    guard chunks.indices.contains(chunk),
      let documents = try? Document.parse(bytes, chunk: chunks[chunk]),
      documents.indices.contains(target.position),
      let node = documents[target.position].root[itemPath]
    else { return nil }
    return ObjectVersion(
      node: node, source: SourceFile(name: target.file.description, bytes: bytes))
  }
}

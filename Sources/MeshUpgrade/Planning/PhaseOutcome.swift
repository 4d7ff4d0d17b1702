internal import Files
internal import Kubernetes
internal import YAML

/// What a phase's edits came to: files with their line counts, changes, and the way back.
struct PhaseOutcome {
  let batch: EditBatch
  let before: MeshRepository
  let after: MeshRepository
  let rewritten: RewrittenFiles

  private var edits: [TreeEdit] { rewritten.edits }

  /// The files, in path order.
  func files() -> [FileChange] {
    edits.map { edit in
      let (added, removed) = Self.lineCounts(
        before.contents[edit.path] ?? [], after.contents[edit.path] ?? [])
      let status: FileChange.Status =
        switch edit {
        case .remove: .deleted
        case .write: before.contents[edit.path] == nil ? .added : .modified
        }
      return FileChange(path: edit.path, status: status, added: added, removed: removed)
    }
  }

  /// The lines that come and go, counted chunk by chunk where both texts have as many.
  private static func lineCounts(_ old: [UInt8], _ new: [UInt8]) -> (added: Int, removed: Int) {
    let (oldLines, newLines) = middle(of: old.indices, in: old, and: new.indices, in: new)
    if oldLines.isEmpty || newLines.isEmpty {
      return (lines(new[newLines]).count, lines(old[oldLines]).count)
    }
    let oldChunks = DocumentSplitter.chunks(of: old)
    let newChunks = DocumentSplitter.chunks(of: new)
    let isAligned = oldChunks.count == newChunks.count
    let pairs = isAligned ? Array(zip(oldChunks, newChunks)) : [(0..<old.count, 0..<new.count)]
    var counts = (added: 0, removed: 0)
    for (oldChunk, newChunk) in pairs
    where !old.hasSameBytes(in: oldChunk, as: new, in: newChunk) {
      let (oldMiddle, newMiddle) = middle(of: oldChunk, in: old, and: newChunk, in: new)
      for step in lines(new[newMiddle]).difference(from: lines(old[oldMiddle])) {
        switch step {
        case .insert: counts.added += 1
        case .remove: counts.removed += 1
        }
      }
    }
    return counts
  }

  /// What is left of two texts that differ once equal lines at both ends are taken off.
  private static func middle(
    of oldRange: Range<Int>, in old: [UInt8], and newRange: Range<Int>, in new: [UInt8]
  ) -> (old: Range<Int>, new: Range<Int>) {
    var same = old.commonPrefix(of: oldRange, with: new, in: newRange)
    while same > 0, old[oldRange.lowerBound + same - 1] != 0x0A { same -= 1 }
    let (oldStart, newStart) = (oldRange.lowerBound + same, newRange.lowerBound + same)
    var (oldEnd, newEnd) = (oldRange.upperBound, newRange.upperBound)
    while oldEnd > oldStart, newEnd > newStart, old[oldEnd - 1] == new[newEnd - 1] {
      oldEnd -= 1
      newEnd -= 1
    }
    // What is the same at the end begins within a line, unless one begins there in both.
    func startsLine(_ position: Int, after start: Int, in text: [UInt8]) -> Bool {
      position == start || text[position - 1] == 0x0A
    }
    if !startsLine(oldEnd, after: oldStart, in: old)
      || !startsLine(newEnd, after: newStart, in: new)
    {
      let feed = old.firstPosition(of: 0x0A, in: oldEnd..<oldRange.upperBound)
      let next = feed.map { $0 + 1 } ?? oldRange.upperBound
      newEnd += next - oldEnd
      oldEnd = next
    }
    return (oldStart..<oldEnd, newStart..<newEnd)
  }

  /// The lines with their ends: a last line without one differs from the same line with one.
  private static func lines(_ bytes: ArraySlice<UInt8>) -> [ArraySlice<UInt8>] {
    var lines: [ArraySlice<UInt8>] = []
    var start = bytes.startIndex
    while start < bytes.endIndex {
      let end = bytes[start...].firstIndex(of: 0x0A).map { $0 + 1 } ?? bytes.endIndex
      lines.append(bytes[start..<end])
      start = end
    }
    return lines
  }

  /// The changes, object by object in path and text order, and those that take them back.
  func changes() throws(Refusal) -> (forward: [Change], backward: [Change]) {
    var forward: [Change] = []
    var backward: [Change] = []
    for (target, operation, from, to) in versions() {
      do throws(ParseError) {
        let changes: [Change]
        if let operation,
          let change = try Change.adding(by: operation, from, to, object: target)
        {
          changes = [change]
        } else {
          changes = try Change.between(from, to, object: target)
        }
        forward += changes
        if let change = changes.first, changes.count == 1, let inverse = change.inverse {
          backward.append(inverse)
        } else {
          backward += try Change.between(to, from, object: target)
        }
      } catch {
        let source = (from ?? to)?.text.source ?? SourceFile(name: "", bytes: [])
        throw Refusal(
          Finding(
            .unreadableFile, in: source, at: error.range, object: target,
            message: error.message, hint: error.hint))
      }
    }
    return (forward, backward)
  }

  /// An object in both states, with the operation that is all they differ in where that is known.
  private typealias Versions = (
    object: ObjectReference, operation: EditOperation?, from: ObjectVersion?, to: ObjectVersion?
  )

  private func versions() -> [Versions] {
    var old = Texts(repository: before)
    var new = Texts(repository: after)
    let targets =
      batch.removals.isEmpty
      ? batch.operations.keys.sorted()
      : Set(batch.operations.keys).union(batch.removals).sorted()
    let edited = targets.map { target -> Versions in
      let isRemoved = batch.removals.contains(target)
      let (chunk, itemPath) = batch.moved(target)
      // The editor has found that such a file differs in nothing else.
      let operation =
        rewritten.documents[target.file] == nil ? nil : batch.operations[target]?.first
      return (
        target.object, operation,
        old.version(of: target, chunk: target.chunk, itemPath: target.itemPath),
        isRemoved ? nil : new.version(of: target, chunk: chunk, itemPath: itemPath)
      )
    }
    let created = batch.newFiles.keys.sorted().flatMap { path in
      (after.file(path)?.objects ?? []).compactMap { object -> Versions? in
        new.text(path).map {
          (object.reference, nil, nil, ObjectVersion(node: object.node, text: $0))
        }
      }
    }
    return edited + created
  }
}

/// The texts of a repository in one state, each looked through once where targets come in order.
private struct Texts {
  let repository: MeshRepository
  /// The text that was looked through last.
  private var current: (path: RepositoryPath, text: PlaceIndex)?
  /// The chunk that was read last: targets come in the order of the text, and a list may hold
  /// hundreds of them.
  private var last: (file: RepositoryPath, chunk: Int, documents: [Document])?

  init(repository: MeshRepository) { self.repository = repository }

  mutating func text(_ path: RepositoryPath) -> PlaceIndex? {
    if let current, current.path == path { return current.text }
    guard let bytes = repository.contents[path] else { return nil }
    let file = repository.file(path)
    let source = file?.source ?? SourceFile(name: path.description, bytes: bytes)
    let text = PlaceIndex(
      source, chunks: file?.chunks ?? DocumentSplitter.chunks(of: source.bytes))
    current = (path, text)
    return text
  }

  /// What stands at a target's place in this state.
  mutating func version(of target: EditTarget, chunk: Int, itemPath: Path) -> ObjectVersion? {
    guard let text = text(target.file), text.chunks.indices.contains(chunk) else { return nil }
    let known = repository.file(target.file)?
      .document(ofChunk: chunk, position: target.position)
    let documents = known == nil ? documents(of: target.file, text, chunk: chunk) : []
    let document =
      known ?? (documents.indices.contains(target.position) ? documents[target.position] : nil)
    guard let node = document?.root[itemPath] else { return nil }
    return ObjectVersion(node: node, text: text)
  }

  private mutating func documents(
    of file: RepositoryPath, _ text: PlaceIndex, chunk: Int
  ) -> [Document] {
    if let last, last.file == file, last.chunk == chunk { return last.documents }
    let documents = try? Document.parse(text.source.bytes, chunk: text.chunks[chunk])
    last = (file, chunk, documents ?? [])
    return documents ?? []
  }
}

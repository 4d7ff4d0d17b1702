internal import Files
internal import Kubernetes
internal import YAML

/// The edits of files that a batch comes to.
struct RewrittenFiles {
  /// In path order.
  let edits: [TreeEdit]
  /// The documents of those files that hold one only, which one operation was made on, and which
  /// the editor has read again: nothing else in them differs.
  let documents: [RepositoryPath: Document]
}

/// Turns a batch of edits into new texts of files, or into the findings that refuse it.
struct FileRewriter {
  let repository: MeshRepository

  /// The tree edits that a batch comes to, in path order.
  func rewrite(_ batch: EditBatch) throws(Refusal) -> RewrittenFiles {
    var byFile: [RepositoryPath: [EditTarget]] = [:]
    for target in batch.operations.keys { byFile[target.file, default: []].append(target) }
    for target in batch.removals { byFile[target.file, default: []].append(target) }
    var edits: [TreeEdit] = []
    var documents: [RepositoryPath: Document] = [:]
    var findings: [Finding] = []
    let files = byFile.sorted { $0.key < $1.key }
    let edited = files.concurrentMap { file in
      onlyDocument(of: file.key, targets: file.value, batch: batch)
    }
    for ((path, targets), document) in zip(files, edited) {
      if let document {
        edits.append(.write(path: path, bytes: document.source))
        documents[path] = document
        continue
      }
      do throws(Refusal) {
        edits.append(try rewrite(path, targets: targets.sorted(), batch: batch))
      } catch { findings += error.findings }
    }
    guard findings.isEmpty else { throw Refusal(findings) }
    edits += batch.newFiles.map { .write(path: $0.key, bytes: $0.value.bytes) }
    return RewrittenFiles(edits: edits.sorted { $0.path < $1.path }, documents: documents)
  }

  /// What becomes of a file that is one document with one edit, as most are, from the document as
  /// it was read; nil where it takes ``rewrite(_:targets:batch:)``.
  private func onlyDocument(
    of path: RepositoryPath, targets: [EditTarget], batch: EditBatch
  ) -> Document? {
    guard targets.count == 1, targets[0].chunk == 0, targets[0].position == 0,
      let document = repository.file(path)?.onlyDocument
    else { return nil }
    let operations = operations(for: targets[0], in: batch)
    guard operations.count == 1, batch.removedChunks[path] == nil,
      !batch.removals.contains(targets[0])
    else { return nil }
    return DocumentEditor.edited(
      document, by: operations[0], lineBreak: ManifestText.lineBreak(of: document.source))
  }

  private func rewrite(
    _ path: RepositoryPath, targets: [EditTarget], batch: EditBatch
  ) throws(Refusal) -> TreeEdit {
    let bytes = repository.contents[path] ?? []
    let source = SourceFile(name: path.description, bytes: bytes)
    let chunks = DocumentSplitter.chunks(of: bytes)
    var replacements: [Int: [UInt8]] = [:]
    var findings: [Finding] = []
    for (chunk, targets) in Dictionary(grouping: targets, by: \.chunk).sorted(by: {
      $0.key < $1.key
    }) {
      let range = chunks[chunk]
      if batch.removedChunks[path]?.contains(chunk) == true {
        replacements[chunk] = chunk == 0 ? ManifestText.header(of: bytes[range]) : []
        continue
      }
      do throws(Refusal) {
        replacements[chunk] = try rewrite(
          Array(bytes[range]), targets: ordered(targets), batch: batch, source: source,
          range: range)
      } catch { findings += error.findings }
    }
    guard findings.isEmpty else { throw Refusal(findings) }
    return Self.assemble(
      path, bytes: bytes, chunks: chunks, replacements: replacements,
      removesSome: batch.removedChunks[path] != nil)
  }

  /// The text of a chunk with the edits of its targets: all at once where that works, else one
  /// target after the other, which tells whose edit is refused.
  private func rewrite(
    _ chunk: [UInt8], targets: [EditTarget], batch: EditBatch, source: SourceFile,
    range: Range<Int>
  ) throws(Refusal) -> [UInt8] {
    let lineBreak = ManifestText.lineBreak(of: source.bytes)
    let alone = targets.filter { $0.itemPath.steps.isEmpty && batch.removals.contains($0) }
    guard alone.isEmpty else {
      throw Refusal(alone.map { Self.sharedDirective($0, in: source, at: range) })
    }
    let positions = Set(targets.map(\.position))
    if positions.count == 1, let position = positions.first,
      let text = try? DocumentEditor.apply(
        targets.flatMap { operations(for: $0, in: batch) }, to: chunk, position: position,
        lineBreak: lineBreak)
    {
      return text
    }
    var text = chunk
    var findings: [Finding] = []
    for target in targets {
      do throws(EditError) {
        text = try DocumentEditor.apply(
          operations(for: target, in: batch), to: text, position: target.position,
          lineBreak: lineBreak)
      } catch {
        let error = error.moved(by: range.lowerBound)
        findings.append(
          Finding(
            .unsafeEdit, in: source, at: error.range, object: target.object,
            message: "\(target.object) cannot be edited safely: \(error.message)",
            hint: error.hint))
      }
    }
    guard findings.isEmpty else { throw Refusal(findings) }
    return text
  }

  /// The refusal of a document that cannot go alone: a stream with directives is one piece.
  private static func sharedDirective(
    _ target: EditTarget, in source: SourceFile, at range: Range<Int>
  ) -> Finding {
    Finding(
      .unsafeEdit, in: source, at: range.prefix, object: target.object,
      message: "\(target.object) cannot be removed alone: a directive (%) makes one piece of its"
        + " file",
      hint: "take the directive out, or move the object into a file of its own")
  }

  /// Items of a list that are removed come last to first, so that positions stay right.
  private func ordered(_ targets: [EditTarget]) -> [EditTarget] {
    targets.sorted { left, right in
      left.itemPath.steps.isEmpty || right.itemPath.steps.isEmpty ? left < right : right < left
    }
  }

  private func operations(for target: EditTarget, in batch: EditBatch) -> [EditOperation] {
    if batch.removals.contains(target) { return [.remove(target.itemPath)] }
    return (batch.operations[target] ?? []).map { $0.prefixed(by: target.itemPath) }
  }

  /// The file with its new chunks; removed when no document is left in it.
  private static func assemble(
    _ path: RepositoryPath, bytes: [UInt8], chunks: [Range<Int>], replacements: [Int: [UInt8]],
    removesSome: Bool
  ) -> TreeEdit {
    var result = Array(bytes[..<SourceText.byteOrderMarkLength(bytes)])
    for (index, chunk) in chunks.enumerated() {
      result += replacements[index] ?? Array(bytes[chunk])
    }
    if removesSome, !ManifestText.holdsDocuments(result) { return .remove(path: path) }
    return .write(path: path, bytes: result)
  }
}

package import Files
package import YAML

/// A file of manifests: its text, its chunks, and the objects that were wanted from it.
///
/// It is shared and not copied, by every state of a repository in which it is the same.
package final class ManifestFile: Sendable {
  /// A chunk that was wanted and cannot be read, or holds something that is no object.
  package struct Defect: Sendable {
    /// The chunk's bytes.
    package let chunk: Range<Int>
    /// Why.
    package let error: ParseError

    package init(chunk: Range<Int>, error: ParseError) {
      self.chunk = chunk
      self.error = error
    }
  }

  /// The path in the repository.
  package let path: RepositoryPath
  /// The text with its name.
  package let source: SourceFile
  /// The stream cut at its document markers.
  package let chunks: [Range<Int>]
  /// The objects, in the order of the text.
  package let objects: [ManifestObject]
  /// What could not be read.
  package let defects: [Defect]

  /// Reads the wanted documents of a file; the others are not parsed.
  package convenience init(path: RepositoryPath, bytes: [UInt8], filter: DocumentFilter) {
    var reader = DocumentReader()
    self.init(path: path, bytes: bytes, filter: filter, reader: &reader)
  }

  /// Reads the wanted documents of a file; the others are not parsed.
  ///
  /// - Parameters:
  ///   - parsed: the only document of the text, where it has been parsed before.
  ///   - reader: what has read other files, which this one may be like.
  package init(
    path: RepositoryPath, bytes: [UInt8], filter: DocumentFilter, parsed: Document? = nil,
    reader: inout DocumentReader
  ) {
    self.path = path
    source = SourceFile(name: path.description, bytes: bytes)
    do throws(ParseError) {
      try SourceText.check(bytes)
    } catch {
      (chunks, objects) = ([], [])
      defects = [Defect(chunk: 0..<bytes.count, error: error)]
      return
    }
    chunks = DocumentSplitter.chunks(of: bytes)
    var objects: [ManifestObject] = []
    var defects: [Defect] = []
    for (index, chunk) in chunks.enumerated() where filter.matches(bytes, in: chunk) {
      do throws(ParseError) {
        let documents: [Document]
        if let parsed, parsed.chunk == chunk {
          documents = [parsed]
        } else {
          documents = try reader.read(bytes, chunk: chunk)
        }
        for document in documents {
          Self.collect(
            document.root, at: Path(), of: document, path: path, chunk: index, into: &objects)
        }
      } catch {
        defects.append(Defect(chunk: chunk, error: error))
      }
    }
    self.objects = objects
    self.defects = defects
  }

  /// Adds the object at a node, or the items of a list of objects.
  private static func collect(
    _ node: Node, at itemPath: Path, of document: Document, path: RepositoryPath, chunk: Int,
    into objects: inout [ManifestObject]
  ) {
    guard node.kind == .mapping, let kind = node["kind"]?.text,
      let apiVersion = node["apiVersion"]?.text
    else { return }
    if kind.hasSuffix("List"), let items = node["items"], items.kind == .sequence {
      for (index, item) in items.items.enumerated() {
        let inner = itemPath.appending("items").appending(.index(index))
        collect(item.resolved, at: inner, of: document, path: path, chunk: chunk, into: &objects)
      }
      return
    }
    let type = GroupVersionKind(apiVersion: apiVersion, kind: kind)
    let metadata = node["metadata"]
    let key = ObjectKey(
      group: type.group, kind: type.kind, namespace: metadata?["namespace"]?.filledText,
      name: metadata?["name"]?.filledText ?? "")
    objects.append(
      ManifestObject(
        reference: ObjectReference(key: key, version: type.version), file: path, chunk: chunk,
        position: document.positionInChunk, itemPath: itemPath, node: node))
  }

  /// The only document of the file, where the file is one chunk that was wanted.
  ///
  /// Nil also where a directive (`%`) might have made one chunk of several documents.
  package var onlyDocument: Document? {
    let whole = 0..<source.bytes.count
    guard chunks == [whole], let document = objects.first?.node.document,
      source.bytes.firstPosition(of: UInt8(ascii: "%"), in: whole) == nil
    else { return nil }
    return document
  }

  /// The document at a position of a chunk, where it holds an object.
  package func document(ofChunk chunk: Int, position: Int) -> Document? {
    var (low, high) = (0, objects.count)
    while low < high {
      let middle = (low + high) / 2
      if (objects[middle].chunk, objects[middle].position) < (chunk, position) {
        low = middle + 1
      } else {
        high = middle
      }
    }
    guard low < objects.count, objects[low].chunk == chunk, objects[low].position == position else {
      return nil
    }
    return objects[low].node.document
  }

  /// Where a node of one of the file's objects stands.
  package func place(of node: Node) -> Place { source.place(at: node.range.lowerBound) }

  /// The bytes of a chunk.
  package func bytes(of chunk: Int) -> [UInt8] { Array(source.bytes[chunks[chunk]]) }
}

extension Node {
  /// The text of a scalar that says something: nil when it is empty or null, which Kubernetes
  /// takes for absent.
  package var filledText: String? {
    guard let text, !text.isEmpty, (try? value()) != .null else { return nil }
    return text
  }
}

internal import Files
internal import Kubernetes
internal import YAML
internal import YAMLDiff

/// A document of a file in one state of the repository.
struct DocumentVersion: Sendable {
  let file: RepositoryPath
  let source: SourceFile
  /// Which chunk of the file holds it, and its bytes.
  let chunk: Int
  let range: Range<Int>
  /// The way to it from the root of what the chunk holds: empty, or `/items/2` in a `kind: List`.
  let itemPath: Path
  let node: Node
  let value: Value

  /// The text of the whole chunk.
  var bytes: [UInt8] { Array(source.bytes[range]) }

  /// The object that it describes; nil where it is none.
  var object: ObjectReference? { ObjectReference(node) }

  /// Where the node at a path stands, or the nearest one that is there.
  func place(of path: Path) -> Place {
    ObjectVersion(node: node, text: PlaceIndex(source)).place(of: path)
  }
}

/// What makes a document the same in another version of its file: the object that it describes,
/// else its position among those that describe none.
enum DocumentKey: Hashable {
  case object(ObjectKey)
  case other(Int)
}

/// A file cut into documents that are found by their keys.
struct DocumentFile: Sendable {
  let source: SourceFile
  let chunks: [Range<Int>]
  /// The documents in the order of the text; chunks without one have none here.
  private(set) var documents: [(key: DocumentKey, version: DocumentVersion)] = []
  private var positions: [DocumentKey: Int] = [:]
  /// Objects that stand twice, of which nobody can tell which is meant.
  private(set) var repeated: Set<DocumentKey> = []

  /// Reads a text whose chunks hold one document each; refused where they do not.
  init(_ path: RepositoryPath, _ bytes: [UInt8]) throws(Refusal) {
    source = SourceFile(name: path.description, bytes: bytes)
    do throws(ParseError) {
      try SourceText.check(bytes)
      chunks = DocumentSplitter.chunks(of: bytes)
    } catch { throw Self.unreadable(error, source) }
    var others = 0
    for (index, chunk) in chunks.enumerated() {
      let read: [Document]
      do throws(ParseError) { read = try Document.parse(bytes, chunk: chunk) } catch {
        throw Self.unreadable(error, source)
      }
      guard let document = read.first else { continue }
      guard read.count == 1 else {
        throw Refusal(
          Finding(
            .unsafeEdit, in: source, at: document.root.range,
            message: "a directive (%) makes one piece of several documents",
            hint: "take the directive out, or edit the file by hand"))
      }
      for (itemPath, node) in Self.objects(of: document.root, at: Path()) {
        let value: Value
        do throws(ParseError) { value = try node.value() } catch {
          throw Self.unreadable(error, source)
        }
        add(
          DocumentVersion(
            file: path, source: source, chunk: index, range: chunk, itemPath: itemPath, node: node,
            value: value), &others)
      }
    }
  }

  /// The document itself, or the items of a list of objects.
  private static func objects(of node: Node, at path: Path) -> [(Path, Node)] {
    guard let items = DocumentRules.kubernetes.items(node), !items.items.isEmpty else {
      return [(path, node)]
    }
    return items.items.enumerated().flatMap { index, item in
      let inner = Path(path.steps + items.path.steps).appending(.index(index))
      return objects(of: item.resolved, at: inner)
    }
  }

  private mutating func add(_ version: DocumentVersion, _ others: inout Int) {
    let key: DocumentKey
    // An object that the API server names is none that can be told from others.
    if let object = version.object, version.node[["metadata", "name"]] != nil {
      key = .object(object.key)
    } else {
      key = .other(others)
      others += 1
    }
    if positions[key] != nil {
      repeated.insert(key)
    } else {
      positions[key] = documents.count
      documents.append((key, version))
    }
  }

  subscript(key: DocumentKey) -> DocumentVersion? { positions[key].map { documents[$0].version } }

  private static func unreadable(_ error: ParseError, _ source: SourceFile) -> Refusal {
    Refusal(
      Finding(
        .unreadableFile, in: source, at: error.range, message: error.message, hint: error.hint))
  }
}

internal import Files
internal import Kubernetes
internal import YAML

/// A document, or an item of one, that a phase edits.
struct EditTarget: Hashable, Comparable {
  let file: RepositoryPath
  let chunk: Int
  let position: Int
  let itemPath: Path
  let object: ObjectReference

  /// - Parameter namespace: the one that the object is rendered into, where that is not its own.
  init(_ object: ManifestObject, namespace: String? = nil) {
    file = object.file
    chunk = object.chunk
    position = object.position
    itemPath = object.itemPath
    let key = object.key
    self.object = ObjectReference(
      key: ObjectKey(
        group: key.group, kind: key.kind, namespace: namespace ?? key.namespace, name: key.name),
      version: object.reference.version)
  }

  init(_ kustomization: Kustomization) {
    file = kustomization.path
    let source = kustomization.source.bytes
    let start = kustomization.root.document.chunk.lowerBound
    chunk = DocumentSplitter.chunks(of: source).firstIndex { $0.lowerBound == start } ?? 0
    position = kustomization.root.document.positionInChunk
    itemPath = Path()
    let type = GroupVersionKind(
      apiVersion: kustomization.root["apiVersion"]?.text ?? "kustomize.config.k8s.io/v1beta1",
      kind: kustomization.root["kind"]?.text ?? "Kustomization")
    let name =
      kustomization.root[["metadata", "name"]]?.text ?? kustomization.path.folder?.description
      ?? "."
    object = ObjectReference(
      key: ObjectKey(group: type.group, kind: type.kind, namespace: nil, name: name),
      version: type.version)
  }

  func hash(into hasher: inout Hasher) {
    // Which object it is follows from the place, all but always.
    hasher.combine(file)
    hasher.combine(chunk)
    hasher.combine(position)
    hasher.combine(itemPath.steps.count)
    if case .index(let index)? = itemPath.steps.last { hasher.combine(index) }
  }

  /// Paths in the order of the text: the tenth item after the ninth.
  private static func precedes(_ left: Path, _ right: Path) -> Bool {
    for case (.index(let one), .index(let other)) in zip(left.steps, right.steps) where one != other
    {
      return one < other
    }
    return left.steps.count < right.steps.count
  }

  static func < (left: EditTarget, right: EditTarget) -> Bool {
    if left.file != right.file { return left.file < right.file }
    if left.chunk != right.chunk { return left.chunk < right.chunk }
    if left.position != right.position { return left.position < right.position }
    if left.itemPath != right.itemPath { return precedes(left.itemPath, right.itemPath) }
    return left.object.key < right.object.key
  }
}

/// The edits that a phase asks for, collected before any is made.
struct EditBatch {
  /// Operations by what they edit; paths are seen from the object.
  private(set) var operations: [EditTarget: [EditOperation]] = [:]
  /// Whole objects that go.
  private(set) var removals: Set<EditTarget> = []
  /// The chunks that go with all the objects in them, by file.
  private(set) var removedChunks: [RepositoryPath: Set<Int>] = [:]
  /// New files with their text and the objects in them.
  private(set) var newFiles: [RepositoryPath: NewFile] = [:]

  struct NewFile {
    let bytes: [UInt8]
  }

  /// Whether nothing is asked for.
  var isEmpty: Bool { operations.isEmpty && removals.isEmpty && newFiles.isEmpty }

  mutating func add(_ operation: EditOperation, to target: EditTarget) {
    operations[target, default: []].append(operation)
  }

  mutating func remove(_ target: EditTarget) { removals.insert(target) }

  /// Lets a chunk go; the objects in it are removed one by one as well.
  mutating func remove(chunk: Int, of file: RepositoryPath) {
    removedChunks[file, default: []].insert(chunk)
  }

  /// Where a target stands once the removals are made.
  func moved(_ target: EditTarget) -> (chunk: Int, itemPath: Path) {
    let gone = (removedChunks[target.file] ?? []).count { $0 < target.chunk }
    guard !removals.isEmpty, case .index(let index)? = target.itemPath.steps.last else {
      return (target.chunk - gone, target.itemPath)
    }
    let list = target.itemPath.steps.dropLast()
    let earlier = removals.count { other in
      guard other.file == target.file, other.chunk == target.chunk,
        other.position == target.position, case .index(let otherIndex)? = other.itemPath.steps.last
      else { return false }
      return other.itemPath.steps.dropLast() == list && otherIndex < index
    }
    return (target.chunk - gone, Path(Array(list) + [.index(index - earlier)]))
  }

  mutating func create(_ path: RepositoryPath, bytes: [UInt8]) {
    newFiles[path] = NewFile(bytes: bytes)
  }
}

extension EditOperation {
  /// The same operation, its path seen from further out.
  func prefixed(by outer: Path) -> EditOperation {
    switch self {
    case .set(let path, let value, let after):
      .set(path.prefixed(by: outer), value, after: after)
    case .rename(let path, let name, let value): .rename(path.prefixed(by: outer), to: name, value)
    case .remove(let path): .remove(path.prefixed(by: outer))
    case .insertItem(let path, let value): .insertItem(path.prefixed(by: outer), value)
    }
  }
}

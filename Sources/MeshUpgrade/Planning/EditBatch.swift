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

  init(_ object: ManifestObject, namespace: String? = nil) {
    file = object.file
    chunk = object.chunk
    position = object.position
    itemPath = object.itemPath
    let key = object.key
    self.object = ObjectReference(
      key: ObjectKey(
        group: key.group, kind: key.kind, namespace: key.namespace ?? namespace, name: key.name),
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

  static func < (left: EditTarget, right: EditTarget) -> Bool {
    if left.file != right.file { return left.file < right.file }
    if left.chunk != right.chunk { return left.chunk < right.chunk }
    if left.position != right.position { return left.position < right.position }
    return left.itemPath.pointer.utf8.lexicographicallyPrecedes(right.itemPath.pointer.utf8)
  }
}

/// The edits that a phase asks for, collected before any is made.
struct EditBatch {
  /// Operations by what they edit; paths are seen from the object.
  private(set) var operations: [EditTarget: [EditOperation]] = [:]
  /// Whole documents that go.
  private(set) var removals: Set<EditTarget> = []
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

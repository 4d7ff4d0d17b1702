package import Files
package import Kubernetes
internal import YAML

/// The manifests of a repository in one state: at the base, or after some phases.
package struct MeshRepository: Sendable {
  /// Where an object stands; valid as long as no document of its file is added or removed.
  package struct Locator: Hashable, Sendable, Comparable {
    package let file: RepositoryPath
    package let index: Int

    package static func < (left: Locator, right: Locator) -> Bool {
      (left.file, left.index) < (right.file, right.index)
    }
  }

  /// The names that make a document worth parsing: wanted kinds, and what marks mesh objects.
  static let filter = DocumentFilter(
    names: [
      "Namespace", "Deployment", "StatefulSet", "DaemonSet", "ReplicaSet", "ReplicationController",
      "Rollout", "CronJob", "Pod", "Application", "AppProject", "MutatingWebhookConfiguration",
      "ValidatingWebhookConfiguration", "IstioOperator", "ControlPlaneRevision", "MeshUpgrade",
      "MeshOverlay",
      "istio", "List",
    ] + PodOwner.marks)

  /// A file in one state: its text, and the manifests in it where it holds any that are wanted.
  private struct File: Sendable {
    let bytes: [UInt8]
    let manifests: ManifestFile?
  }

  /// The files of the base, which all states share.
  private final class Base: Sendable {
    let contents: [RepositoryPath: [UInt8]]
    /// The files among them that are out of scope.
    let outside: Set<RepositoryPath>
    let manifests: [RepositoryPath: ManifestFile]

    init(
      contents: [RepositoryPath: [UInt8]], outside: Set<RepositoryPath>,
      manifests: [RepositoryPath: ManifestFile]
    ) {
      self.contents = contents
      self.outside = outside
      self.manifests = manifests
    }
  }

  /// The text of every file in scope, as it is in a state.
  package struct Contents {
    fileprivate let repository: MeshRepository

    package subscript(path: RepositoryPath) -> [UInt8]? {
      if let edited = repository.edited[path] { return edited?.bytes }
      let base = repository.base
      return base.outside.isEmpty || !base.outside.contains(path) ? base.contents[path] : nil
    }
  }

  private let base: Base
  /// The files that are not as in the base; nil for one that is gone.
  ///
  /// What a state costs is this, not the repository.
  private var edited: [RepositoryPath: File?] = [:]
  /// The files in scope, in path order.
  package private(set) var paths: [RepositoryPath]
  /// Those of them that hold manifests which are wanted, or what cannot be read.
  private var manifestPaths: [RepositoryPath]
  /// The files that hold manifests whatever they are called.
  private let named: Set<RepositoryPath>

  /// Reads the files that are in scope; those that another repository has just so, from there.
  package init(
    _ files: RepositoryFiles, scope: (RepositoryPath) -> Bool, alike: MeshRepository? = nil
  ) {
    named = files.named
    var outside: Set<RepositoryPath> = []
    var texts: [(path: RepositoryPath, bytes: [UInt8])] = []
    for (path, bytes) in files.textsInOrder {
      if scope(path) { texts.append((path, bytes)) } else { outside.insert(path) }
    }
    paths = texts.map(\.path)
    manifestPaths = []
    let inScope = texts
    let read = inScope.concurrentRuns { run in
      var reader = DocumentReader()
      return run.map { index -> ManifestFile? in
        let (path, bytes) = inScope[index]
        // Equal arrays that share their storage compare at once.
        if let alike, alike.contents[path] == bytes { return alike.file(path) }
        return Self.read(path, bytes, named: files.named, reader: &reader)
      }
    }
    var manifests: [RepositoryPath: ManifestFile] = [:]
    for (path, file) in zip(paths, read.joined()) {
      guard let file else { continue }
      manifests[path] = file
      manifestPaths.append(path)
    }
    base = Base(contents: files.contents, outside: outside, manifests: manifests)
  }

  /// The manifests of a file; nil when it has none that are wanted.
  private static func read(
    _ path: RepositoryPath, _ bytes: [UInt8], named: Set<RepositoryPath>, parsed: Document? = nil,
    reader: inout DocumentReader
  ) -> ManifestFile? {
    guard RepositoryFiles.isManifestName(path.name) || named.contains(path),
      !isLargeFilePointer(bytes)
    else { return nil }
    let file = ManifestFile(
      path: path, bytes: bytes, filter: Self.filter, parsed: parsed, reader: &reader)
    return file.objects.isEmpty && file.defects.isEmpty ? nil : file
  }

  /// A Git LFS pointer is not the file it stands for.
  private static func isLargeFilePointer(_ bytes: [UInt8]) -> Bool {
    bytes.starts(with: "version https://git-lfs.github.com/spec/".utf8)
  }

  /// Makes edits of files; what they hold is read anew, but where the editor has parsed it.
  mutating func apply(_ rewritten: RewrittenFiles) {
    apply(rewritten.edits, parsed: rewritten.documents)
  }

  /// Makes edits of files; what they hold is read anew.
  package mutating func apply(_ edits: [TreeEdit]) { apply(edits, parsed: [:]) }

  private mutating func apply(_ edits: [TreeEdit], parsed: [RepositoryPath: Document]) {
    let named = named
    let files = edits.concurrentMap { edit -> File? in
      guard case .write(let path, let bytes) = edit else { return nil }
      var reader = DocumentReader()
      let manifests = Self.read(path, bytes, named: named, parsed: parsed[path], reader: &reader)
      return File(bytes: bytes, manifests: manifests)
    }
    for (edit, file) in zip(edits, files) {
      let path = edit.path
      let wasThere = contents[path] != nil
      let hadManifests = self.file(path) != nil
      edited.updateValue(file, forKey: path)
      if wasThere != (file != nil) { Self.toggle(path, in: &paths) }
      if hadManifests != (file?.manifests != nil) { Self.toggle(path, in: &manifestPaths) }
    }
  }

  /// Puts a path into its place among others, or takes it away where it is there.
  private static func toggle(_ path: RepositoryPath, in paths: inout [RepositoryPath]) {
    var (low, high) = (0, paths.count)
    while low < high {
      let middle = (low + high) / 2
      if paths[middle] < path { low = middle + 1 } else { high = middle }
    }
    if low < paths.count, paths[low] == path {
      paths.remove(at: low)
    } else {
      paths.insert(path, at: low)
    }
  }

  /// The text of every file in scope, as it is in this state.
  package var contents: Contents { Contents(repository: self) }

  /// Every folder of the base, in scope or not.
  var folders: Set<RepositoryPath> {
    var folders: Set<RepositoryPath> = []
    for path in base.contents.keys {
      var folder = path.folder
      while let inner = folder, folders.insert(inner).inserted { folder = inner.folder }
    }
    return folders
  }

  /// The manifests of a file; nil when it has none that are wanted.
  package func file(_ path: RepositoryPath) -> ManifestFile? {
    if let edited = edited[path] { return edited?.manifests }
    return base.manifests[path]
  }

  /// The object at a place.
  package func object(at locator: Locator) -> ManifestObject? {
    guard let objects = file(locator.file)?.objects, objects.indices.contains(locator.index) else {
      return nil
    }
    return objects[locator.index]
  }

  /// Every object, in path and text order.
  package var objects: [(locator: Locator, object: ManifestObject)] {
    manifestFiles.flatMap { file in
      file.objects.enumerated().map { index, object in
        (Locator(file: file.path, index: index), object)
      }
    }
  }

  /// The files that hold manifests which are wanted, or what cannot be read, in path order.
  var manifestFiles: [ManifestFile] { manifestPaths.compactMap { file($0) } }

  /// The files with something in them that could not be read, in path order.
  package var defectiveFiles: [ManifestFile] {
    manifestFiles.filter { !$0.defects.isEmpty }
  }
}

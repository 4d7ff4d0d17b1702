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
  static let filter = DocumentFilter(names: [
    "Namespace", "Deployment", "StatefulSet", "DaemonSet", "ReplicaSet", "ReplicationController",
    "Rollout", "Pod", "Application", "AppProject", "MutatingWebhookConfiguration",
    "ValidatingWebhookConfiguration", "IstioOperator", "ControlPlaneRevision", "MeshUpgrade",
    "MeshOverlay",
    "istio", "List",
  ])

  /// The text of every file in scope, as it is in this state.
  package private(set) var contents: [RepositoryPath: [UInt8]]
  /// The files in scope, in path order.
  package private(set) var paths: [RepositoryPath]
  private var files: [RepositoryPath: ManifestFile]
  /// The files that hold manifests whatever they are called.
  private let named: Set<RepositoryPath>

  /// Reads the files that are in scope; those that another repository has just so, from there.
  package init(
    _ files: RepositoryFiles, scope: (RepositoryPath) -> Bool, alike: MeshRepository? = nil
  ) {
    contents = files.contents.filter { scope($0.key) }
    paths = contents.keys.sorted()
    named = files.named
    self.files = [:]
    for path in paths {
      // Equal arrays that share their storage compare at once.
      if let alike, alike.contents[path] == contents[path] {
        self.files[path] = alike.files[path]
      } else {
        read(path)
      }
    }
  }

  private mutating func read(_ path: RepositoryPath, parsed: Document? = nil) {
    guard RepositoryFiles.isManifestName(path.name) || named.contains(path),
      let bytes = contents[path], !Self.isLargeFilePointer(bytes)
    else { return }
    let file = ManifestFile(path: path, bytes: bytes, filter: Self.filter, parsed: parsed)
    files[path] = file.objects.isEmpty && file.defects.isEmpty ? nil : file
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
    var isSamePaths = true
    for edit in edits {
      switch edit {
      case .write(let path, let bytes):
        isSamePaths = contents.updateValue(bytes, forKey: path) != nil && isSamePaths
        read(path, parsed: parsed[path])
      case .remove(let path):
        isSamePaths = contents.removeValue(forKey: path) == nil && isSamePaths
        files[path] = nil
      }
    }
    if !isSamePaths { paths = contents.keys.sorted() }
  }

  /// The manifests of a file; nil when it has none that are wanted.
  package func file(_ path: RepositoryPath) -> ManifestFile? { files[path] }

  /// The object at a place.
  package func object(at locator: Locator) -> ManifestObject? {
    guard let objects = files[locator.file]?.objects, objects.indices.contains(locator.index) else {
      return nil
    }
    return objects[locator.index]
  }

  /// Every object, in path and text order.
  package var objects: [(locator: Locator, object: ManifestObject)] {
    paths.flatMap { path in
      (files[path]?.objects ?? []).enumerated().map { index, object in
        (Locator(file: path, index: index), object)
      }
    }
  }

  /// The files with something in them that could not be read, in path order.
  package var defectiveFiles: [ManifestFile] {
    paths.compactMap { files[$0] }.filter { !$0.defects.isEmpty }
  }
}

package import Foundation

/// The folder of shared suites and corpora beside the repository, where there is one.
package enum SharedData {
  /// `MESHPHASE_SHARED`, else `../shared` as seen from the repository's root.
  package static let folder: URL = {
    if let path = ProcessInfo.processInfo.environment["MESHPHASE_SHARED"] {
      return URL(fileURLWithPath: path)
    }
    return repository.deletingLastPathComponent().appendingPathComponent("shared")
  }()

  /// The repository's root.
  package static let repository = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  /// The files below a folder of `data`, in order; nil when the folder is not there.
  package static func files(in path: String) -> [URL]? {
    let root = folder.appendingPathComponent("data").appendingPathComponent(path)
    guard let paths = FileManager.default.enumerator(atPath: root.path) else { return nil }
    var files: [URL] = []
    while let next = paths.nextObject() as? String {
      let file = root.appendingPathComponent(next)
      if !file.hasDirectoryPath { files.append(file) }
    }
    return files.sorted { $0.path < $1.path }
  }
}

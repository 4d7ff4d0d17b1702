import Foundation

/// A YAML or JSON file of the shared data: of suites, public repositories and generators.
package struct CorpusFile: Sendable {
  /// The path below the folder of the data.
  package let name: String
  private let url: URL

  /// Every file in the order of names; none where the data is not there.
  package static let all: [CorpusFile] = {
    let root = SharedData.folder.appendingPathComponent("data").path + "/"
    return (SharedData.files(in: "") ?? [])
      .filter { ["yaml", "yml", "json"].contains($0.pathExtension) }
      .map { CorpusFile(name: String($0.path.dropFirst(root.count)), url: $0) }
  }()

  /// What a test says that is skipped without the data.
  package static let absence = "no data in \(SharedData.folder.path)"

  package var bytes: [UInt8] { (try? Data(contentsOf: url)).map { [UInt8]($0) } ?? [] }
}

import Foundation

/// One case of the YAML test suite (github.com/yaml/yaml-test-suite, its data branch).
package struct SuiteCase: Sendable {
  /// The case's id, such as `229Q` or `SM9W/01`.
  package let name: String
  private let folder: URL

  /// Every case in the order of ids; none where the suite is not there.
  package static let all: [SuiteCase] = (SharedData.files(in: "suites/yaml-test-suite") ?? [])
    .filter { $0.lastPathComponent == "in.yaml" }
    .map { file in
      let folder = file.deletingLastPathComponent()
      let parts = folder.pathComponents.reversed().prefix { $0 != "yaml-test-suite" }
      return SuiteCase(name: parts.reversed().joined(separator: "/"), folder: folder)
    }

  /// What a test says that is skipped without the suite.
  package static let absence = "no data/suites/yaml-test-suite in \(SharedData.folder.path)"

  /// The text to read.
  package var input: [UInt8] { bytes("in.yaml") ?? [] }

  /// Whether the text is not YAML.
  package var isError: Bool { bytes("error") != nil }

  /// The lines of the events that a parser reports.
  package var events: [String] {
    String(decoding: bytes("test.event") ?? [], as: UTF8.self).split(separator: "\n")
      .map(String.init)
  }

  /// Another file of the case: `out.yaml`, `emit.yaml` or `in.json`; nil when it has none.
  package func bytes(_ file: String) -> [UInt8]? {
    (try? Data(contentsOf: folder.appendingPathComponent(file))).map { [UInt8]($0) }
  }
}

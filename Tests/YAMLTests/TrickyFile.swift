import Foundation
import TestSupport
import Testing

/// A file of the tricky corpus: found in a public repository and hard for tools (see its INDEX).
struct TrickyFile: Sendable, CustomTestStringConvertible {
  /// The number that the file's name starts with.
  let number: Int
  let name: String
  let bytes: [UInt8]

  var testDescription: String { name }

  /// Every file in the order of numbers; none where the corpus is not there.
  static let all: [TrickyFile] = (SharedData.files(in: "corpora/tricky") ?? []).compactMap { file in
    let name = file.lastPathComponent
    guard let number = Int(name.prefix { $0 != "-" }), let data = try? Data(contentsOf: file) else {
      return nil
    }
    return TrickyFile(number: number, name: name, bytes: [UInt8](data))
  }

  /// What a test says that is skipped without the corpus.
  static let absence = "no data/corpora/tricky in \(SharedData.folder.path)"

  /// The files that are refused as a whole, and why.
  static let refused: [Int: String] = [
    22: "a Helm template", 23: "a Helm template", 24: "a Helm template",
    29: "libyaml refuses `001:db8::` in a flow list",
    30: "UTF-16", 35: "two JSON documents without `---` between them",
    39: "a key stands twice", 42: "a Helm template", 48: "a key stands twice",
    51: "a Helm template", 56: "a key stands twice", 65: "a gomplate template",
    67: "a Helm template", 69: "a Helm template", 71: "a Helm template", 79: "a Helm template",
    80: "a Helm template", 81: "a Helm template",
  ]
}

import Foundation
import TestSupport
import Testing
import YAML

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

  /// The documents that can be read, and what is said of the chunks that cannot.
  func read() -> (documents: [Document], errors: [ParseError]) {
    do throws(ParseError) { try SourceText.check(bytes) } catch { return ([], [error]) }
    var result: (documents: [Document], errors: [ParseError]) = ([], [])
    for chunk in DocumentSplitter.chunks(of: bytes) {
      do throws(ParseError) { result.documents += try Document.parse(bytes, chunk: chunk) } catch {
        result.errors.append(error)
      }
    }
    return result
  }
}

internal import FoundationEssentials

/// Writes a Swift file with the text of files: `embed-templates OUTPUT ROOT FOLDER ENDING …`, where
/// each folder of the root gives what is below it and has the ending.
///
/// A file that says so already is left alone: debug and release builds share it, each calls a tool of
/// its own, and what depends on it is compiled again after every write.
@main
enum EmbedTemplates {
  static func main() throws {
    let arguments = CommandLine.arguments
    guard arguments.count >= 3 else { return }
    let root = arguments[2]
    var source =
      "/// The files of templates/, overlays/ and Documentation/rules/, written by embed-templates.\n"
    source += "enum EmbeddedFiles {\n  static let all: [(path: String, text: String)] = [\n"
    for position in stride(from: 3, to: arguments.count - 1, by: 2) {
      for path in try files(arguments[position + 1], below: arguments[position], of: root) {
        let text = try String(contentsOf: URL(filePath: root + path), encoding: .utf8)
        source += "    (\(literal(path)), \(literal(text))),\n"
      }
    }
    source += "  ]\n}\n"
    let output = URL(filePath: arguments[1])
    guard (try? Data(contentsOf: output)) != Data(source.utf8) else { return }
    try source.write(to: output, atomically: true, encoding: .utf8)
  }

  /// The files of an ending below a folder, as paths from the root, sorted.
  private static func files(
    _ ending: String, below folder: String, of root: String
  ) throws -> [String] {
    try FileManager.default.subpathsOfDirectory(atPath: root + folder)
      .filter { $0.hasSuffix(ending) }.map { "\(folder)/\($0)" }.sorted()
  }

  /// A Swift string literal of any text.
  private static func literal(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"", "\\": result += "\\\(scalar)"
      case "\n": result += "\\n"
      default:
        if scalar.value < 0x20 || scalar.value == 0x7F {
          result += "\\u{\(String(scalar.value, radix: 16))}"
        } else {
          result.unicodeScalars.append(scalar)
        }
      }
    }
    return result + "\""
  }
}

internal import FoundationEssentials

/// Writes a Swift file with the text of the files named: `embed-templates OUTPUT ROOT PATH…`.
@main
enum EmbedTemplates {
  static func main() throws {
    let arguments = CommandLine.arguments
    guard arguments.count >= 3 else { return }
    var source = "/// The files of templates/ and overlays/, written by embed-templates.\n"
    source += "enum EmbeddedFiles {\n  static let all: [(path: String, text: String)] = [\n"
    for path in arguments.dropFirst(3) {
      let text = try String(contentsOf: URL(filePath: arguments[2] + path), encoding: .utf8)
      source += "    (\(literal(path)), \(literal(text))),\n"
    }
    source += "  ]\n}\n"
    try source.write(to: URL(filePath: arguments[1]), atomically: true, encoding: .utf8)
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

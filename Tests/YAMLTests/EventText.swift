import YAML

/// The events of a stream in the notation of the YAML test suite's `test.event`.
///
/// Our model does not keep whether a document starts with `---` or ends with `...`, so those marks
/// of `+DOC` and `-DOC` are neither printed nor compared.
struct EventText {
  private(set) var lines: [String] = ["+STR"]

  /// The lines of a stream's documents.
  static func lines(of documents: [Document]) -> [String] {
    var text = EventText()
    for document in documents {
      text.lines.append("+DOC")
      text.write(document.root)
      text.lines.append("-DOC")
    }
    return text.lines + ["-STR"]
  }

  /// The suite's lines without what our model does not keep.
  static func comparable(_ lines: [String]) -> [String] {
    lines.map { line in
      switch line {
      case "+DOC ---": "+DOC"
      case "-DOC ...": "-DOC"
      default: line
      }
    }
  }

  private mutating func write(_ node: Node) {
    switch node.kind {
    case .alias: lines.append("=ALI *" + (node.resolved.anchor ?? ""))
    case .scalar:
      lines.append("=VAL" + properties(of: node) + " " + mark(of: node) + escaped(node.text ?? ""))
    case .sequence:
      lines.append("+SEQ" + (node.style == .flow ? " []" : "") + properties(of: node))
      for item in node.items { write(item) }
      lines.append("-SEQ")
    case .mapping:
      lines.append("+MAP" + (node.style == .flow ? " {}" : "") + properties(of: node))
      for pair in node.pairs {
        write(pair.key)
        write(pair.value)
      }
      lines.append("-MAP")
    }
  }

  private func properties(of node: Node) -> String {
    (node.anchor.map { " &" + $0 } ?? "") + (node.tag.map { " <\($0)>" } ?? "")
  }

  private func mark(of node: Node) -> String {
    switch node.style {
    case .singleQuoted: "'"
    case .doubleQuoted: "\""
    case .literal: "|"
    case .folded: ">"
    default: ":"
    }
  }

  private func escaped(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      case "\r": result += "\\r"
      case "\t": result += "\\t"
      case "\u{8}": result += "\\b"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }
}

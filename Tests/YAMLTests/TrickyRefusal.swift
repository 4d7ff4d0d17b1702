import Testing
import YAML

/// A text of the tricky corpus that must be refused, and what is said of it.
struct TrickyRefusal: Sendable, CustomTestStringConvertible {
  /// Why no edit may be made.
  enum Reason: String {
    /// Which of the two counts differs between readers.
    case duplicateKey = "a key stands twice"
    case wideEncoding = "UTF-16"
    /// Go and Helm make YAML of it; what it says before that, nobody can tell.
    case template = "a template that libyaml cannot read"
    /// YAML 1.2 allows `::` there and libyaml does not.
    case syntax = "an address with `::` in a flow list, which libyaml cannot read"
  }

  /// The number of the file.
  let number: Int
  let reason: Reason
  /// What is said, as `line:column message`, of each chunk that cannot be read.
  let errors: [String]
  /// How many documents of the file can be read, and so edited.
  let readable: Int

  var testDescription: String { "\(number): \(reason.rawValue)" }

  init(_ number: Int, _ reason: Reason, _ errors: String..., readable: Int = 0) {
    self.number = number
    self.reason = reason
    self.errors = errors
    self.readable = readable
  }

  static let all = [
    TrickyRefusal(
      22, .template,
      "1:3 not valid YAML: did not find expected node content (while parsing a flow node)",
      "109:3 not valid YAML: did not find expected node content (while parsing a flow node)"),
    TrickyRefusal(
      23, .template,
      "1:3 not valid YAML: did not find expected node content (while parsing a flow node)"),
    TrickyRefusal(
      24, .template,
      "1:3 not valid YAML: did not find expected node content (while parsing a flow node)",
      "57:3 not valid YAML: did not find expected node content (while parsing a flow node)"),
    TrickyRefusal(
      29, .syntax, "11:32 not valid YAML: found unexpected ':' (while scanning a plain scalar)",
      readable: 4),
    TrickyRefusal(
      30, .wideEncoding, "1:1 the text is UTF-16 or UTF-32, expected UTF-8"),
    TrickyRefusal(
      39, .duplicateKey, "94:3 the key \"updateStrategy\" stands twice in this mapping"),
    TrickyRefusal(
      42, .template,
      "4:42 not valid YAML: did not find expected key (while parsing a block mapping)"),
    TrickyRefusal(
      48, .duplicateKey, "16:7 the key \"containers\" stands twice in this mapping"),
    TrickyRefusal(
      51, .template,
      "4:26 not valid YAML: did not find expected key (while parsing a block mapping)"),
    TrickyRefusal(
      56, .duplicateKey, "12:3 the key \"selector\" stands twice in this mapping"),
    TrickyRefusal(
      65, .template, "2:1 not valid YAML: did not find expected <document start>"),
    TrickyRefusal(
      67, .template,
      "1:3 not valid YAML: did not find expected node content (while parsing a flow node)"),
    TrickyRefusal(
      69, .template,
      "1:3 not valid YAML: did not find expected node content (while parsing a flow node)"),
    TrickyRefusal(
      71, .template,
      "2:3 not valid YAML: did not find expected node content (while parsing a flow node)"),
    TrickyRefusal(
      79, .template, "9:5 not valid YAML: could not find expected ':' (while scanning a simple key)"
    ),
    TrickyRefusal(
      80, .template,
      "20:5 not valid YAML: could not find expected ':' (while scanning a simple key)"),
    TrickyRefusal(
      81, .template,
      "15:3 not valid YAML: did not find expected node content (while parsing a flow node)"),
  ]
}

internal import ArgumentParser
internal import Kubernetes
internal import MeshUpgrade
internal import YAML
internal import YAMLDiff

/// How `meshphase diff` tells what it finds.
struct DiffOptions: ParsableArguments {
  @Option(
    name: [.customShort("o"), .customLong("output")],
    help: ArgumentHelp(
      "text, json, json-patch (RFC 6902, two single documents, secrets too), or markdown.",
      valueName: "format"))
  var output = DiffFormat.text

  @Flag(name: .customLong("brief"), help: "Tell which objects differ, not how.")
  var isBrief = false

  @Flag(
    name: .customLong("names"),
    help: "Only the names of objects that differ, sorted: group:kind:namespace/name.")
  var isNames = false

  @Flag(
    name: .customLong("comments"), help: "Compare comments too, by the key or item they are at.")
  var comparesComments = false

  @Flag(
    name: .customLong("kubernetes"),
    help: "Take quantities (1, 1000m) and int-or-string fields (80, \"80\") by what they mean.")
  var comparesMeanings = false

  @Flag(name: .customLong("show-secrets"), help: "Show the values of Secrets.")
  var showsSecrets = false

  @Option(help: ArgumentHelp("Equal lines shown around changed lines of texts.", valueName: "n"))
  var context = 3

  @Option(
    help: ArgumentHelp(
      "Cut lines of text to so many characters; 0 never. Default: the terminal's width.",
      valueName: "n"))
  var width: Int?

  @Option(help: ArgumentHelp("The most characters that Markdown may have.", valueName: "n"))
  var maxSize = 60_000

  @Option(help: ArgumentHelp("When to use colour: auto, always or never.", valueName: "when"))
  var color = ColorChoice.auto

  @Flag(name: [.customShort("q"), .customLong("quiet")], help: "Print errors only.")
  var isQuiet = false

  @Flag(
    name: [.customShort("v"), .customLong("verbose")],
    help: "Show long values, added and removed objects in full.")
  var isVerbose = false

  func validate() throws {
    if isBrief || isNames, output != .text || (isBrief && isNames) {
      throw ValidationError("--brief and --names are forms of text, one at a time.")
    }
    if comparesComments, output == .jsonPatch {
      throw ValidationError("A JSON Patch has no comments: --comments is for the other outputs.")
    }
    guard context >= 0, width ?? 0 >= 0 else {
      throw ValidationError("--context and --width are numbers from 0.")
    }
    guard maxSize >= DiffMarkdown.smallestLimit else {
      throw ValidationError("--max-size is at least \(DiffMarkdown.smallestLimit).")
    }
  }

  /// Compares two sides as these options say.
  func outcome(
    _ old: [StreamSource], _ new: [StreamSource], ordersCount: Bool,
    _ adapt: (DocumentRules) -> DocumentRules = { $0 }
  ) throws(StreamError) -> StreamDiff.Outcome {
    let schemas = KnownSchemas(
      meanings: comparesMeanings, definitions: CustomResourceSchemas(old + new))
    return try StreamDiff.compare(
      from: old, to: new, rules: adapt(.kubernetes(schemas: schemas)), ordersCount: ordersCount,
      comparesComments: comparesComments)
  }

  /// What the report itself takes of these options.
  var report: DiffReport.Options {
    var options = DiffReport.Options()
    options.showsSecrets = showsSecrets
    options.context = context
    return options
  }

  /// Writes a report to standard output.
  func write(_ report: DiffReport, _ console: Console) throws(StreamError) {
    do throws(ParseError) {
      switch output {
      case .text: try writeText(report, console)
      case .markdown:
        console.output(try DiffMarkdown.text(report, isFull: isVerbose, limit: maxSize))
      case .json, .jsonPatch: console.output(try report.json())
      }
    } catch {
      throw StreamError(source: StreamSource(name: "", bytes: []), error: error)
    }
  }

  /// How many bytes are written at once: a whole report may be as long as what it is about.
  private static let pieceSize = 1 << 18

  private func writeText(_ report: DiffReport, _ console: Console) throws(ParseError) {
    if isNames {
      var text = StyledText()
      for name in DiffCount(report).names { text.line(name) }
      return console.output(text)
    }
    let width = width ?? Console.width
    // What is told is data, which the comparison has made sure of: nothing is refused from here on.
    var bytes: [UInt8] = []
    bytes.reserveCapacity(Self.pieceSize + Self.pieceSize / 4)
    try DiffText.tell(report, detail: isBrief ? .brief : isVerbose ? .full : .normal) { text in
      bytes += console.rendered(text.cut(to: width)).utf8
      guard bytes.count >= Self.pieceSize else { return }
      console.output(bytes)
      bytes.removeAll(keepingCapacity: true)
    }
    console.output(bytes)
  }
}

/// How `meshphase diff` writes its result.
enum DiffFormat: String, ExpressibleByArgument, CaseIterable {
  case text
  case json
  case jsonPatch = "json-patch"
  case markdown

  /// Whether standard output is one JSON document, also when the run is refused.
  var isJSON: Bool { self == .json || self == .jsonPatch }
}

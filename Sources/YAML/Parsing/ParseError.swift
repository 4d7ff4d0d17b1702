/// Why a text is not YAML that can be read safely, and where.
package struct ParseError: Error, Hashable, Sendable {
  /// What is wrong.
  package enum Problem: Hashable, Sendable {
    /// libyaml's own words for a syntax error, and what it was reading.
    case syntax(String, context: String?)
    /// Collections nested deeper than ``Document/depthLimit``.
    case tooDeep
    /// A key that stands twice in one mapping; the other one starts at `first`.
    case duplicateKey(String, first: Int)
    /// `*name` without an `&name` before it.
    case undefinedAlias(String)
    /// `*name` inside what `&name` names.
    case selfAlias(String)
    /// Aliases that would grow the data beyond ``Document/expansionLimit`` nodes.
    case aliasBomb
    /// A byte that is not part of UTF-8 text.
    case invalidUTF8
    /// Text in UTF-16 or UTF-32.
    case wideEncoding
    /// A NUL or another control character.
    case controlCharacter(UInt8)
    /// A mapping key that is a collection: Kubernetes and JSON have none.
    case collectionKey
    /// A merge key `<<` whose value is not a mapping or a list of mappings.
    case badMerge
    /// A text that is not what its tag says, such as `!!int x`: the tag in full, and the text.
    case badTag(String, String)
    /// No memory for the parser.
    case outOfMemory

    /// Whether it is a node that is no data, beside which everything else is some.
    var isAboutOneNode: Bool {
      switch self {
      case .collectionKey, .badTag: true
      default: false
      }
    }
  }

  /// What is wrong.
  package let problem: Problem
  /// The bytes of the source it is about; empty where only a position is known.
  package let range: Range<Int>

  package init(_ problem: Problem, at range: Range<Int>) {
    self.problem = problem
    self.range = range
  }
}

extension ParseError {
  /// What was found and what was expected, in one plain sentence without a place.
  package var message: String {
    switch problem {
    case .syntax(let text, let context):
      if let context { "not valid YAML: \(text) (\(context))" } else { "not valid YAML: \(text)" }
    case .tooDeep: "collections are nested deeper than \(Document.depthLimit) levels"
    case .duplicateKey(let key, _): "the key \"\(key)\" stands twice in this mapping"
    case .undefinedAlias(let name): "the alias *\(name) has no anchor &\(name) before it"
    case .selfAlias(let name):
      "the alias *\(name) stands inside what &\(name) names, so that this would hold itself"
    case .aliasBomb:
      "the aliases would grow this document beyond \(Document.expansionLimit) values"
    case .invalidUTF8: "a byte that is not UTF-8 text"
    case .wideEncoding: "the text is UTF-16 or UTF-32, expected UTF-8"
    case .controlCharacter(let byte):
      "control character 0x\(byte < 16 ? "0" : "")\(String(byte, radix: 16)), expected text"
    case .collectionKey: "a collection is used as a mapping key, expected text"
    case .badMerge: "the value of << is neither a mapping nor a list of mappings"
    case .badTag(let tag, let text):
      "the tag \(Self.short(tag)) does not fit the text \(Self.shown(text))"
    case .outOfMemory: "out of memory"
    }
  }

  private static func short(_ tag: String) -> String {
    TypeTag(tag).map { "!!\($0.rawValue)" } ?? tag
  }

  /// A text that may be long: what it starts with.
  private static func shown(_ text: String) -> String {
    "\"\(text.prefix(20))\(text.count > 20 ? "…" : "")\""
  }

  /// What to do about it, where that is known.
  package var hint: String? {
    switch problem {
    case .duplicateKey: "remove one of the two; Kubernetes would silently take the last"
    case .wideEncoding: "convert the file, for example with: iconv -f UTF-16 -t UTF-8"
    case .invalidUTF8: "save the file as UTF-8"
    case .badTag: "correct the text or remove the tag; kubectl and Argo CD refuse this file"
    default: nil
    }
  }
}

internal import YAML
internal import YAMLDiff

extension StreamMerge {
  /// The documents of one text, by what makes them the same in the others.
  struct Documents {
    struct Entry {
      let key: [String]
      let node: Node
      let value: Value
      let chunk: Range<Int>
    }

    let chunks: [Range<Int>]
    /// The document of each chunk that has one.
    private(set) var byChunk: [Int: Entry] = [:]
    private(set) var documents: [Entry] = []
    private var byKey: [[String]: Entry] = [:]

    init(_ source: SourceFile) throws(Problem) {
      do throws(ParseError) {
        try SourceText.check(source.bytes)
        chunks = DocumentSplitter.chunks(of: source.bytes)
      } catch { throw Self.problem(error, source) }
      var anonymous = 0
      for (position, chunk) in chunks.enumerated() {
        let read: [Document]
        let values: [Value]
        do throws(ParseError) {
          read = try Document.parse(source.bytes, chunk: chunk)
          values = try read.map { (document) throws(ParseError) in try document.root.value() }
        } catch { throw Self.problem(error, source) }
        guard let document = read.first, let value = values.first else { continue }
        guard read.count == 1 else {
          throw Problem(
            source: source, message: "a stream with % directives cannot be merged",
            range: document.root.range)
        }
        let identity = DocumentRules.kubernetes.identity(document.root)?.parts
        let key = identity ?? ["#\(anonymous)"]
        if identity == nil { anonymous += 1 }
        let entry = Entry(key: key, node: document.root, value: value, chunk: chunk)
        guard byKey.updateValue(entry, forKey: key) == nil else {
          throw Problem(
            source: source,
            message: "\(key.filter { !$0.isEmpty }.joined(separator: " ")) stands twice",
            range: document.root.range)
        }
        byChunk[position] = entry
        documents.append(entry)
      }
    }

    subscript(key: [String]) -> Entry? { byKey[key] }

    /// The documents' keys, in order.
    var keys: [[String]] { documents.map(\.key) }

    private static func problem(_ error: ParseError, _ source: SourceFile) -> Problem {
      Problem(
        source: source, message: error.message, hint: error.hint, range: error.range)
    }
  }
}

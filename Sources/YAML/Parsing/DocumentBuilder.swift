/// Turns libyaml's events into the flat nodes of ``Document``.
struct DocumentBuilder {
  let source: [UInt8]
  private let chunk: Range<Int>
  private(set) var documents: [Document] = []

  /// The nodes so far; its room is used again for the next document.
  var entries: [Document.Entry] = []
  private(set) var extras: [Document.Extra] = []
  /// The collections that are open, outermost first.
  private var open: [Int32] = []
  private var anchors: [String: Int32] = [:]
  private var hasIndentationIndicators = false
  private var mayHaveMerges = false
  /// Whether some key is no scalar, or an alias.
  var mayHaveCollectionKeys = false

  init(source: [UInt8], chunk: Range<Int>) {
    self.source = source
    self.chunk = chunk
  }

  mutating func receive(_ event: Event) throws(ParseError) {
    switch event.kind {
    case .documentStart:
      // What manifests have: a node for each 16 bytes.
      entries.removeAll(keepingCapacity: true)
      entries.reserveCapacity(chunk.count / 16 + 4)
      extras = []
      anchors = [:]
      hasIndentationIndicators = false
      mayHaveMerges = false
      mayHaveCollectionKeys = false
    case .documentEnd: try finishDocument()
    case .scalar: try add(event, as: .scalar)
    case .alias: try addAlias(event)
    case .sequenceStart: try open(event, as: .sequence)
    case .mappingStart: try open(event, as: .mapping)
    case .sequenceEnd, .mappingEnd: try close(event)
    }
  }

  private mutating func finishDocument() throws(ParseError) {
    // Much room that was left for more is not given away.
    var exact: [Document.Entry] = []
    if entries.capacity > entries.count + entries.count / 4 {
      exact.reserveCapacity(entries.count)
      exact += entries
    } else {
      swap(&entries, &exact)
    }
    let document = Document(
      source: source, chunk: chunk, positionInChunk: documents.count, entries: NodeEntries(exact),
      extras: extras, hasIndentationIndicators: hasIndentationIndicators,
      mayHaveMerges: mayHaveMerges, mayHaveCollectionKeys: mayHaveCollectionKeys)
    try document.checkExpansion()
    documents.append(document)
  }

  private mutating func open(_ event: Event, as kind: NodeKind) throws(ParseError) {
    guard open.count < Document.depthLimit else {
      throw ParseError(.tooDeep, at: event.start..<event.start)
    }
    try add(event, as: kind)
    open.append(Int32(entries.count - 1))
  }

  private mutating func close(_ event: Event) throws(ParseError) {
    guard let index = open.popLast() else { return }
    let position = Int(index)
    entries[position].next = Int32(entries.count)
    if entries[position].style == .flow {
      entries[position].end = Int32(event.end)
    } else if let last = entries.last, entries.count > position + 1 {
      // libyaml's own end lies after trailing comments and blank lines.
      entries[position].end = lastEnd(of: position) ?? last.end
    }
    if entries[position].kind == .mapping { try checkKeys(of: position) }
  }

  /// The end of a collection's last child; the last entry may lie inside an earlier flow node.
  private func lastEnd(of position: Int) -> Int32? {
    var child = position + 1
    var end: Int32?
    while child < entries.count {
      end = entries[child].end
      child = Int(entries[child].next)
    }
    return end
  }

  private mutating func add(_ event: Event, as kind: NodeKind) throws(ParseError) {
    let index = Int32(entries.count)
    var entry = Document.Entry(
      kind: kind, style: event.style, start: Int32(event.start), end: Int32(event.end),
      next: index + 1, extra: event.details == nil ? nil : extras.count)
    switch event.style {
    case .literal, .folded: trimBlockScalar(&entry)
    case .plain where kind == .scalar && event.end - event.start >= 2:
      if source[event.end - 1] == UInt8(ascii: "<") { mayHaveMerges = true }
    default: break
    }
    if let details = event.details {
      extras.append(.init(anchor: details.anchor, tag: details.tag, value: details.value))
      if let anchor = details.anchor { anchors[anchor] = index }
    }
    entries.append(entry)
  }

  private mutating func addAlias(_ event: Event) throws(ParseError) {
    let name = event.details?.anchor ?? ""
    guard let target = anchors[name] else {
      throw ParseError(.undefinedAlias(name), at: event.start..<event.end)
    }
    if open.contains(target) { throw ParseError(.selfAlias(name), at: event.start..<event.end) }
    entries.append(
      Document.Entry(
        kind: .alias, style: .plain, start: Int32(event.start), end: Int32(event.end),
        next: Int32(entries.count + 1), extra: extras.count))
    extras.append(.init(anchor: name, target: target))
  }

  /// Moves a block scalar's end back over the blank lines after it, which libyaml counts in.
  ///
  /// With `+` (keep) those lines are content, so the end stays.
  private mutating func trimBlockScalar(_ entry: inout Document.Entry) {
    var header = Int(entry.start)
    let limit = Int(entry.end)
    // Over an anchor and a tag, which may hold any of the header's characters.
    while header < limit, source[header] != UInt8(ascii: "|"), source[header] != UInt8(ascii: ">") {
      let isProperty = "&!".utf8.contains(source[header])
      header += 1
      while isProperty, header < limit, !SourceText.isBlank(source[header]) { header += 1 }
    }
    let headerEnd = SourceText.lineEnd(after: header, in: source)
    let indicators = source[header..<headerEnd].prefix(3)
    if indicators.contains(where: { Number.isDigit($0) }) { hasIndentationIndicators = true }
    if indicators.contains(UInt8(ascii: "+")) { return }
    var end = limit
    while end > header, SourceText.isBreak(source[end - 1]) || SourceText.isBlank(source[end - 1]) {
      end -= 1
    }
    entry.end = Int32(end)
  }
}

extension Document {
  /// A scalar's value as bytes; nil for anything but a scalar.
  static func bytes(of entry: Entry, extras: [Extra], source: [UInt8]) -> ArraySlice<UInt8>? {
    guard entry.kind == .scalar else { return nil }
    if let extra = entry.extra, let value = extras[extra].value { return value[...] }
    let quotes = entry.style == .plain ? 0 : 1
    return source[(Int(entry.start) + quotes)..<(Int(entry.end) - quotes)]
  }

  /// Refuses a document that its aliases would blow up or deepen, without following one of them.
  func checkExpansion() throws(ParseError) {
    guard extras.contains(where: { $0.target >= 0 }) else { return }
    // An alias's target always stands before it and is closed, so its size and its height are
    // known: both are taken from the inside out, in text order.
    var sizes = [Int](repeating: 1, count: entries.count)
    var heights = entries.map { $0.kind == .mapping || $0.kind == .sequence ? 1 : 0 }
    var open: [Int] = []
    func close(upTo index: Int) throws(ParseError) {
      while let last = open.last, entries[last].next <= index {
        open.removeLast()
        let place = Int(entries[last].start)..<Int(entries[last].start)
        guard sizes[last] <= Self.expansionLimit else { throw ParseError(.aliasBomb, at: place) }
        // A chain of aliases is as deep as the collections it stands for.
        guard heights[last] <= Self.depthLimit else { throw ParseError(.tooDeep, at: place) }
        guard let parent = open.last else { continue }
        sizes[parent] += sizes[last]
        heights[parent] = max(heights[parent], heights[last] + 1)
      }
    }
    for (index, entry) in entries.enumerated() {
      try close(upTo: index)
      if entry.kind == .alias {
        let target = entry.target(in: extras) ?? index
        sizes[index] = sizes[target]
        heights[index] = heights[target]
      }
      open.append(index)
    }
    try close(upTo: entries.count)
  }
}

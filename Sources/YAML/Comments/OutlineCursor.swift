/// A place in a document's outline that moves along with a reader of the text.
struct OutlineCursor {
  private let document: Document
  private let events: [DocumentOutline.Event]
  /// The next event that the text has not reached.
  private var next = 0
  /// The next scalar or alias that takes bytes.
  private var nextLeaf = 0
  /// The elements that are open, each with the column it starts at; first the root.
  private(set) var open: [(element: Int, column: Int)] = [(0, -1)]

  init(document: Document, outline: DocumentOutline) {
    self.document = document
    events = outline.events
    findLeaf(from: 0)
  }

  /// The innermost element that is open.
  var innermost: Int { open.last?.element ?? 0 }

  /// Whether no part of the document's root has been reached, other than its anchor or tag.
  var isAtStart: Bool { open.count == 1 && next <= 1 }

  // MARK: Scalars and aliases

  /// The end and style of the next scalar or alias that takes bytes.
  var leaf: (end: Int, style: NodeStyle) {
    let entry = document.entries[events[nextLeaf].index]
    return (Int(entry.end), entry.style)
  }

  func isLeaf(at position: Int) -> Bool {
    nextLeaf < events.count && position >= start(of: events[nextLeaf])
  }

  /// Comes to a scalar or alias, or after its anchor or tag.
  mutating func reachLeaf(column: Int) { pass(upTo: nextLeaf, column: column) }

  /// Leaves a scalar or alias behind.
  mutating func passLeaf() {
    next = nextLeaf + 1
    findLeaf(from: next)
  }

  private mutating func findLeaf(from index: Int) {
    nextLeaf = index
    while nextLeaf < events.count {
      let event = events[nextLeaf]
      if event.kind == .leaf, !isEmpty(event.index) { return }
      nextLeaf += 1
    }
  }

  // MARK: Everything else

  /// Comes to anything that stands between values.
  mutating func reachToken(_ byte: UInt8, at position: Int, column: Int) {
    switch byte {
    case UInt8(ascii: "-"): pass(.dashedItem, column: column)
    case UInt8(ascii: "?"): pass(.element, column: column)
    case UInt8(ascii: "["), UInt8(ascii: "{"): pass(.open, column: column)
    case UInt8(ascii: "]"), UInt8(ascii: "}"): pass(.close, column: column)
    default: pass(to: position, column: column)
    }
  }

  /// Comes to the end of the document.
  mutating func reachEnd() {
    next = events.count
    nextLeaf = next
    open = [(0, -1)]
  }

  /// Passes everything up to and with the next event of a kind, which comes before the next value.
  private mutating func pass(_ kind: DocumentOutline.Event.Kind, column: Int) {
    guard let index = events[next..<nextLeaf].firstIndex(where: { $0.kind == kind }) else {
      return
    }
    pass(upTo: index + 1, column: column)
  }

  /// Passes what starts before a place of the text, or at it: elements, and nodes without text.
  ///
  /// A scalar or a collection in brackets that starts there, at its anchor, stays the next one.
  private mutating func pass(to position: Int, column: Int) {
    for index in next..<events.count {
      let event = events[index]
      switch event.kind {
      case .element, .dashedItem, .elementEnd: continue
      case .close: return
      case .open, .openBare, .leaf: break
      }
      guard start(of: event) <= position else { return }
      pass(upTo: index, column: column)
      guard event.kind == .openBare || (event.kind == .leaf && isEmpty(event.index)) else { return }
      next = index + 1
    }
  }

  private mutating func pass(upTo index: Int, column: Int) {
    while next < index {
      let event = events[next]
      switch event.kind {
      case .element, .dashedItem: open.append((event.index, column))
      case .elementEnd: if open.count > 1 { open.removeLast() }
      case .open, .close, .openBare, .leaf: break
      }
      next += 1
    }
  }

  private func isEmpty(_ node: Int) -> Bool {
    document.entries[node].end <= document.entries[node].start
  }

  private func start(of event: DocumentOutline.Event) -> Int {
    Int(document.entries[event.index].start)
  }

  // MARK: What comes next

  /// What follows a place between values.
  enum Following {
    case element(Int, isInFlow: Bool)
    /// A value of the innermost element, after its key or dash.
    case value
    case closingBracket
    case end
  }

  /// What follows a place of the text, and how many of the open elements end before it.
  func following(_ position: Int) -> (Following, ending: Int) {
    var ending = 0
    for event in events[next...] {
      switch event.kind {
      case .elementEnd: ending += 1
      case .element, .dashedItem:
        return (.element(event.index, isInFlow: event.isInFlow), ending)
      case .open: return (.value, ending)
      case .close: return (.closingBracket, ending)
      case .openBare:
        // An anchor or a tag comes before the first element of the collection.
        let node = Node(document: document, index: event.index)
        let hasProperties = node.anchor != nil || node.tag != nil
        if hasProperties, start(of: event) > position { return (.value, ending) }
      case .leaf: if event.index == 0 || !isEmpty(event.index) { return (.value, ending) }
      }
    }
    return (.end, open.count)
  }
}

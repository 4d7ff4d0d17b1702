/// What stands in a document in the order of the text, collections closed where they end.
///
/// Comments belong to elements: the root, the entries of mappings, the items of lists. What is
/// inside a collection that serves as a key belongs to that key's entry, since no path leads there.
struct DocumentOutline: Sendable {
  /// The root, a mapping's entry or a list's item.
  struct Element {
    let parent: Int
    /// The node: the entry's value, the item, the root.
    let node: Int
    let step: Step
  }

  /// How an element is reached from its parent; a key as the position of its node.
  enum Step {
    case root
    case key(Int)
    case index(Int)
  }

  /// Something that starts or ends at one place of the text.
  struct Event {
    enum Kind {
      /// An entry of a mapping, or an item of a flow list.
      case element
      /// An item of a block list, which has a dash.
      case dashedItem
      case elementEnd
      /// A collection with brackets.
      case open
      case close
      /// A collection without brackets: in block style, or a pair in a flow list.
      case openBare
      case leaf
    }

    let kind: Kind
    /// The element that starts, or the position of the node.
    let index: Int
    /// Whether an element stands inside brackets, where columns say nothing.
    var isInFlow = false
  }

  private(set) var elements: [Element] = []
  private(set) var events: [Event] = []

  /// The outline of nothing.
  init() {}

  init(of document: Document) {
    var builder = OutlineBuilder(document: document)
    builder.build()
    elements = builder.elements
    events = builder.events
  }

  /// The element of a node; nil for a key, and for what is inside one.
  func element(of node: Int) -> Int? {
    var (low, high) = (0, elements.count)
    while low < high {
      let middle = (low + high) / 2
      if elements[middle].node < node { low = middle + 1 } else { high = middle }
    }
    return low < elements.count && elements[low].node == node ? low : nil
  }

  /// The way from an element to one inside it.
  func path(to element: Int, from top: Int, in document: Document) -> Path {
    var steps: [PathStep] = []
    var element = element
    while element > top {
      switch elements[element].step {
      case .key(let key):
        steps.append(.key(Node(document: document, index: key).resolved.text ?? ""))
      case .index(let index): steps.append(.index(index))
      case .root: break
      }
      element = elements[element].parent
    }
    return Path(steps.reversed())
  }
}

/// Goes once through the flat nodes of a document and writes down its outline.
private struct OutlineBuilder {
  /// A collection that is open.
  private struct Frame {
    let node: Int
    let element: Int
    let isBare: Bool
    let isInFlow: Bool
    /// Whether it is a key, or inside one.
    let isKey: Bool
    let isKeyOfPair: Bool
    var count = 0
    /// The entry whose value comes next.
    var pair = 0
  }

  private let document: Document
  private(set) var elements: [DocumentOutline.Element] = []
  private(set) var events: [DocumentOutline.Event] = []
  private var open: [Frame] = []

  init(document: Document) { self.document = document }

  mutating func build() {
    for index in document.entries.indices {
      close(upTo: index)
      add(index)
    }
    close(upTo: document.entries.count)
  }

  /// Closes the collections that end before a node.
  private mutating func close(upTo index: Int) {
    while let frame = open.last, document.entries.next(after: frame.node) <= index {
      open.removeLast()
      if !frame.isBare { events.append(.init(kind: .close, index: frame.node)) }
      if !frame.isKeyOfPair, frame.node > 0 {
        events.append(.init(kind: .elementEnd, index: frame.element))
      }
    }
  }

  private mutating func add(_ index: Int) {
    guard let parent = open.indices.last else {
      elements.append(.init(parent: 0, node: index, step: .root))
      return addNode(index, element: 0, isKey: false)
    }
    let frame = open[parent]
    open[parent].count += 1
    guard document.entries.kind(of: frame.node) == .mapping else {
      let element =
        frame.isKey
        ? frame.element : newElement(in: frame, node: index, step: .index(frame.count))
      start(element, in: frame)
      return addNode(index, element: element, isKey: false)
    }
    if frame.count.isMultiple(of: 2) {
      let value = document.entries.next(after: index)
      let element =
        frame.isKey ? frame.element : newElement(in: frame, node: value, step: .key(index))
      open[parent].pair = element
      start(element, in: frame)
      addNode(index, element: element, isKey: true)
    } else {
      addNode(index, element: frame.pair, isKey: false)
    }
  }

  private mutating func newElement(
    in frame: Frame, node: Int, step: DocumentOutline.Step
  ) -> Int {
    elements.append(.init(parent: frame.element, node: node, step: step))
    return elements.count - 1
  }

  private mutating func start(_ element: Int, in frame: Frame) {
    let isDashed =
      document.entries.kind(of: frame.node) == .sequence
      && document.entries[frame.node].style == .block
    events.append(
      .init(
        kind: isDashed ? .dashedItem : .element, index: element, isInFlow: frame.isInFlow))
  }

  private mutating func addNode(_ index: Int, element: Int, isKey: Bool) {
    let entry = document.entries[index]
    guard entry.kind == .mapping || entry.kind == .sequence else {
      events.append(.init(kind: .leaf, index: index))
      if !isKey, index > 0 { events.append(.init(kind: .elementEnd, index: element)) }
      return
    }
    let isBare = isBare(index)
    events.append(.init(kind: isBare ? .openBare : .open, index: index))
    open.append(
      Frame(
        node: index, element: element, isBare: isBare, isInFlow: entry.style == .flow,
        isKey: isKey || open.last?.isKey == true, isKeyOfPair: isKey))
  }

  /// Whether a collection has no brackets; a pair in a flow list (`[a: b]`) starts at its key.
  private func isBare(_ index: Int) -> Bool {
    let entry = document.entries[index]
    guard entry.style == .flow else { return true }
    guard entry.kind == .mapping, Int(entry.next) > index + 1 else { return false }
    return document.entries[index + 1].start == entry.start
      || document.source[Int(entry.start)] == UInt8(ascii: "?")
  }
}

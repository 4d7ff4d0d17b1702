extension Document {
  /// What is kept of one node: 16 bytes, as documents have many.
  struct Entry {
    /// The first byte, at the anchor or tag where there is one.
    var start: Int32
    /// After the last byte; a block collection ends with its last descendant.
    var end: Int32
    /// The index after this node's subtree.
    var next: Int32
    /// The kind in 2 bits, the style in 3, then the index of what few nodes have, plus one.
    private var properties: UInt32

    init(kind: NodeKind, style: NodeStyle, start: Int32, end: Int32, next: Int32, extra: Int?) {
      self.start = start
      self.end = end
      self.next = next
      properties =
        UInt32(kind.rawValue) | UInt32(style.rawValue) << 2 | UInt32(extra.map { $0 + 1 } ?? 0) << 5
    }

    var kind: NodeKind {
      switch properties & 3 {
      case 0: .scalar
      case 1: .sequence
      case 2: .mapping
      default: .alias
      }
    }

    var style: NodeStyle {
      switch properties >> 2 & 7 {
      case 0: .plain
      case 1: .singleQuoted
      case 2: .doubleQuoted
      case 3: .literal
      case 4: .folded
      case 5: .block
      default: .flow
      }
    }

    /// The index of what few nodes have; nil for most.
    var extra: Int? { properties < 1 << 5 ? nil : Int(properties >> 5) - 1 }

    /// What an alias stands for.
    func target(in extras: [Extra]) -> Int? { extra.map { Int(extras[$0].target) } }

    /// The bytes of the source that the node takes.
    var range: Range<Int> { Int(start)..<max(Int(start), Int(end)) }
  }
}

/// The nodes of a document in the order of the text, which versions of it may share.
///
/// A version that differs in some values has the same nodes at other places: it keeps only how far
/// each part of the text is shifted.
struct NodeEntries: RandomAccessCollection, Sendable {
  /// From an offset of the shared text on, how far places are shifted.
  struct Shift: Sendable {
    let offset: Int32
    let distance: Int32
  }

  private let entries: [Document.Entry]
  /// In the order of the text; the first holds for everything before the second as well.
  private let shifts: [Shift]

  init(_ entries: [Document.Entry]) {
    self.entries = entries
    shifts = []
  }

  private init(_ entries: [Document.Entry], shifts: [Shift]) {
    self.entries = entries
    self.shifts = shifts
  }

  /// The same nodes, shifted; nil for nodes that are shifted already.
  func shifted(by shifts: [Shift]) -> NodeEntries? {
    self.shifts.isEmpty ? NodeEntries(entries, shifts: shifts) : nil
  }

  /// The same nodes in a list of their own, in which no place has to be worked out.
  var copied: NodeEntries {
    guard !shifts.isEmpty else { return self }
    var copy: [Document.Entry] = []
    copy.reserveCapacity(entries.count)
    var last = 0
    for var entry in entries {
      // Nodes start in the order of the text, and most end before the next shift.
      while last + 1 < shifts.count, shifts[last + 1].offset <= entry.start { last += 1 }
      let isNear = last + 1 == shifts.count || entry.end < shifts[last + 1].offset
      entry.start += shifts[last].distance
      entry.end += isNear ? shifts[last].distance : distance(at: entry.end)
      copy.append(entry)
    }
    return NodeEntries(copy)
  }

  var startIndex: Int { 0 }
  var endIndex: Int { entries.count }

  subscript(index: Int) -> Document.Entry {
    @inline(__always) get { shifts.isEmpty ? entries[index] : shifted(index) }
  }

  @inline(never)
  private func shifted(_ index: Int) -> Document.Entry {
    var entry = entries[index]
    entry.start += distance(at: entry.start)
    entry.end += distance(at: entry.end)
    return entry
  }

  /// What a node is, wherever it stands.
  @inline(__always) func kind(of index: Int) -> NodeKind { entries[index].kind }

  /// The index after a node's subtree.
  @inline(__always) func next(after index: Int) -> Int { Int(entries[index].next) }

  /// How far an offset is shifted: as the last shift that starts at it or before it says.
  private func distance(at offset: Int32) -> Int32 {
    var low = 0
    var high = shifts.count
    while high - low > 1 {
      let middle = (low + high) / 2
      if shifts[middle].offset <= offset { low = middle } else { high = middle }
    }
    return shifts[low].distance
  }
}

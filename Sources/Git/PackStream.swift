import Files

/// The bytes of a pack of whole objects, made and given away in pieces.
///
/// The format is that of gitformat-pack, version 2: a header with the number of objects, each
/// object's kind and size before its compressed bytes, and the SHA-1 of all that. There are no
/// deltas: finding them would take longer than everything else, and `git gc` does so anyway.
struct PackStream: ~Copyable {
  /// How many bytes are given away at once.
  private static let pieceSize = 1 << 16

  private var writer: PackWriter
  private var deflater: Deflater
  private var hash = SHA1()
  private var piece: [UInt8] = []
  private let operation: String

  /// Begins a pack of `count` objects.
  init(of count: UInt32, to writer: consuming PackWriter, operation: String) throws(GitError) {
    self.writer = writer
    self.operation = operation
    deflater = try Deflater()
    piece.reserveCapacity(2 * Self.pieceSize)
    piece += Array("PACK".utf8) + [0, 0, 0, 2]
    piece += [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: count >> $0) }
  }

  /// Adds an object.
  mutating func append(_ object: StagedObject) throws(GitError) {
    appendHeader(kind: object.kind, size: object.bytes.count)
    try deflater.deflate(object.bytes, to: &piece)
    if piece.count >= Self.pieceSize { try giveAway() }
  }

  /// Ends the pack and has it kept.
  mutating func finish() throws(GitError) {
    try giveAway()
    try writer.append(hash.value.bytes, operation: operation)
    try writer.commit(operation: operation)
  }

  private mutating func giveAway() throws(GitError) {
    hash.update(piece)
    try writer.append(piece, operation: operation)
    piece.removeAll(keepingCapacity: true)
  }

  /// The kind and the low four bits of the size, then seven bits a byte while there are more.
  private mutating func appendHeader(kind: ObjectKind, size: Int) {
    var byte = kind.packCode << 4 | UInt8(size & 15)
    var rest = size >> 4
    while rest > 0 {
      piece.append(byte | 0x80)
      byte = UInt8(rest & 0x7f)
      rest >>= 7
    }
    piece.append(byte)
  }
}

extension ObjectKind {
  /// The kind's number in packs.
  fileprivate var packCode: UInt8 {
    switch self {
    case .commit: 1
    case .tree: 2
    case .blob: 3
    }
  }
}

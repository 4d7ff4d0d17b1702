import Files

/// The bytes of a pack of whole objects, made and given away in pieces.
///
/// The format is that of gitformat-pack, version 2: a header with the number of objects, each
/// object's kind and size before its compressed bytes, and the SHA-1 of all that. There are no
/// deltas: finding them would take longer than everything else, and `git gc` does so anyway.
///
/// Objects are compressed on other cores while libgit2 takes those before them; which core did what
/// does not show in the bytes.
struct PackStream: ~Copyable {
  /// How many objects are compressed while others are given away, and how many of them together.
  private static let batchSize = 512
  private static let runLength = 64

  private var writer: PackWriter
  private var hash = SHA1()
  private let operation: String

  /// Begins a pack of `count` objects.
  init(of count: UInt32, to writer: consuming PackWriter, operation: String) throws(GitError) {
    self.writer = writer
    self.operation = operation
    let header = Array("PACK".utf8) + [0, 0, 0, 2]
    try give(header + [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: count >> $0) })
  }

  /// Adds objects.
  mutating func append(_ objects: [StagedObject]) throws(GitError) {
    var pieces: [[UInt8]] = []
    for start in stride(from: 0, to: objects.count, by: Self.batchSize) {
      let batch = objects[start..<min(start + Self.batchSize, objects.count)]
      let next = ConcurrentWork {
        batch.concurrentRuns(of: Self.runLength) { run in
          Swift.Result { () throws(GitError) in try Self.compressed(batch[run]) }
        }
      }
      for piece in pieces { try give(piece) }
      pieces = try next.value.map { (piece) throws(GitError) in try piece.get() }
    }
    for piece in pieces { try give(piece) }
  }

  /// Ends the pack and has it kept.
  mutating func finish() throws(GitError) {
    try writer.append(hash.value.bytes, operation: operation)
    try writer.commit(operation: operation)
  }

  private mutating func give(_ piece: [UInt8]) throws(GitError) {
    hash.update(piece)
    try writer.append(piece, operation: operation)
  }

  private static func compressed(_ objects: ArraySlice<StagedObject>) throws(GitError) -> [UInt8] {
    var deflater = try Deflater()
    var piece: [UInt8] = []
    for object in objects {
      appendHeader(kind: object.kind, size: object.bytes.count, to: &piece)
      try deflater.deflate(object.bytes, to: &piece)
    }
    return piece
  }

  /// The kind and the low four bits of the size, then seven bits a byte while there are more.
  private static func appendHeader(kind: ObjectKind, size: Int, to piece: inout [UInt8]) {
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

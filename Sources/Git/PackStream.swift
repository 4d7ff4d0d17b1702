import Files

/// A pack of whole objects on its way into a repository, with its index.
///
/// The format is that of gitformat-pack, version 2: a header with the number of objects, each
/// object's kind and size before its compressed bytes, and the SHA-1 of all that. There are no
/// deltas: finding them would take longer than everything else, and `git gc` does so anyway.
///
/// Objects are compressed on other cores while those before them are written; which core did what
/// does not show in the bytes.
struct PackStream: ~Copyable {
  /// How many objects are compressed while others are given away, and how many of them together.
  private static let batchSize = 512
  private static let runLength = 64

  private let folder: String
  private let operation: String
  private var file: NewFile
  private var hash = SHA1()
  private var index = PackIndex()
  private var length: UInt64 = 0

  /// Begins a pack of `count` objects in the folder for packs.
  init(of count: UInt32, in folder: String, operation: String) throws(GitError) {
    let header =
      Array("PACK".utf8) + [0, 0, 0, 2]
      + [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: count >> $0) }
    let file = try NewFile(in: folder, kind: "pack", operation: operation)
    try file.append(header)
    hash.update(header)
    length = UInt64(header.count)
    self.file = file
    self.folder = folder
    self.operation = operation
  }

  /// Adds objects.
  mutating func append(_ objects: [StagedObject]) throws(GitError) {
    var pieces: [Piece] = []
    for start in stride(from: 0, to: objects.count, by: Self.batchSize) {
      let batch = objects[start..<min(start + Self.batchSize, objects.count)]
      let next = ConcurrentWork {
        batch.concurrentRuns(of: Self.runLength) { run in
          Swift.Result { () throws(GitError) in try Piece(batch[run]) }
        }
      }
      for piece in pieces { try give(piece) }
      pieces = try next.value.map { (piece) throws(GitError) in try piece.get() }
    }
    for piece in pieces { try give(piece) }
  }

  /// Ends the pack and has it kept: it counts from the moment that its index has its name, so that
  /// comes last.
  mutating func finish() throws(GitError) {
    let hash = hash.value
    try file.append(hash.bytes)
    try file.synchronize()
    var indexFile = try NewFile(in: folder, kind: "idx", operation: operation)
    try indexFile.append(index.bytes(ofPack: hash))
    try indexFile.synchronize()
    try file.rename(to: "pack-\(hash).pack")
    try indexFile.rename(to: "pack-\(hash).idx")
    try NewFile.synchronize(folder: folder, operation: operation)
  }

  private mutating func give(_ piece: Piece) throws(GitError) {
    for object in piece.objects {
      index.append(
        PackIndex.Entry(
          id: object.id, checksum: object.checksum, offset: length + UInt64(object.start)))
    }
    try give(piece.bytes)
  }

  private mutating func give(_ bytes: [UInt8]) throws(GitError) {
    hash.update(bytes)
    length += UInt64(bytes.count)
    try file.append(bytes)
  }
}

/// Some objects as a pack holds them.
private struct Piece: Sendable {
  private(set) var bytes: [UInt8] = []
  private(set) var objects: [(id: ObjectID, checksum: UInt32, start: Int)] = []

  init(_ objects: ArraySlice<StagedObject>) throws(GitError) {
    var deflater = try Deflater()
    for object in objects {
      let start = bytes.count
      appendHeader(kind: object.kind, size: object.bytes.count)
      try deflater.deflate(object.bytes, to: &bytes)
      let checksum = Deflater.checksum(of: bytes[start...])
      self.objects.append((object.id, checksum, start))
    }
  }

  /// The kind and the low four bits of the size, then seven bits a byte while there are more.
  private mutating func appendHeader(kind: ObjectKind, size: Int) {
    var byte = kind.packCode << 4 | UInt8(size & 15)
    var rest = size >> 4
    while rest > 0 {
      bytes.append(byte | 0x80)
      byte = UInt8(rest & 0x7f)
      rest >>= 7
    }
    bytes.append(byte)
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

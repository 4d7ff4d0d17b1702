import Files

/// The content of one tree object: its entries in the order they are stored in.
///
/// Writing a parsed tree gives its own bytes again, whatever its names, modes and order.
struct RawTree {
  /// The entries in stored order.
  var entries: [TreeEntry]

  /// Makes a tree of entries that are in Git's order.
  init(entries: [TreeEntry]) {
    self.entries = entries
  }

  /// Reads the bytes of a tree object; `id` is for the error.
  init(parsing bytes: [UInt8], id: ObjectID) throws(GitError) {
    entries = []
    var rest = bytes[...]
    while !rest.isEmpty {
      guard let entry = TreeEntry(startOf: rest) else {
        throw Self.malformed(id, "entry \(entries.count + 1) is malformed")
      }
      entries.append(entry)
      rest = rest[entry.raw.endIndex...]
    }
  }

  /// The bytes of the tree object.
  var bytes: [UInt8] {
    var bytes: [UInt8] = []
    for entry in entries { bytes += entry.raw }
    return bytes
  }

  /// Puts entries in that Git's order gives a place among those that are there.
  mutating func insert(_ new: [TreeEntry]) {
    var pending = new.sorted { $0.precedes($1) }[...]
    var merged: [TreeEntry] = []
    for entry in entries {
      while let next = pending.first, next.precedes(entry) {
        merged.append(next)
        pending.removeFirst()
      }
      merged.append(entry)
    }
    entries = merged + pending
  }

  /// The error for a tree that Git would not have written.
  static func malformed(_ id: ObjectID, _ message: String) -> GitError {
    GitError(operation: "read tree \(id)", category: .invalid, message: message)
  }
}

import Files

/// Where the objects of a pack stand in it: what Git reads beside the pack to find them.
///
/// The format is that of gitformat-pack, "Version 2 pack-*.idx files".
struct PackIndex {
  /// An object of a pack.
  struct Entry {
    let id: ObjectID
    /// The CRC-32 of its bytes in the pack, with their header.
    let checksum: UInt32
    /// Where these begin.
    let offset: UInt64
  }

  private var entries: [Entry] = []

  mutating func append(_ entry: Entry) { entries.append(entry) }

  /// The bytes of the index of a pack that ends with a hash.
  func bytes(ofPack hash: ObjectID) -> [UInt8] {
    let entries = entries.sorted { $0.id < $1.id }
    var bytes: [UInt8] = [0xff] + Array("tOc".utf8) + [0, 0, 0, 2]
    bytes.reserveCapacity(bytes.count + 4 * 256 + 28 * entries.count + 40)
    // How many ids begin with a byte up to this one.
    var position = 0
    for first in UInt8.min...UInt8.max {
      while position < entries.count, entries[position].id.firstByte == first { position += 1 }
      Self.append(UInt32(position), to: &bytes)
    }
    for entry in entries { bytes += entry.id.bytes }
    for entry in entries { Self.append(entry.checksum, to: &bytes) }
    var far: [UInt64] = []
    for entry in entries {
      if entry.offset < 1 << 31 {
        Self.append(UInt32(entry.offset), to: &bytes)
      } else {
        Self.append(1 << 31 | UInt32(far.count), to: &bytes)
        far.append(entry.offset)
      }
    }
    for offset in far {
      Self.append(UInt32(offset >> 32), to: &bytes)
      Self.append(UInt32(truncatingIfNeeded: offset), to: &bytes)
    }
    bytes += hash.bytes
    var own = SHA1()
    own.update(bytes)
    return bytes + own.value.bytes
  }

  private static func append(_ number: UInt32, to bytes: inout [UInt8]) {
    for shift in [24, 16, 8, 0] as [UInt32] {
      bytes.append(UInt8(truncatingIfNeeded: number >> shift))
    }
  }
}

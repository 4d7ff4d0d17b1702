import Files

/// The hash that ends a pack: SHA-1 (RFC 3174) of bytes that come in pieces.
///
/// libgit2 hashes objects only, with their header before them, and exports nothing that would hash
/// a pack.
struct SHA1 {
  private var state: (UInt32, UInt32, UInt32, UInt32, UInt32) =
    (0x6745_2301, 0xefcd_ab89, 0x98ba_dcfe, 0x1032_5476, 0xc3d2_e1f0)
  private var length: UInt64 = 0
  /// What does not fill a block of 64 bytes yet.
  private var rest: [UInt8] = []

  /// Takes the next bytes.
  mutating func update(_ bytes: [UInt8]) {
    length += UInt64(bytes.count)
    var start = 0
    if !rest.isEmpty {
      start = min(64 - rest.count, bytes.count)
      rest += bytes[..<start]
      guard rest.count == 64 else { return }
      take(rest, at: 0)
      rest.removeAll(keepingCapacity: true)
    }
    while start + 64 <= bytes.count {
      take(bytes, at: start)
      start += 64
    }
    rest += bytes[start...]
  }

  /// The hash of the bytes so far, as Git names things.
  var value: ObjectID {
    var copy = self
    // A bit, zeros up to eight bytes before the end of a block, and the length in bits.
    var end: [UInt8] = [0x80]
    end += Array(repeating: 0, count: (119 - rest.count) % 64)
    end += Self.bytes(of: length << 3)
    copy.update(end)
    let state = copy.state
    let words = [state.0, state.1, state.2, state.3, state.4]
    return ObjectID(bytes: words.flatMap(Self.bytes)) ?? .zero
  }

  private static func bytes(of word: some FixedWidthInteger) -> [UInt8] {
    (1...word.bitWidth / 8).map { UInt8(truncatingIfNeeded: word >> (word.bitWidth - 8 * $0)) }
  }

  /// Takes the block of 64 bytes at a position (RFC 3174, section 6.2: method 2).
  private mutating func take(_ bytes: [UInt8], at start: Int) {
    var words = InlineArray<16, UInt32>(repeating: 0)
    for index in 0..<16 {
      let byte = start + 4 * index
      words[index] =
        UInt32(bytes[byte]) << 24 | UInt32(bytes[byte + 1]) << 16 | UInt32(bytes[byte + 2]) << 8
        | UInt32(bytes[byte + 3])
    }
    var (a, b, c, d, e) = state
    for round in 0..<80 {
      let mixed: UInt32
      switch round {
      case 0..<20: mixed = ((b & c) | (~b & d)) &+ 0x5a82_7999
      case 20..<40: mixed = (b ^ c ^ d) &+ 0x6ed9_eba1
      case 40..<60: mixed = ((b & c) | (b & d) | (c & d)) &+ 0x8f1b_bcdc
      default: mixed = (b ^ c ^ d) &+ 0xca62_c1d6
      }
      if round >= 16 {
        words[round & 15] = Self.rotate(
          words[(round + 13) & 15] ^ words[(round + 8) & 15] ^ words[(round + 2) & 15]
            ^ words[round & 15], by: 1)
      }
      let next = Self.rotate(a, by: 5) &+ mixed &+ e &+ words[round & 15]
      (a, b, c, d, e) = (next, a, Self.rotate(b, by: 30), c, d)
    }
    state = (state.0 &+ a, state.1 &+ b, state.2 &+ c, state.3 &+ d, state.4 &+ e)
  }

  private static func rotate(_ word: UInt32, by count: UInt32) -> UInt32 {
    word << count | word >> (32 - count)
  }
}

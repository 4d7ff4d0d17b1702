internal import Glibc

/// Work on many bytes at once, which the C library and whole words do at the speed of memory.
extension Array<UInt8> {
  /// The position of the first such byte in a range; nil when there is none.
  ///
  /// The C function is `memchr`.
  package func firstPosition(of byte: UInt8, in range: Range<Int>) -> Int? {
    precondition(range.lowerBound >= 0 && range.upperBound <= count)
    return unsafe withUnsafeBytes { buffer in
      guard let base = buffer.baseAddress, !range.isEmpty,
        let found = unsafe memchr(base + range.lowerBound, Int32(byte), range.count)
      else { return nil }
      return unsafe UnsafeRawPointer(found) - base
    }
  }

  /// Whether a range holds a text somewhere.
  package func holds(_ text: String, in range: Range<Int>) -> Bool {
    text.isEmpty || firstRange(of: [UInt8](text.utf8), in: range) != nil
  }

  /// The first place in a range that holds these bytes; nil when there is none, or no byte to find.
  ///
  /// Each place of the first byte is tried.
  package func firstRange(of needle: [UInt8], in range: Range<Int>) -> Range<Int>? {
    guard let first = needle.first else { return nil }
    var start = range.lowerBound
    while let found = firstPosition(of: first, in: start..<range.upperBound),
      found + needle.count <= range.upperBound
    {
      let place = found..<(found + needle.count)
      if hasSameBytes(in: place, as: needle, in: 0..<needle.count) { return place }
      start = found + 1
    }
    return nil
  }

  /// Whether two ranges of two texts hold the same bytes.
  ///
  /// The C function is `memcmp`.
  package func hasSameBytes(
    in range: Range<Int>, as other: [UInt8], in otherRange: Range<Int>
  ) -> Bool {
    precondition(range.lowerBound >= 0 && range.upperBound <= count)
    precondition(otherRange.lowerBound >= 0 && otherRange.upperBound <= other.count)
    guard range.count == otherRange.count else { return false }
    return unsafe withUnsafeBytes { buffer in
      unsafe other.withUnsafeBytes { otherBuffer in
        guard let base = buffer.baseAddress, let otherBase = otherBuffer.baseAddress else {
          return true
        }
        return unsafe memcmp(
          base + range.lowerBound, otherBase + otherRange.lowerBound, range.count) == 0
      }
    }
  }

  /// Whether a range holds the bytes of a text, which are as many.
  ///
  /// The C function is `memcmp`.
  func hasSameBytes(in range: Range<Int>, as text: String) -> Bool {
    precondition(range.lowerBound >= 0 && range.upperBound <= count)
    var text = text
    return unsafe withUnsafeBytes { buffer in
      text.withUTF8 { utf8 in
        guard utf8.count == range.count, let base = buffer.baseAddress,
          let start = utf8.baseAddress
        else { return utf8.count == range.count }
        return unsafe memcmp(base + range.lowerBound, start, range.count) == 0
      }
    }
  }

  /// How many bytes two ranges have in common at their start; words of eight are compared together.
  package func commonPrefix(
    of range: Range<Int>, with other: [UInt8], in otherRange: Range<Int>
  ) -> Int {
    precondition(range.lowerBound >= 0 && range.upperBound <= count)
    precondition(otherRange.lowerBound >= 0 && otherRange.upperBound <= other.count)
    let limit = Swift.min(range.count, otherRange.count)
    return unsafe withUnsafeBytes { buffer in
      unsafe other.withUnsafeBytes { otherBuffer in
        var length = 0
        while length + 8 <= limit {
          let word = unsafe buffer.loadUnaligned(
            fromByteOffset: range.lowerBound + length, as: UInt64.self)
          let otherWord = unsafe otherBuffer.loadUnaligned(
            fromByteOffset: otherRange.lowerBound + length, as: UInt64.self)
          if word != otherWord { break }
          length += 8
        }
        while length < limit,
          unsafe buffer[range.lowerBound + length] == otherBuffer[otherRange.lowerBound + length]
        { length += 1 }
        return length
      }
    }
  }

  /// A number that equal bytes share: equal numbers are to be followed by a comparison.
  ///
  /// Eight bytes at a time are mixed by a multiplication whose halves are folded together; four
  /// such rows are mixed beside each other, as none has to wait for another.
  package func mixedHash(of range: Range<Int>) -> Int {
    precondition(range.lowerBound >= 0 && range.upperBound <= count)
    return unsafe withUnsafeBytes { buffer in
      var hash: UInt64 = 0x9E37_79B9_7F4A_7C15 ^ UInt64(range.count)
      var offset = range.lowerBound
      if range.count >= 64 {
        var rows = (hash, hash &+ 1, hash &+ 2, hash &+ 3)
        func word(_ position: Int) -> UInt64 {
          unsafe UInt64(
            littleEndian: buffer.loadUnaligned(
              fromByteOffset: offset + 8 * position, as: UInt64.self))
        }
        while offset + 32 <= range.upperBound {
          rows.0 = Self.folded(rows.0 ^ word(0))
          rows.1 = Self.folded(rows.1 ^ word(1))
          rows.2 = Self.folded(rows.2 ^ word(2))
          rows.3 = Self.folded(rows.3 ^ word(3))
          offset += 32
        }
        hash = Self.folded(Self.folded(Self.folded(rows.0 ^ rows.1) ^ rows.2) ^ rows.3)
      }
      while offset + 8 <= range.upperBound {
        let word = unsafe buffer.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
        hash = Self.folded(hash ^ UInt64(littleEndian: word))
        offset += 8
      }
      var rest: UInt64 = 0
      while offset < range.upperBound {
        rest = unsafe rest << 8 | UInt64(buffer[offset])
        offset += 1
      }
      return Int(truncatingIfNeeded: Self.folded(hash ^ rest))
    }
  }

  private static func folded(_ word: UInt64) -> UInt64 {
    let product = word.multipliedFullWidth(by: 0xD6E8_FEB8_6659_FD93)
    return product.high ^ product.low
  }

  /// The next line, after some offset, that starts with one of three bytes; lines end with LF.
  ///
  /// `lines` is raised by the number of lines that started on the way, this one included. Words of
  /// eight bytes are looked through together.
  package func nextLine(
    startingWith bytes: (UInt8, UInt8, UInt8), after start: Int, lines: inout Int
  ) -> Int? {
    precondition(start >= 0 && start <= count)
    let end = count
    return unsafe withUnsafeBytes { buffer in
      var offset = start
      var passed = 0
      defer { lines += passed }
      func isWanted(_ position: Int) -> Bool {
        guard position < end else { return false }
        let byte = unsafe buffer[position]
        return byte == bytes.0 || byte == bytes.1 || byte == bytes.2
      }
      while offset + 8 <= end {
        let word = unsafe UInt64(
          littleEndian: buffer.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
        var feeds = Self.zeroBytes(word ^ 0x0A0A_0A0A_0A0A_0A0A)
        while feeds != 0 {
          let next = offset + feeds.trailingZeroBitCount / 8 + 1
          passed += 1
          if isWanted(next) { return next }
          feeds &= feeds &- 1
        }
        offset += 8
      }
      while offset < end {
        if unsafe buffer[offset] == 0x0A {
          passed += 1
          if isWanted(offset + 1) { return offset + 1 }
        }
        offset += 1
      }
      return nil
    }
  }

  /// The high bit of each byte of a word that is zero, and no other.
  private static func zeroBytes(_ word: UInt64) -> UInt64 {
    let low: UInt64 = 0x7F7F_7F7F_7F7F_7F7F
    return ~(((word & low) &+ low) | word | low)
  }

  /// Whether every byte of a range is an ASCII character; words of eight are looked at together.
  package func isASCII(in range: Range<Int>) -> Bool {
    precondition(range.lowerBound >= 0 && range.upperBound <= count)
    return unsafe withUnsafeBytes { buffer in
      var offset = range.lowerBound
      var all: UInt64 = 0
      while offset + 8 <= range.upperBound {
        all |= unsafe buffer.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
        offset += 8
      }
      return unsafe all & 0x8080_8080_8080_8080 == 0
        && buffer[offset..<range.upperBound].allSatisfy { $0 < 0x80 }
    }
  }

  /// Whether a range holds nothing but printable ASCII, tabs and line feeds; words of eight bytes
  /// are looked at together.
  package func isPlainASCII(in range: Range<Int>) -> Bool {
    precondition(range.lowerBound >= 0 && range.upperBound <= count)
    return unsafe withUnsafeBytes { buffer in
      var offset = range.lowerBound
      while offset + 8 <= range.upperBound {
        let word = unsafe buffer.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
        if Self.mayHoldOthers(word) {
          let bytes = unsafe buffer[offset..<(offset + 8)]
          guard unsafe bytes.allSatisfy(Self.isPlain) else { return false }
        }
        offset += 8
      }
      return unsafe buffer[offset..<range.upperBound].allSatisfy(Self.isPlain)
    }
  }

  /// Whether some byte of a word has its high bit set, is below a blank, or is DEL.
  private static func mayHoldOthers(_ word: UInt64) -> Bool {
    let highs: UInt64 = 0x8080_8080_8080_8080
    let ones: UInt64 = 0x0101_0101_0101_0101
    // A borrow marks bytes below 0x20; it may also mark the byte after one, which is harmless.
    let low = (word &- ones &* 0x20) & ~word
    let del = (word ^ ones &* 0x7F) &- ones
    return (word | low | del & ~(word ^ ones &* 0x7F)) & highs != 0
  }

  private static func isPlain(_ byte: UInt8) -> Bool {
    (0x20..<0x7F).contains(byte) || byte == 0x0A || byte == 0x09
  }
}

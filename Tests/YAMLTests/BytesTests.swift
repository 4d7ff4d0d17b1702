import TestSupport
import Testing
import YAML

/// Work on many bytes at once gives what work on single bytes does.
@Suite struct BytesTests {
  /// Texts of every length around the word size, with one odd byte anywhere.
  private func texts() -> [[UInt8]] {
    let odd: [UInt8] = [0, 0x09, 0x0A, 0x0D, 0x1F, 0x20, 0x7E, 0x7F, 0x80, 0xC3, 0xFF]
    return (0..<26).flatMap { count -> [[UInt8]] in
      let plain = [UInt8](repeating: UInt8(ascii: "a"), count: count)
      return [plain]
        + (0..<count).flatMap { position in
          odd.map { byte in
            var text = plain
            text[position] = byte
            return text
          }
        }
    }
  }

  @Test func `words are judged as their bytes are`() {
    for text in texts() {
      for start in 0...min(text.count, 9) {
        let range = start..<text.count
        let part = text[range]
        #expect(text.isASCII(in: range) == part.allSatisfy { $0 < 0x80 })
        #expect(
          text.isPlainASCII(in: range)
            == part.allSatisfy { (0x20..<0x7F).contains($0) || $0 == 0x0A || $0 == 0x09 })
        for byte: UInt8 in [0x0A, 0xFF, UInt8(ascii: "a")] {
          #expect(text.firstPosition(of: byte, in: range) == part.firstIndex(of: byte))
        }
      }
    }
  }

  @Test func `common starts and hashes are those of the bytes`() {
    let all = texts().filter { $0.count > 14 && $0.count < 18 }
    for one in all {
      for other in all {
        let range = 1..<one.count
        let otherRange = 1..<other.count
        let common = zip(one[range], other[otherRange]).prefix { $0 == $1 }.count
        #expect(one.commonPrefix(of: range, with: other, in: otherRange) == common)
        let isSame = one[range] == other[otherRange]
        #expect(one.hasSameBytes(in: range, as: other, in: otherRange) == isSame)
        if isSame { #expect(one.mixedHash(of: range) == other.mixedHash(of: otherRange)) }
      }
    }
  }
}

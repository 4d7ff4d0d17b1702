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

  @Test func `lines that start with some bytes are found and counted`() {
    var random = SeededRandom(seed: 7)
    for _ in 0..<400 {
      let text = (0..<random.below(60)).map { _ in random.pick(Array("\n\n-.%ab".utf8)) }
      var found: [Int] = []
      var numbers: [Int] = []
      var (offset, number) = (0, 1)
      while let next = text.nextLine(
        startingWith: (UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "%")), after: offset,
        lines: &number)
      {
        found.append(next)
        numbers.append(number)
        offset = next
      }
      let expected = text.indices.filter {
        $0 > 0 && text[$0 - 1] == 0x0A && text[$0] < 0x40 && text[$0] != 0x0A
      }
      #expect(found == expected)
      #expect(numbers == expected.map { position in 1 + text[..<position].count { $0 == 0x0A } })
      #expect(number == 1 + text.count { $0 == 0x0A })
    }
  }

  @Test func `words are found`() {
    let text = Array("SecSecretSe".utf8)
    #expect(text.holds("Secret", in: 0..<text.count))
    #expect(text.holds("Secret", in: 3..<9))
    #expect(!text.holds("Secret", in: 4..<text.count))
    #expect(!text.holds("Secret", in: 0..<8))
  }
}

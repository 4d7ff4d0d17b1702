import Files
import Testing

@testable import Git

@Suite struct `SHA-1` {
  /// The test vectors of RFC 3174, section 7.3.
  static let vectors = [
    ("abc", 1, "a9993e364706816aba3e25717850c26c9cd0d89d"),
    (
      "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq", 1,
      "84983e441c3bd26ebaae4aa1f95129e5e54670f1"
    ),
    ("a", 1_000_000, "34aa973cd4c4daa4f61eeb2bdbad27316534016f"),
    (
      "0123456701234567012345670123456701234567012345670123456701234567", 10,
      "dea356a2cddd90c7a7ecedc5ebb563934f460452"
    ),
  ]

  @Test(arguments: vectors)
  func `the vectors of RFC 3174 have their hashes`(text: String, count: Int, hash: String) {
    var sum = SHA1()
    for _ in 0..<count { sum.update(Array(text.utf8)) }
    #expect(sum.value.description == hash)
    sum = SHA1()
    sum.update(Array(String(repeating: text, count: count).utf8))
    #expect(sum.value.description == hash)
  }

  @Test func `bytes of any length, in any pieces, have the hash that git gives`() throws {
    let repository = try TestRepository()
    var random = SystemRandomNumberGenerator()
    for length in Array(0...130) + (0..<40).map({ _ in Int.random(in: 0...100_000) }) {
      let content = (0..<length).map { _ in UInt8.random(in: 0...255, using: &random) }
      let expected = try repository.run("git hash-object --stdin", input: content)
      let blob = Array("blob \(length)\0".utf8) + content
      var sum = SHA1()
      var rest = blob[...]
      while !rest.isEmpty {
        let count = Int.random(in: 0...min(200, rest.count))
        sum.update(Array(rest.prefix(count)))
        rest = rest.dropFirst(count)
        // To ask in between changes nothing.
        if count == 100 { _ = sum.value }
      }
      #expect(Array("\(sum.value)\n".utf8) == expected, "\(length) bytes")
    }
  }
}

import Files
import Testing

@Suite struct `an object id is forty hexadecimal digits` {
  static let text = "0123456789abcdef0123456789abcdef01234567"

  @Test func `text and bytes say the same`() throws {
    let id = try #require(ObjectID(Self.text))
    #expect(id.description == Self.text)
    #expect(ObjectID(bytes: id.bytes) == id)
    #expect(ObjectID(Self.text.uppercased()) == id)
  }

  @Test(arguments: ["", "0123", "g123456789abcdef0123456789abcdef01234567"])
  func `anything else is none`(text: String) {
    #expect(ObjectID(text) == nil)
  }

  @Test func `ids are ordered as their text is`() throws {
    let low = try #require(ObjectID("00" + Self.text.dropFirst(2)))
    let high = try #require(ObjectID("ff" + Self.text.dropFirst(2)))
    #expect(low < high)
    #expect(ObjectID.zero < low)
  }
}

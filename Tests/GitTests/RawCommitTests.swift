import Files
import Testing

@testable import Git

@Suite struct `Raw commits` {
  private static let tree = "4b825dc642cb6eb9a060e54bf8d69288fbee4904"
  private static let parent = "1111111111111111111111111111111111111111"
  private static let signature =
    "-----BEGIN SSH SIGNATURE-----\nAB\n\nCD\n-----END SSH SIGNATURE-----"

  private static func text(signed: Bool, message: String = "subject\n\nbody\n") -> String {
    let signature = "gpgsig " + signature.replacing("\n", with: "\n ") + "\n"
    return "tree \(tree)\nparent \(parent)\nauthor A <a@b> 1 +0000\ncommitter A <a@b> 1 +0000\n"
      + "encoding UTF-8\nmergetag object \(parent)\n type commit\n \n tag\n"
      + (signed ? signature : "") + "\n" + message
  }

  @Test(arguments: ["subject\n\nbody\n", "", "\n\n", "no end", "gpgsig is a word\n more\n"])
  func `writing a parsed commit gives its own bytes`(message: String) throws {
    for signed in [true, false] {
      let bytes = Array(Self.text(signed: signed, message: message).utf8)
      let commit = try #require(RawCommit(parsing: bytes))
      #expect(commit.bytes == bytes)
      #expect(commit.isSigned == signed)
      #expect(commit.tree == ObjectID(Self.tree))
      #expect(commit.parents == [ObjectID(Self.parent)])
      #expect(commit.message == Array(message.utf8))
    }
  }

  @Test func `signing and taking the signature out are each other's way back`() throws {
    let signed = try #require(RawCommit(parsing: Array(Self.text(signed: true).utf8)))
    let unsigned = try #require(RawCommit(parsing: Array(Self.text(signed: false).utf8)))
    #expect(signed.unsigned == unsigned)
    // Programs end what they write with a line break.
    #expect(unsigned.signed(Array((Self.signature + "\n").utf8)).bytes == signed.bytes)
  }

  @Test func `ids are replaced among parents and in trailers, and nowhere else`() throws {
    let new = "2222222222222222222222222222222222222222"
    let message = "about \(Self.parent)\n\nOf: \(Self.parent)\nOf: x\(Self.parent)\n"
    let commit = try #require(
      RawCommit(parsing: Array(Self.text(signed: false, message: message).utf8)))
    let ids = try [#require(ObjectID(Self.parent)): #require(ObjectID(new))]
    let replaced = String(decoding: commit.replacing(ids).bytes, as: UTF8.self)
    #expect(replaced.contains("\nparent \(new)\n") && replaced.contains("object \(Self.parent)"))
    #expect(
      replaced.hasSuffix("\n\nabout \(Self.parent)\n\nOf: \(new)\nOf: x\(Self.parent)\n"))
  }

  @Test(arguments: ["", "tree x", "tree\n\n", " x\n\n", "tree \(tree)\n"])
  func `what is no commit is not read`(text: String) {
    #expect(RawCommit(parsing: Array(text.utf8)) == nil)
  }

  @Test func `a stack has the same name signed and unsigned`() throws {
    let repository = try TestRepository()
    let base = try repository.commit("base")
    func stack(_ signed: Bool) throws -> String {
      var parent = "\(base)"
      for number in 0..<3 {
        let tree = try repository.shell("git rev-parse 'HEAD^{tree}'")
        let signature = signed ? "gpgsig \(number)\n more\n" : ""
        parent = try repository.shell(
          "git hash-object -t commit -w --stdin",
          input: "tree \(tree)\nparent \(parent)\nauthor A <a@b> 1 +0000\n"
            + "committer A <a@b> 1 +0000\n\(signature)\n\(number)\n")
      }
      return parent
    }
    let (signed, unsigned) = (
      try #require(ObjectID(try stack(true))), try #require(ObjectID(try stack(false)))
    )
    #expect(signed != unsigned)
    let opened = try Repository(discovering: repository.path)
    for depth in [3, 10] {
      var names = UnsignedCommits(standingOn: [base], depth: depth)
      #expect(try names.id(of: signed, in: opened) == unsigned)
      #expect(try names.id(of: unsigned, in: opened) == unsigned)
    }
    var shallow = UnsignedCommits(standingOn: [base], depth: 2)
    #expect(try shallow.id(of: signed, in: opened) == signed, "it is not known what it stands on")
  }
}

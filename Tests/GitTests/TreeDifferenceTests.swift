import Files
import Testing

@testable import Git

@Suite struct `Differing paths` {
  @Test(arguments: 0..<20 as Range<UInt64>)
  func `are those that git diff-tree names`(seed: UInt64) throws {
    let repository = try TestRepository()
    let one = try repository.shell(
      """
      mkdir -p a/b c && echo 1 >a/x && echo 2 >a/b/y && echo 3 >c/z && echo 4 >w
      git add -A && git commit -qm one && git rev-parse 'HEAD^{tree}'
      """)
    let edits = [
      "echo 5 >a/b/y", "rm a/x", "chmod +x w", "rm -r c && echo 6 >c", "mkdir d && echo 7 >d/n",
      "rm w && mkdir w && echo 8 >w/v", "ln -s a l", "rm -r a",
    ]
    let chosen = edits.enumerated().filter { (seed * 37 + 11) >> UInt64($0.offset % 8) & 1 == 1 }
    let script = chosen.map { "{ \($0.element); } 2>/dev/null || true" }.joined(separator: "\n")
    let two = try repository.shell(
      "\(script)\ngit add -A && git commit -q --allow-empty -m two && git rev-parse 'HEAD^{tree}'")
    let expected = try repository.shell("git diff-tree -r --name-only --no-renames \(one) \(two)")
    let opened = try Repository(discovering: repository.path)
    let (from, to) = (try #require(ObjectID(one)), try #require(ObjectID(two)))
    let stage = ObjectStage()
    let found = try stage.differingPaths(from, to, in: opened).map(\.description)
    let names = expected.split(separator: "\n").map(String.init)
    #expect(found == Set(names).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) })
    #expect(try stage.differingPaths(to, from, in: opened).map(\.description) == found)
  }
}

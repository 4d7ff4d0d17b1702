import Files
import Testing

/// A small random generator that gives the same numbers for the same seed (SplitMix64).
struct SeededGenerator: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}

/// A tree as a table of files, changed at random, with names that Git's order makes difficult.
struct RandomTree {
  /// A file's mode, as Git writes it, and its content.
  struct File {
    let mode: String
    let bytes: [UInt8]
  }

  private(set) var files: [RepositoryPath: File] = [:]
  private var generator: SeededGenerator

  private static let names: [[UInt8]] =
    ["a", "a-b", "a.b", "a0", "ab", "b", "B", "é", "a b"].map { Array($0.utf8) } + [[0x61, 0xFF]]

  init(seed: UInt64) throws {
    generator = SeededGenerator(seed: seed)
    for _ in 0..<Int.random(in: 0...30, using: &generator) {
      let path = try randomPath()
      guard isFree(path) else { continue }
      let mode = ["100644", "100644", "100755", "120000", "160000"].randomElement(using: &generator)
      files[path] = File(mode: mode ?? "100644", bytes: randomBytes())
    }
  }

  /// Changes the table, and gives the edits that make the same changes.
  mutating func randomEdits() throws -> [TreeEdit] {
    var edits: [RepositoryPath: TreeEdit] = [:]
    for _ in 0..<Int.random(in: 1...12, using: &generator) {
      let known = files.keys.sorted().randomElement(using: &generator)
      let path = try Bool.random(using: &generator) ? known ?? randomPath() : randomPath()
      guard edits[path] == nil else { continue }
      if let file = files[path] {
        if Bool.random(using: &generator) {
          files[path] = nil
          edits[path] = .remove(path: path)
        } else if file.mode.hasPrefix("100") {
          edits[path] = write(to: path, mode: file.mode)
        }
      } else if isFree(path) {
        edits[path] = write(to: path, mode: "100644")
      }
    }
    return edits.values.shuffled(using: &generator)
  }

  private mutating func write(to path: RepositoryPath, mode: String) -> TreeEdit {
    let bytes = randomBytes()
    files[path] = File(mode: mode, bytes: bytes)
    return .write(path: path, bytes: bytes)
  }

  private mutating func randomBytes() -> [UInt8] {
    (0..<Int.random(in: 0...3, using: &generator)).map { _ in
      UInt8.random(in: 0...255, using: &generator)
    }
  }

  private mutating func randomPath() throws -> RepositoryPath {
    let parts = (0..<Int.random(in: 1...4, using: &generator)).map { _ in
      Self.names.randomElement(using: &generator) ?? []
    }
    return try #require(RepositoryPath(bytes: Array(parts.joined(separator: [UInt8(ascii: "/")]))))
  }

  /// Whether a file can be made at the path: nothing is there, above it or below it.
  private func isFree(_ path: RepositoryPath) -> Bool {
    !files.keys.contains { $0.isInside(path) || path.isInside($0) }
  }
}

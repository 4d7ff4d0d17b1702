import Foundation

/// A repository made by the real Git in a scratch folder that is removed with the value.
final class TestRepository: Sendable {
  /// The scratch folder, which holds the repository and nothing of the user's.
  let scratch: String
  /// The repository's folder, inside the scratch folder.
  let path: String

  /// Makes an empty repository on branch `main`.
  init(bare: Bool = false) throws {
    let name = "meshphase-git-\(UUID().uuidString)"
    let folder = FileManager.default.temporaryDirectory.resolvingSymlinksInPath()
    scratch = folder.appendingPathComponent(name).path
    path = scratch + "/repository"
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    try shell("git init -q -b main \(bare ? "--bare" : "") .")
  }

  deinit { try? FileManager.default.removeItem(atPath: scratch) }

  /// What a failed script said.
  struct Failure: Error {
    let script: String
    let status: Int32
    let messages: String
  }

  /// Runs a shell script in the repository and gives its standard output.
  @discardableResult
  func run(
    _ script: String, input: [UInt8] = [], environment: [String: String] = [:]
  ) throws -> [UInt8] {
    let files = scratch + "/run-\(UUID().uuidString)"
    try Data(input).write(to: URL(fileURLWithPath: files + ".in"))
    try Data().write(to: URL(fileURLWithPath: files + ".out"))
    try Data().write(to: URL(fileURLWithPath: files + ".err"))
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/bin/sh")
    process.arguments = ["-ec", script]
    process.currentDirectoryURL = URL(fileURLWithPath: path)
    process.environment = Self.environment(home: scratch).merging(environment) { $1 }
    process.standardInput = FileHandle(forReadingAtPath: files + ".in")
    process.standardOutput = FileHandle(forWritingAtPath: files + ".out")
    process.standardError = FileHandle(forWritingAtPath: files + ".err")
    try process.run()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else {
      throw Failure(
        script: script, status: process.terminationStatus,
        messages: String(decoding: bytes(ofFile: files + ".err"), as: UTF8.self))
    }
    return bytes(ofFile: files + ".out")
  }

  /// Runs a shell script and gives its standard output as text without the final line break.
  @discardableResult
  func shell(
    _ script: String, input: String = "", environment: [String: String] = [:]
  ) throws -> String {
    let output = try run(script, input: Array(input.utf8), environment: environment)
    let text = String(decoding: output, as: UTF8.self)
    return text.hasSuffix("\n") ? String(text.dropLast()) : text
  }

  /// The bytes of a file, none when it cannot be read.
  func bytes(ofFile path: String) -> [UInt8] {
    FileManager.default.contents(atPath: path).map { Array($0) } ?? []
  }

  /// What Git sees: nothing of the user's, one author, one date.
  private static func environment(home: String) -> [String: String] {
    [
      "PATH": ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin",
      "HOME": home, "LC_ALL": "C", "TZ": "UTC",
      "GIT_CONFIG_NOSYSTEM": "1", "GIT_CONFIG_GLOBAL": "/dev/null", "GIT_OPTIONAL_LOCKS": "0",
      "GIT_AUTHOR_NAME": "Ada", "GIT_AUTHOR_EMAIL": "ada@example.com",
      "GIT_AUTHOR_DATE": "1700000000 +0200",
      "GIT_COMMITTER_NAME": "Bob", "GIT_COMMITTER_EMAIL": "bob@example.com",
      "GIT_COMMITTER_DATE": "1700000060 -0330",
    ]
  }
}

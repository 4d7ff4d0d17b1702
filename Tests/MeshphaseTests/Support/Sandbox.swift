import Foundation
import Synchronization
import TestSupport

/// A scratch folder with a home of its own, in which programs run without the user's settings.
///
/// The folder is removed with the value.
final class Sandbox: Sendable {
  /// The scratch folder.
  let path: String

  init() throws {
    let folder = FileManager.default.temporaryDirectory.resolvingSymlinksInPath()
    path = folder.appendingPathComponent("meshphase-\(UUID().uuidString)").path
    try FileManager.default.createDirectory(atPath: home, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  /// The home folder that programs see.
  var home: String { path + "/home" }

  /// What programs see: one author, one date, no configuration, no colour.
  var environment: [String: String] {
    [
      "PATH": ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin",
      "HOME": home, "LC_ALL": "C", "TZ": "UTC", "COLUMNS": "100",
      "GIT_CONFIG_NOSYSTEM": "1", "GIT_CONFIG_GLOBAL": "/dev/null", "GIT_OPTIONAL_LOCKS": "0",
      "GIT_AUTHOR_NAME": "Ada", "GIT_AUTHOR_EMAIL": "ada@example.com",
      "GIT_AUTHOR_DATE": "1700000000 +0200",
      "GIT_COMMITTER_NAME": "Bob", "GIT_COMMITTER_EMAIL": "bob@example.com",
      "GIT_COMMITTER_DATE": "1700000060 -0330",
    ]
  }

  /// How a program ended, and what it wrote.
  struct Outcome: Sendable {
    let status: Int32
    let output: [UInt8]
    let messages: [UInt8]

    var text: String { String(decoding: output, as: UTF8.self) }
    var messageText: String { String(decoding: messages, as: UTF8.self) }
  }

  /// A program that failed where it must not.
  struct Failure: Error, CustomStringConvertible {
    let description: String
  }

  private static let number = Mutex(0)

  /// Runs a shell script in a folder; `$MESHPHASE` is the tool.
  func run(
    _ script: String, in folder: String, input: String = "", environment: [String: String] = [:]
  ) throws -> Outcome {
    let number = Self.number.withLock { number in
      number += 1
      return number
    }
    let files = path + "/run-\(number)"
    try Data(input.utf8).write(to: URL(fileURLWithPath: files + ".in"))
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/bin/sh")
    // The shell redirects, so that no pipe of this process can fill up or leak into another child.
    process.arguments = [
      "-c", "{ \(script)\n} <'\(files).in' >'\(files).out' 2>'\(files).err'",
    ]
    process.currentDirectoryURL = URL(fileURLWithPath: folder)
    process.environment = self.environment
      .merging(["MESHPHASE": Package.tool]) { $1 }.merging(environment) { $1 }
    try process.run()
    process.waitUntilExit()
    func bytes(_ kind: String) -> [UInt8] {
      FileManager.default.contents(atPath: "\(files).\(kind)").map { Array($0) } ?? []
    }
    return Outcome(
      status: process.terminationStatus, output: bytes("out"), messages: bytes("err"))
  }
}

/// Where things are: the package's root and the tool, which lies beside the test bundle.
enum Package {
  static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().path

  /// `MESHPHASE_TOOL` names another build of it.
  static let tool = program("meshphase", namedBy: "MESHPHASE_TOOL")

  /// A program that is built with the tests, or what a variable of the environment names for it.
  static func program(_ name: String, namedBy variable: String) -> String {
    ProcessInfo.processInfo.environment[variable]
      ?? URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()
      .appendingPathComponent(name).path
  }

  /// The folder of test data that is no part of the package.
  static let shared =
    SharedData.folder.path
}

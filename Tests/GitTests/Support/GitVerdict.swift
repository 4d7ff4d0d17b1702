import Foundation
import Git
import Testing

/// A repository of another user, a configuration, and what Git and this module say to it.
///
/// Root gives the repository away; anybody else has Git's own tests' variable for it.
final class OwnershipTrial {
  let repository: TestRepository
  /// The environment of both, and nothing else.
  var variables: [String: String]

  static let isRoot = geteuid() == 0
  static let stranger = "65534"

  init(bare: Bool = false) throws {
    repository = try TestRepository(bare: bare)
    variables = [
      "PATH": ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin",
      "HOME": repository.scratch, "LC_ALL": "C", "GIT_CONFIG_NOSYSTEM": "1",
    ]
  }

  /// Gives the repository, or some of its files, to another user.
  func giveAway(_ files: String = ".") throws {
    if Self.isRoot {
      try repository.shell("chown -hR \(Self.stranger):\(Self.stranger) \(files)")
    } else {
      variables["GIT_TEST_ASSUME_DIFFERENT_OWNER"] = "1"
    }
  }

  /// Replaces the placeholders of a row: `{repository}` and `{scratch}`.
  func filled(_ text: String) -> String {
    text.replacingOccurrences(of: "{repository}", with: repository.path)
      .replacingOccurrences(of: "{scratch}", with: repository.scratch)
  }

  /// Writes a configuration file into the scratch folder.
  func write(_ text: String, to name: String) throws {
    let file = URL(fileURLWithPath: "\(repository.scratch)/\(name)")
    try FileManager.default.createDirectory(
      at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(filled(text).utf8).write(to: file)
  }

  /// Whether Git works in the folder.
  func gitAllows(_ folder: String) throws -> Bool {
    let pairs = variables.map {
      "'\($0.key)=\($0.value.replacingOccurrences(of: "'", with: "'\\''"))'"
    }
    let script =
      "if env -i \(pairs.joined(separator: " ")) git -C '\(folder)' rev-parse --git-dir"
      + " >/dev/null 2>'\(repository.scratch)/said'; then echo yes; else echo no; fi"
    return try repository.shell(script) == "yes"
  }

  /// The error of this module, nil where it opens the repository.
  func refusal(_ folder: String) -> GitError? {
    let variables = variables
    do throws(GitError) {
      _ = try Repository(
        discovering: folder, environment: GitEnvironment { name in variables[name] })
      return nil
    } catch { return error }
  }

  /// The version of Git as one number, `2.39` as 2039.
  static func gitVersion(_ repository: TestRepository) throws -> Int {
    let words = try repository.shell("git --version").split(separator: " ")
    let numbers = try #require(words.dropFirst(2).first).split(separator: ".")
    return try #require(Int(numbers[0])) * 1000 + #require(Int(numbers[1]))
  }
}

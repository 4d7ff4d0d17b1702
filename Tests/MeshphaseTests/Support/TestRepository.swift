import Foundation

/// A Git repository in a sandbox, made by the real Git.
final class TestRepository: Sendable {
  let sandbox: Sandbox
  let path: String

  /// Makes a repository on branch `main` from files of a folder, committed.
  init(importing folder: String) throws {
    sandbox = try Sandbox()
    path = sandbox.path + "/repository"
    try FileManager.default.copyItem(atPath: folder, toPath: path)
    try git("init -q -b main . && chmod -R u+w .")
    try commitAll()
  }

  /// Makes a repository on branch `main` with files, committed.
  init(_ files: [String: String]) throws {
    sandbox = try Sandbox()
    path = sandbox.path + "/repository"
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    try git("init -q -b main .")
    for (name, text) in files { try write(text, to: name) }
    try commitAll()
  }

  /// Writes a file of the work tree.
  func write(_ text: String, to name: String) throws {
    let file = URL(fileURLWithPath: path).appendingPathComponent(name)
    try FileManager.default.createDirectory(
      at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(text.utf8).write(to: file)
  }

  /// The text of a file of the work tree.
  func read(_ name: String) throws -> String {
    try String(contentsOfFile: "\(path)/\(name)", encoding: .utf8)
  }

  /// Commits the work tree as it is.
  func commitAll(_ message: String = "Base") throws {
    try git("add --all --force . && git commit -q --allow-empty -m '\(message)'")
  }

  /// Runs `git` and gives its output without the final line break.
  @discardableResult
  func git(_ arguments: String) throws -> String {
    let outcome = try sandbox.run("set -e; git \(arguments)", in: path)
    guard outcome.status == 0 else {
      throw Sandbox.Failure(description: "git \(arguments): \(outcome.messageText)")
    }
    return outcome.text.hasSuffix("\n") ? String(outcome.text.dropLast()) : outcome.text
  }

  /// Runs a shell script in the repository.
  func shell(
    _ script: String, in folder: String? = nil, input: String = "",
    environment: [String: String] = [:]
  ) throws -> Sandbox.Outcome {
    try sandbox.run(script, in: folder ?? path, input: input, environment: environment)
  }

  /// Runs the tool in the repository.
  func meshphase(
    _ arguments: String, input: String = "", environment: [String: String] = [:]
  ) throws -> Sandbox.Outcome {
    try shell("\"$MESHPHASE\" \(arguments)", input: input, environment: environment)
  }

  /// The names and ids of every ref, one per line.
  var references: String {
    get throws { try git("for-each-ref --format='%(refname) %(objectname)'") }
  }

  /// The branches that meshphase wrote, without `refs/heads/`, in phase order.
  var phaseBranches: [String] {
    get throws {
      try git("for-each-ref --format='%(refname:lstrip=2)' refs/heads/meshphase")
        .split(separator: "\n").map(String.init).filter { $0.contains("/phase/") }
    }
  }

  /// How many objects the repository holds.
  var objectCount: Int {
    get throws {
      try git("cat-file --batch-all-objects --batch-check").split(separator: "\n").count
    }
  }

  /// Everything but objects and refs that a tool might touch: work tree, index, HEAD, and more.
  var surroundings: String {
    get throws {
      try shell(
        """
        find . -path ./.git/objects -prune -o -path ./.git/refs -prune -o -path ./.git/logs -prune \
          -o -type f -exec sha256sum {} + | LC_ALL=C sort -k 2
        git status --porcelain --ignored; cat .git/HEAD; git stash list; git ls-files --stage
        cat .git/logs/HEAD; find .git/refs .git/logs -type f | grep -v meshphase | xargs sha256sum
        """
      ).text
    }
  }
}

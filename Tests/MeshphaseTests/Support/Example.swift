import Foundation
import Testing

/// A folder under `examples/`: the content of a repository, command lines, and what they give.
struct Example: Sendable, CustomTestStringConvertible {
  /// The folder's path under `examples/`.
  let name: String

  var testDescription: String { name }
  var folder: String { Package.root + "/examples/" + name }
  var input: String { folder + "/input" }
  var expected: String { folder + "/expected" }

  /// The command lines, each starting with `meshphase`.
  var commands: [String] {
    get throws {
      try String(contentsOfFile: folder + "/command", encoding: .utf8)
        .split(separator: "\n").map(String.init)
    }
  }

  /// Whether its first command plans or commits, so that their laws can be checked.
  var isAboutAPlan: Bool {
    let first = (try? commands)?.first ?? ""
    return ["meshphase plan", "meshphase commit"].contains { first.hasPrefix($0) }
  }

  /// Every folder with a `command` file, by name.
  static let all: [Example] = {
    let root = Package.root + "/examples"
    let files = FileManager.default.enumerator(atPath: root)?.compactMap { $0 as? String } ?? []
    return files.filter { ($0 as NSString).lastPathComponent == "command" }
      .map { Example(name: ($0 as NSString).deletingLastPathComponent) }
      .sorted { $0.name < $1.name }
  }()
}

/// What an example's commands gave, as the files of its `expected` folder.
struct ExampleRun {
  let repository: TestRepository
  private(set) var files: [String: String] = [:]

  init(_ example: Example) throws {
    repository = try TestRepository(importing: example.input)
    var statuses = ""
    for (index, command) in try example.commands.enumerated() {
      let name = Self.name(of: command, at: index + 1)
      let arguments = String(command.dropFirst("meshphase ".count))
      let outcome = try repository.meshphase(arguments)
      let format = arguments.contains("json") ? "json" : "txt"
      if !outcome.output.isEmpty { files["\(name).\(format)"] = visible(outcome.text) }
      if !outcome.messages.isEmpty {
        files["\(name).stderr.txt"] = visible(outcome.messageText)
      }
      statuses += "\(outcome.status)  \(command)\n"
    }
    files["status.txt"] = statuses
    for branch in try repository.phaseBranches { try addBranch(branch) }
  }

  /// `2-plan` for the second command.
  private static func name(of command: String, at position: Int) -> String {
    "\(position)-\(command.split(separator: " ").dropFirst().first ?? "none")"
  }

  /// A phase's commit and diff, and its rollback's commit: its tree is tested as a law.
  private mutating func addBranch(_ phase: String) throws {
    let format = "--format='commit %H%nparent %P%nauthor %an <%ae> %ad%n%n%B'"
    let name = (phase as NSString).lastPathComponent
    let rollback = phase.replacingOccurrences(of: "/phase/", with: "/rollback/")
    files["branches/\(name).patch"] = visible(
      try repository.git("show --no-color --no-ext-diff --stat=100 -p \(format) '\(phase)'") + "\n")
    guard try repository.references.contains("refs/heads/\(rollback) ") else { return }
    files["branches/\(name).rollback.txt"] = visible(
      try repository.git("show --no-color --no-ext-diff --stat=100 \(format) '\(rollback)'") + "\n")
  }

  /// The text with the sandbox's path taken out and invisible characters shown.
  private func visible(_ text: String) -> String {
    var result = ""
    for scalar in text.replacingOccurrences(of: repository.sandbox.path, with: "$SANDBOX")
      .unicodeScalars
    {
      switch scalar {
      case "\r": result += "␍"
      case "\u{FEFF}": result += "⟨BOM⟩"
      case "\u{1B}": result += "␛"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }
}

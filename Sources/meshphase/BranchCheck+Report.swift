internal import Files
internal import MeshUpgrade
internal import YAML

/// What a check came to, as text and as JSON.
extension BranchCheck {
  /// How many files of a branch are named unless all are asked for.
  private static let fileLimit = 10

  /// The key `check` of the plan's JSON.
  var json: Value {
    ["holds": .bool(holds), "differences": .sequence(differences.map(\.json))]
  }

  /// What makes the branches as they should be.
  private func wayToWrite(_ options: CommonOptions) -> String {
    let commit = ShellWord.line(["meshphase", "commit"] + options.arguments)
    guard let remote else {
      return "\(commit) writes them anew, without what was edited by hand"
    }
    return "\(commit) \(ShellWord.line(["--push", remote])) writes and pushes them; "
      + ShellWord.line(["git", "fetch", remote]) + " shows what it has by now"
  }

  func text(_ options: CommonOptions) -> StyledText {
    var text = StyledText()
    guard !holds else {
      text.line("The \(moves.count) branches are what the base and the desired state give")
      return text
    }
    for difference in differences {
      text.add((remote.map { "\($0)/" } ?? "") + difference.branch, .name)
      text.line(" \(difference.words)")
      guard difference.reason == .content else { continue }
      let files =
        options.isVerbose ? difference.files[...] : difference.files.prefix(Self.fileLimit)
      for file in files { text.line("   \(file)") }
      if files.count < difference.files.count {
        text.line("   … and \(difference.files.count - files.count) more; -v shows all", .dim)
      }
    }
    text.endLine()
    let count = differences.count == 1 ? "1 branch is" : "\(differences.count) branches are"
    text.line("\(count) not as the base and the desired state give", .error)
    if differences.contains(where: { $0.kind != .leftover }) {
      text.line("   \(wayToWrite(options))", .dim)
    }
    for difference in differences where difference.kind == .leftover {
      text.line("   \(difference.deletion(from: remote))", .command)
    }
    return text
  }
}

extension BranchCheck.Difference {
  /// The command that deletes the branch.
  fileprivate func deletion(from remote: String? = nil) -> String {
    ShellWord.line(
      remote.map { ["git", "push", $0, "--delete", branch] } ?? ["git", "branch", "-D", branch])
  }

  /// Tells after a commit that the branch is there, which writing the others did not change.
  func addAsLeftover(to text: inout StyledText) {
    text.add(branch, .name)
    text.line(" \(words)")
    text.line("   \(deletion())", .command)
  }
}

extension BranchCheck.Difference {
  /// What is wrong with the branch, to be said after its name.
  fileprivate var words: String {
    switch kind {
    case .missing: "is missing: it should be \(short(expected))"
    case .leftover where reason == .base: "is left over at \(short(found)): \(because)"
    case .leftover: "is left over at \(short(found)): the plan gives no such branch"
    case .differs: "is \(short(found)) and should be \(short(expected)): \(because)"
    }
  }

  private var because: String {
    switch reason {
    case .base: "it was made on the base \(base?.prefix(12) ?? "?")"
    case .content:
      files.count == 1 ? "a file differs" : "\(files.count) files differ"
    case .history, nil:
      "every file is as it should be; the history, the message or the author is not"
    }
  }

  private func short(_ id: ObjectID?) -> String { String((id?.description ?? "").prefix(12)) }

  fileprivate var json: Value {
    var fields: [(key: String, value: Value)] = [
      ("branch", .string(branch)), ("kind", .string(kind.rawValue)),
      ("expected", expected.map { .string($0.description) } ?? .null),
      ("found", found.map { .string($0.description) } ?? .null),
    ]
    if let reason { fields.append(("reason", .string(reason.rawValue))) }
    if let base { fields.append(("base", .string(base))) }
    fields.append(("files", .sequence(files.map { .string($0.description) })))
    return .mapping(Mapping(fields))
  }
}

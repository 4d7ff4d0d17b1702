import Foundation
import TestSupport
import Testing

/// Histories that the real Git makes: phases land by merges, squashes, rebases, cherry-picks and by
/// hand, among other commits, and are taken back.
///
/// `MESHPHASE_SEED` and `MESHPHASE_GIT_HISTORIES` choose others, and more of them.
@Suite struct `Phases that land` {
  private static let count = number("MESHPHASE_GIT_HISTORIES") ?? 200
  private static let first = number("MESHPHASE_SEED") ?? 1

  private static func number(_ name: String) -> Int? {
    ProcessInfo.processInfo.environment[name].flatMap { Int($0) }
  }

  @Test(arguments: 0..<8)
  func `status is right, and rollbacks restore the phase's fields and no other byte`(
    part: Int
  ) throws {
    for index in 0..<Self.count where index % 8 == part {
      var history = try LandingHistory(seed: UInt64(Self.first + index))
      try history.run()
    }
  }
}

/// One history, with what it should come to.
private struct LandingHistory {
  let seed: UInt64
  private var random: SeededRandom
  private var mesh: LandingMesh
  private let repository: TestRepository
  private var story: [String] = []
  private var reverted: Set<String> = []

  init(seed: UInt64) throws {
    self.seed = seed
    random = SeededRandom(seed: seed)
    mesh = LandingMesh(count: Int.random(in: 2...3, using: &random))
    repository = try TestRepository(mesh.files)
  }

  private var comment: Comment { "seed \(seed): \(story.joined(separator: ", "))" }

  mutating func run() throws {
    for phase in ["canary", "wave"] {
      if Bool.random(using: &random) { try editOthers() }
      try land(phase)
      try check()
      if Int.random(in: 0..<4, using: &random) == 0 { try revert(phase) }
      if Int.random(in: 0..<4, using: &random) == 0 { try move() }
      if !mesh.done.contains(phase) {
        try check()
        if Bool.random(using: &random) { return }
        try land(phase)
        reverted.remove(phase)
      }
    }
    if Bool.random(using: &random) { try editOthers() }
    try check()
    try takeBack(Bool.random(using: &random) ? "canary" : "wave")
  }

  // MARK: Events

  /// An edit of lines beside those that phases set.
  private mutating func editOthers() throws {
    guard let namespace = mesh.namespaces.randomElement(using: &random) else { return }
    mesh.edits[namespace, default: 0] += 1
    story.append("edit \(namespace)")
    try write("edit")
  }

  private mutating func move() throws {
    guard let namespace = mesh.namespaces.randomElement(using: &random),
      !mesh.moved.contains(namespace)
    else { return }
    let path = mesh.path(of: namespace)
    mesh.moved.insert(namespace)
    story.append("move \(namespace)")
    try repository.git(
      "mv -k '\(path)' . && mkdir -p elsewhere && git mv '\(namespace).yaml' elsewhere/"
        + " && git commit -qm move")
  }

  private func write(_ message: String) throws {
    for (name, text) in mesh.files { try repository.write(text, to: name) }
    try repository.commitAll(message)
  }

  private mutating func land(_ phase: String) throws {
    try commit()
    let number = phase == "canary" ? "01" : "02"
    let branch = "meshphase/prod/\(LandingMesh.new)/phase/\(number)-\(phase)"
    let styles = ["merge", "fast-forward", "squash", "rebase", "pick", "hand"]
    let style = styles.randomElement(using: &random) ?? "merge"
    story.append("\(style) \(phase)")
    // What others do at the same time.
    if style != "fast-forward", Bool.random(using: &random) {
      try repository.write("\(story.count)\n", to: "notes.txt")
      try repository.commitAll("notes")
    }
    mesh.done.insert(phase)
    switch style {
    case "merge": try repository.git("merge -q --no-ff -m 'Merge it' '\(branch)'")
    case "fast-forward": try repository.git("merge -q --ff-only '\(branch)'")
    case "squash": try repository.git("merge -q --squash '\(branch)' && git commit -qm 'Squashed'")
    case "rebase": try repository.git("cherry-pick '\(branch)'")
    case "pick":
      try repository.git("cherry-pick --no-commit '\(branch)' && git commit -qm 'No trailers'")
    default: try write("By hand")
    }
    for (name, text) in mesh.files where name.hasSuffix(".yaml") {
      #expect(try read(name) == text, "\(name), \(comment)")
    }
  }

  /// `git revert` of what the phase came with.
  private mutating func revert(_ phase: String) throws {
    let isMerge = try repository.git("rev-list --parents -n 1 HEAD").split(separator: " ").count > 2
    try repository.git("revert --no-edit \(isMerge ? "-m 1" : "") HEAD >/dev/null")
    mesh.done.remove(phase)
    reverted.insert(phase)
    story.append("revert \(phase)")
    guard Int.random(in: 0..<3, using: &random) == 0 else { return }
    try repository.git("revert --no-edit HEAD >/dev/null")
    mesh.done.insert(phase)
    reverted.remove(phase)
    story.append("revert the revert")
  }

  private func commit() throws {
    let outcome = try repository.meshphase("commit -q")
    #expect(outcome.status == 0, "\(outcome.messageText) \(comment)")
  }

  private func read(_ name: String) throws -> String {
    try repository.read(name)
  }

  // MARK: Checks

  private func check() throws {
    let outcome = try repository.meshphase("status -o json")
    #expect(outcome.status == 0, "\(outcome.messageText) \(comment)")
    let phases = try JSON(outcome.output)["phases"].items
    #expect(phases.map { $0["name"].text ?? "" } == ["canary", "wave"], comment)
    for phase in phases {
      let name = phase["name"].text ?? ""
      let expected =
        mesh.done.contains(name) ? "merged" : reverted.contains(name) ? "reverted" : "pending"
      #expect(phase["state"].text == expected, "\(name), \(comment)")
    }
    let next = ["canary", "wave"].first { !mesh.done.contains($0) }
    #expect(try JSON(outcome.output)["next"].text == next, comment)
  }

  /// Merges the rollback of a phase that has landed, in each way, and looks for the old fields.
  private mutating func takeBack(_ phase: String) throws {
    try commit()
    let number = phase == "canary" ? "01" : "02"
    let branch = "meshphase/prod/\(LandingMesh.new)/rollback/\(number)-\(phase)"
    let built = try repository.git("rev-parse '\(branch)'")
    let outcome = try repository.meshphase("rollback \(phase) -o json")
    #expect(outcome.status == 0, "\(outcome.messageText) \(comment)")
    #expect(try JSON(outcome.output)["steps"].items.first?["commit"].text == built, comment)
    mesh.done.remove(phase)
    for (style, command) in [
      ("merge", "merge -q --no-ff -m back"), ("squash", "merge -q --squash"),
      ("rebase", "cherry-pick"),
    ] {
      try repository.git("switch -qc '\(style)' main && git \(command) '\(branch)' >/dev/null")
      if style == "squash" { try repository.git("commit -qm back") }
      for (name, text) in mesh.files {
        #expect(try read(name) == text, "\(name) after \(style) of \(phase), \(comment)")
      }
      try repository.git("switch -q main")
    }
  }
}

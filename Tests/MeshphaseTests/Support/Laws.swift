import Foundation
import Testing

/// What holds for every repository, whatever is planned in it.
struct Laws {
  let repository: TestRepository
  /// The options that every run gets, such as `-f`.
  let options: String

  init(_ repository: TestRepository, options: String = "") {
    self.repository = repository
    self.options = options
  }

  /// Plans and commits in a fresh repository, and checks what must be so.
  func check() throws {
    let before = (try repository.surroundings, try repository.objectCount)
    let plan = try run("plan -o json")
    #expect(plan.status == 0, "\(plan.messageText)")
    #expect(try repository.objectCount == before.1, "plan wrote objects")
    #expect(try repository.git("for-each-ref refs/heads/meshphase") == "", "plan wrote refs")
    try checkSamePlanElsewhere(as: plan)
    try #require(try run("commit -q").status == 0)
    try checkIDs(of: plan)
    let references = try repository.references
    let count = try repository.objectCount
    #expect(try run("commit -q").status == 0)
    #expect(try repository.references == references, "a second commit moved a ref")
    #expect(try repository.objectCount == count, "a second commit wrote objects")
    #expect(try repository.surroundings == before.0, "something else was touched")
    let fsck = try repository.shell("git fsck --strict --no-dangling 2>&1")
    #expect(fsck.status == 0 && fsck.text.isEmpty, "\(fsck.text)")
    try checkBranches()
    try checkRenderings(of: JSON(plan.output))
  }

  /// On a phase's commit, the phases up to it are rendered as they are there, and no later one.
  private func checkRenderings(of plan: JSON) throws {
    let phases = plan["phases"].items.filter { $0["branch"].text != nil }
    for phase in phases.prefix(3) {
      guard let name = phase["name"].text, let branch = phase["branch"].text else { continue }
      let commit =
        try repository.git("rev-parse refs/heads/\(branch)")
        .split(separator: "\n").first ?? ""
      let check = try run("render --check --phase \(name)")
      // A phase that gives back what an earlier one took leads to what the base has.
      let files = phase["files"].items.compactMap { $0["path"].text.map { "'\($0)'" } }
      let restores =
        try repository.shell(
          "git diff --quiet HEAD \(commit) -- \(files.joined(separator: " "))"
        ).status == 0
      #expect(
        check.status == (restores ? 0 : 1), "\(name) is not in the base: \(check.messageText)")
      let landed = try run("render --check --phase \(name) --base \(commit)")
      // With every label moved, no file says any more which revision the mesh comes from.
      let isUnknown = landed.status == 2 && landed.messageText.contains("MP211")
      #expect(landed.status == 0 || isUnknown, "\(name): \(landed.messageText)")
    }
  }

  /// A refused run says so with status 2 and leaves everything as it was.
  func checkRefusal() throws -> Sandbox.Outcome {
    let before = (try repository.surroundings, try repository.references)
    let count = try repository.objectCount
    let outcome = try run("commit -o json")
    #expect(outcome.status == 2)
    #expect(try repository.objectCount == count, "a refused run wrote objects")
    #expect(try repository.references == before.1, "a refused run wrote refs")
    #expect(try repository.surroundings == before.0, "something was touched")
    return outcome
  }

  private func run(_ arguments: String, environment: [String: String] = [:]) throws
    -> Sandbox.Outcome
  {
    try repository.meshphase("\(arguments) \(options)", environment: environment)
  }

  // MARK: Commit ids

  private func checkIDs(of plan: Sandbox.Outcome) throws {
    let json = try JSON(plan.output)
    var branches: [String] = []
    for phase in json["phases"].items {
      for (branch, commit) in [("branch", "commit"), ("rollbackBranch", "rollbackCommit")] {
        guard let name = phase[branch].text, let id = phase[commit].text else { continue }
        branches.append("refs/heads/\(name) \(id)")
      }
      let isBaseline = phase["actions"].items.map(\.text) == ["Baseline"]
      #expect(
        phase["rollbackBranch"].isNull == (isBaseline || phase["branch"].isNull),
        "only a phase of Baseline, or one without changes, has no rollback")
      #expect(phase["rollbackBranch"].isNull == phase["rollbackCommit"].isNull)
    }
    let written = try repository.references.split(separator: "\n").map(String.init)
      .filter { $0.hasPrefix("refs/heads/meshphase/") }
    #expect(written == branches.sorted(), "plan and commit disagree")
  }

  /// The same plan in another folder, locale, time zone, home, umask, and for another user.
  private func checkSamePlanElsewhere(as plan: Sandbox.Outcome) throws {
    let sandbox = repository.sandbox
    let home = sandbox.path + "/other home"
    try FileManager.default.createDirectory(atPath: home, withIntermediateDirectories: true)
    try Data("[user]\n name = Zoë\n email = z@example.com\n[core]\n autocrlf = true\n".utf8)
      .write(to: URL(fileURLWithPath: home + "/.gitconfig"))
    let copy = sandbox.path + "/copy"
    let elsewhere = try sandbox.run(
      """
      umask 077; cp -r '\(repository.path)' '\(copy)'; cd '\(home)'
      "$MESHPHASE" plan -o json -C '\(copy)' \(options)
      """, in: "/",
      environment: [
        "HOME": home, "LC_ALL": "tr_TR.UTF-8", "LANG": "tr_TR.UTF-8", "TZ": "Asia/Kathmandu",
        "USER": "zoe", "LOGNAME": "zoe", "GIT_CONFIG_GLOBAL": home + "/.gitconfig",
        "GIT_AUTHOR_NAME": "Zoë", "GIT_COMMITTER_DATE": "1500000000 +0900",
        "GIT_AUTHOR_DATE": "1500000000 +0900", "GIT_COMMITTER_EMAIL": "z@example.com",
      ])
    try? FileManager.default.removeItem(atPath: copy)
    #expect(elsewhere.status == 0, "\(elsewhere.messageText)")
    #expect(elsewhere.text == plan.text, "another place gives another plan")
  }

  // MARK: Branches

  private func checkBranches() throws {
    for phase in try repository.phaseBranches {
      let rollback = phase.replacingOccurrences(of: "/phase/", with: "/rollback/")
      let strange = try repository.git("diff --no-color --no-renames -U0 '\(phase)~' '\(phase)'")
      checkLines(strange, of: phase)
      // Which phases have none is checked with the ids.
      guard try repository.references.contains("refs/heads/\(rollback) ") else { continue }
      #expect(
        try repository.git("rev-parse '\(rollback)^{tree}'")
          == repository.git("rev-parse '\(phase)~^{tree}'"), "\(rollback): another tree")
      #expect(
        try repository.git("rev-parse '\(rollback)~'") == repository.git("rev-parse '\(phase)'"))
    }
  }

  /// Every line that an edit touches is about a label, an annotation, or what is generated or
  /// retired as a whole.
  private func checkLines(_ diff: String, of branch: String) {
    let lines = diff.split(separator: "\n")
    let isRetire = branch.hasSuffix("-retire")
    var isWhole = false
    for (index, line) in lines.enumerated() {
      // A tag that was made ahead of its use gets its selectors as a whole.
      if line.hasPrefix("diff --git") {
        isWhole = branch.hasSuffix("-promote") && line.contains("/istio-revision-tag-")
      }
      if line.hasPrefix("new file mode") || line.hasPrefix("deleted file mode") { isWhole = true }
      guard line.hasPrefix("+") || line.hasPrefix("-"), !line.hasPrefix("+++ "),
        !line.hasPrefix("--- "), !isWhole, !isRetire
      else { continue }
      // A line that only got an end, because something follows it now.
      let other = (line.hasPrefix("+") ? "-" : "+") + line.dropFirst()
      if lines[max(0, index - 3)..<min(lines.count, index + 4)].contains(other[...]) { continue }
      let isSelector = branch.hasSuffix("-neutralise") && Self.isSelectorLine(line)
      #expect(Self.isMeshLine(line) || isSelector, "\(branch) touches: \(line)")
    }
  }

  private static func isSelectorLine(_ line: Substring) -> Bool {
    ["matchLabels:", "matchExpressions:", "- {key: ", "istio.io/deactivated: never-match"]
      .contains { line.dropFirst().drop { $0 == " " }.hasPrefix($0) }
  }

  private static func isMeshLine(_ line: Substring) -> Bool {
    let words = [
      "istio.io/rev", "istio-injection", "meshphase.io/restarted-for", "annotations:", "labels:",
      "metadata:", "\"annotations\"", "\"metadata\"", "name: istiod-", "url: https://istiod",
      "- istio", "- namespace-", "loadBalancerIP:",
    ]
    let bare = line.dropFirst().filter { !" \r,}]".contains($0) }
    // A line of JSON or of flow style whose comma or last line break had to move.
    return bare.isEmpty || words.contains { line.contains($0) }
  }
}

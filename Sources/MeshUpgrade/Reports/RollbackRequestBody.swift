internal import Files
internal import Kubernetes

/// The body of the pull request that takes a phase back.
struct RollbackRequestBody {
  let plan: Plan
  let phase: Phase
  let head: String
  let into: String

  private typealias Markdown = MarkdownText

  /// The whole body, of at most so many bytes.
  func text(limit: Int) -> String {
    let sections = [
      summary, order, comingBack, manualSteps, restarts, deletions,
      PullRequestSection(
        title: "Changes", blocks: ChangeBlocks(phase.rollback).blocks + files, noun: "object",
        command: ShellWord.line(["meshphase", "diff", into, head])),
    ]
    return sections.text(limit: limit, importance: [0, 1, 3, 2, 5, 4, 6])
  }

  /// The files that hold no objects, such as the marker of a retired revision.
  private var files: [String] {
    guard let landed = phase.landed else {
      return phase.filesWithoutObjects.map { file in
        Self.file(file.path, file.status == .added ? "deleted" : "as it was")
      }
    }
    let told = Set(phase.rollback.compactMap { ($0.toPlace ?? $0.fromPlace)?.file })
    return landed.edits.compactMap { edit in
      let (path, words) =
        switch edit {
        case .write(let path, _): (path, "as it was")
        case .remove(let path): (path, "deleted")
        }
      let isTold = RepositoryFiles.isManifestName(path.name) || told.contains(path.description)
      return isTold ? nil : Self.file(path, words)
    }
  }

  private static func file(_ path: RepositoryPath, _ words: String) -> String {
    "\(Markdown.code(path.description)) (\(words))\n\n"
  }

  private var summary: PullRequestSection {
    var text =
      "Takes back phase \(Markdown.code(phase.name)) (\(phase.index) of \(plan.phases.count)) of the"
      + " upgrade of mesh \(Markdown.code(plan.mesh)) from \(Markdown.code(plan.from.revision)) to"
      + " \(Markdown.code(plan.to.revision)): "
      + (phase.landed == nil
        ? "every file is as it was before it.\n"
        : "what it set is as it was before it, and everything else stays.\n")
    if let note = phase.rollbackNote { text += "\n\(Markdown.prose(note)).\n" }
    return PullRequestSection(title: "", start: text)
  }

  private var order: PullRequestSection {
    let blocks = Self.order(of: phase, in: plan)
    return PullRequestSection(
      title: "Merge first",
      start: blocks.isEmpty ? "" : "As far as their phases have landed, in this order:\n\n",
      blocks: blocks, noun: "rollback")
  }

  /// The branches that have to be merged before the rollback of a phase, as items of a list.
  static func order(of phase: Phase, in plan: Plan) -> [String] {
    phase.rollbackAfter.enumerated().map { position, name in
      let branch = plan.phases.first { $0.name == name }.map { BranchName.rollback($0, of: plan) }
      return "\(position + 1). \(Markdown.code(branch ?? name))\n"
    }
  }

  /// What is broken again, as it was before the phase.
  private var comingBack: PullRequestSection {
    PullRequestSection(
      title: "As it was before the phase",
      blocks: (phase.landed?.comingBack ?? []).map {
        "- \(Markdown.code($0.rule.code)): \(Markdown.prose($0.message))\n"
      }, noun: "finding")
  }

  private var manualSteps: PullRequestSection {
    PullRequestSection(
      title: "By hand",
      blocks: (phase.landed?.manualSteps ?? []).map { step in
        "- \(Markdown.prose(step.text))\n"
          + (step.command.map { "\n" + Markdown.block([$0], language: "sh", indent: "  ") } ?? "")
      }, noun: "step")
  }

  private var restarts: PullRequestSection {
    let count = CommitMessage.count
    return PullRequestSection(
      title: "What restarts again",
      start: phase.restartsAgain.isEmpty
        ? "Nothing.\n"
        : "\(count(phase.estimateAgain.pods, "pod")) of \(count(phase.restartsAgain.count, "workload")), about"
          + " \(count(phase.estimateAgain.minutes, "minute")).\n\n",
      blocks: phase.restartsAgain.map {
        "- \(Markdown.code($0.object.description)): \(count($0.replicas, "pod"))\n"
      }, noun: "workload")
  }

  private var deletions: PullRequestSection {
    let created = phase.madeObjects
    return PullRequestSection(
      title: "To delete by hand, where Argo CD does not prune",
      blocks: created.map { change in
        "- \(Markdown.code(change.object.description))\n\n"
          + Markdown.block([change.deleteCommand], language: "sh", indent: "  ")
      }, noun: "object")
  }
}

internal import Files
internal import MeshUpgrade
internal import YAML

/// What was pushed, as text and as JSON.
struct PushOutcome {
  let remote: String
  let updates: [BranchPush.Update]

  /// The key `push` of the plan's JSON.
  var json: Value {
    ["remote": .string(remote), "branches": .sequence(updates.map(\.json))]
  }

  func add(to text: inout StyledText) {
    guard !updates.isEmpty else {
      return text.line("Nothing to push: \(remote) has the branches as they should be", .dim)
    }
    text.line(
      "Pushed \(updates.count) branch\(updates.count == 1 ? "" : "es") to \(remote)")
    for update in updates {
      let from = update.from.map { "\($0.description.prefix(12)) → " } ?? "new at "
      text.line("   \(update.branch) \(from)\(update.to.description.prefix(12))")
    }
  }
}

import Files
import Foundation
import Kubernetes
import Testing
import YAML
import YAMLDiff

@testable import MeshUpgrade

/// What status and rollback promise, over generated histories.
///
/// `MESHPHASE_SEED` and `MESHPHASE_HISTORIES` choose others, and more of them (`Scripts/soak
/// histories`).
@Suite struct `The laws of histories` {
  private static let count = number("MESHPHASE_HISTORIES") ?? 500
  private static let first = UInt64(number("MESHPHASE_SEED") ?? 1)

  private static func number(_ name: String) -> Int? {
    ProcessInfo.processInfo.environment[name].flatMap { Int($0) }
  }

  @Test(arguments: 0..<8)
  func `status is right, and a rollback restores the phase's fields and no other byte`(
    part: Int
  ) throws {
    var seen: [String: Int] = [:]
    for index in 0..<Self.count where index % 8 == part {
      let seed = Self.first + UInt64(index)
      try Self.check(seed, &seen)
    }
    print("histories, part \(part), seeds from \(Self.first): \(seen.sorted { $0.key < $1.key })")
    guard Self.count >= 500 else { return }
    let wanted = ["merged", "pending", "rollback"]
    #expect(wanted.filter { seen[$0] == nil } == [])
  }

  private static func check(_ seed: UInt64, _ seen: inout [String: Int]) throws {
    let history = try RandomHistory(seed: seed)
    let upgrade = try history.upgrade()
    let status = try UpgradeStatus(upgrade)
    let comment: Comment = "seed \(seed): \(history.events.map { "\($0)" })"
    for phase in status.phases {
      seen[phase.state.rawValue, default: 0] += 1
      check(phase, upgrade.phases[phase.index - 1].phase, history, comment)
    }
    for (index, phase) in status.phases.enumerated() {
      guard phase.state == .merged || phase.state == .conflict, !phase.isEmpty,
        let origin = upgrade.phases[index].origin, let base = upgrade.base
      else { continue }
      let reversal = try PhaseReversal(PhaseComparison(origin.phase, with: base))
      if history.isEdited(origin.phase) {
        guard let edit = history.handEdit, edit.phase == phase.name else { continue }
        seen["conflicts", default: 0] += 1
        #expect(
          reversal.conflicts.contains { $0.today == .string(edit.value) },
          "\(phase.name) \(comment)")
        continue
      }
      guard reversal.conflicts.isEmpty else {
        // A later phase may have set the same field again.
        #expect(history.events.filter(\.isLanding).count > 1, "\(phase.name) \(comment)")
        continue
      }
      seen["rollback", default: 0] += 1
      try RollbackJudge(reversal, comment: "\(phase.name) \(comment)").check()
      if case .landed(phase.name)? = history.events.last,
        !history.events.contains(.landedPartly(phase.name))
      {
        seen["identical", default: 0] += 1
        #expect(reversal.after.contents == origin.phase.before.contents, "\(phase.name) \(comment)")
      }
    }
  }

  /// Whether a phase's state is what became of it.
  private static func check(
    _ phase: PhaseStatus, _ planned: PlannedPhase, _ history: RandomHistory, _ comment: Comment
  ) {
    let told: Comment = "\(phase.name) is \(phase.state), \(comment)"
    if let edit = history.handEdit, edit.phase == phase.name {
      #expect([.conflict, .superseded, .partial].contains(phase.state), told)
      return
    }
    // A phase that puts the canary back on its tag is about the same label.
    if history.isEdited(planned) { return }
    switch history.truth[phase.name] {
    case nil: #expect(phase.isEmpty || phase.state == .pending, told)
    case .merged?: #expect(phase.state == .merged, told)
    case .partial?: #expect(phase.state == .partial, told)
    case .reverted?: #expect(phase.state == .reverted, told)
    default: break
    }
  }
}

extension RandomHistory.Event {
  fileprivate var isLanding: Bool {
    switch self {
    case .landed, .landedPartly: true
    default: false
    }
  }
}

/// Looks at a rollback in another way than the merge that made it: field by field, from the phase's
/// own list of changes.
private struct RollbackJudge {
  let reversal: PhaseReversal
  let comment: Comment
  private let today: [ObjectKey: [Value]]
  private let after: [ObjectKey: [Value]]

  init(_ reversal: PhaseReversal, comment: Comment) {
    self.reversal = reversal
    self.comment = comment
    today = Self.objects(reversal.comparison.today)
    after = Self.objects(reversal.after)
  }

  func check() throws {
    let changes = Dictionary(
      grouping: reversal.comparison.phase.phase.changes.filter {
        $0.object.key.kind != "Kustomization"
      },
      by: \.object.key)
    for key in Set(today.keys).union(after.keys) {
      guard let changes = changes[key] else {
        #expect(after[key] == today[key], "\(key) was not the phase's; \(comment)")
        continue
      }
      check(key, changes)
    }
    let paths = Set(reversal.edits.map(\.path))
    for (path, bytes) in reversal.comparison.today.contents where !paths.contains(path) {
      #expect(reversal.after.contents[path] == bytes, "\(path) \(comment)")
    }
  }

  private func check(_ key: ObjectKey, _ changes: [Change]) {
    for change in changes {
      if change.value.path.steps.isEmpty {
        // A whole object comes or goes.
        #expect((after[key] == nil) == (change.value.from == nil), "\(key) \(comment)")
        continue
      }
      guard let value = after[key]?.first, let old = today[key]?.first else { continue }
      #expect(
        value[change.value.path] == change.value.from, "\(change.value.path) \(key) \(comment)")
      // What else there is stays: the two differ only where the phase changed something.
      let paths = changes.map(\.value.path)
      #expect(
        Self.differences(old, value).allSatisfy { path in
          paths.contains { Self.isOnTheWay(path, $0) }
        }, "\(key) \(comment)")
    }
  }

  private static func isOnTheWay(_ path: Path, _ other: Path) -> Bool {
    zip(path.steps, other.steps).allSatisfy { $0 == $1 }
  }

  private static func differences(_ one: Value?, _ other: Value?, at path: Path = Path()) -> [Path]
  {
    if one == other { return [] }
    guard let left = one?.mapping, let right = other?.mapping else { return [path] }
    return Set(left.keys).union(right.keys).flatMap {
      differences(left[$0], right[$0], at: path.appending($0))
    }
  }

  private static func objects(_ repository: MeshRepository) -> [ObjectKey: [Value]] {
    var result: [ObjectKey: [Value]] = [:]
    for (path, bytes) in repository.contents where RepositoryFiles.isManifestName(path.name) {
      let file = ManifestFile(path: path, bytes: bytes, filter: DocumentFilter(names: ["kind"]))
      for object in file.objects {
        if let value = try? object.node.value() { result[object.key, default: []].append(value) }
      }
    }
    return result
  }
}

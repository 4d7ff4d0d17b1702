internal import Files
internal import Kubernetes
internal import YAML
internal import YAMLDiff

/// How far an upgrade is on a branch, phase by phase, whatever merged it.
package struct UpgradeStatus: Sendable {
  package let phases: [PhaseStatus]
  /// The phase that comes next; nil when none is left.
  package let next: String?
  /// Why there is no plan for what is left; nil where there is one.
  package let refusal: Refusal?

  package init(_ upgrade: Upgrade) throws(Refusal) {
    var reader = StatusReader(upgrade)
    var phases: [PhaseStatus] = []
    for index in upgrade.phases.indices { phases.append(try reader.status(of: index)) }
    self.phases = phases
    next = phases.first { $0.state != .merged && $0.state != .superseded }?.name
    refusal = upgrade.refusal
  }
}

/// Tells the state of each phase.
private struct StatusReader {
  private let upgrade: Upgrade
  private var comparisons: [Int: [PhaseComparison]] = [:]

  init(_ upgrade: Upgrade) { self.upgrade = upgrade }

  mutating func status(of index: Int) throws(Refusal) -> PhaseStatus {
    let (planned, origin) = upgrade.phases[index]
    guard let origin, let parts = readable(index) else {
      if origin != nil {
        // What cannot be compared is judged by what the plan leaves to do.
        return PhaseStatus(
          index: index + 1, name: planned.phase.name,
          state: planned.phase.edits.isEmpty ? .merged : .pending, objects: [], done: [],
          commit: nil, isEmpty: false, manualSteps: planned.phase.manualSteps)
      }
      return PhaseStatus(
        index: index + 1, name: planned.phase.name, state: .merged, objects: [], done: [],
        commit: nil, isEmpty: true, manualSteps: planned.phase.manualSteps)
    }
    var objects: [PhaseStatus.Object] = []
    var done: [ObjectReference] = []
    for document in parts.flatMap(\.documents) {
      let reference = document.reference
      guard let state = try state(of: document, phase: index) else {
        done.append(reference)
        continue
      }
      var conflicts: [RollbackConflict] = []
      if case .differing(let found) = document.standing, let today = document.today {
        conflicts = found.map { RollbackConflict($0, document: document, today: today) }
      }
      objects.append(PhaseStatus.Object(object: reference, state: state, conflicts: conflicts))
    }
    let isPlainDone = parts.allSatisfy { part in
      part.phase.phase.files.filter(\.isPlain).allSatisfy { part.unchanged.contains($0.path) }
    }
    let state = overall(objects, done: done, isPlainDone: isPlainDone, of: parts)
    return PhaseStatus(
      index: index + 1, name: planned.phase.name,
      state: state == .pending && parts.contains(where: wasThere) ? .reverted : state,
      objects: objects,
      done: done, commit: state == .merged ? origin.next : nil, isEmpty: false,
      manualSteps: state == .merged ? [] : planned.phase.manualSteps)
  }

  /// The state of all objects together.
  private func overall(
    _ objects: [PhaseStatus.Object], done: [ObjectReference], isPlainDone: Bool,
    of parts: [PhaseComparison]
  ) -> PhaseStatus.State {
    let states = Set(objects.map(\.state))
    if states.contains(.conflict) || parts.contains(where: { !$0.plainConflicts.isEmpty }) {
      return .conflict
    }
    let open = objects.filter { $0.state != .superseded }
    if open.isEmpty {
      if done.isEmpty, objects.isEmpty { return isPlainDone ? .merged : .pending }
      if objects.contains(where: { !$0.conflicts.isEmpty }) || done.isEmpty { return .superseded }
      return isPlainDone ? .merged : .partial
    }
    let isUntouched = done.isEmpty && open.allSatisfy { $0.state == .pending }
    return isUntouched ? .pending : .partial
  }

  /// The state of one object; nil where it is as the phase leaves it, or a later phase has taken it
  /// further.
  ///
  /// What today's plan would still change is left to do, whatever the fields say: a namespace that
  /// comes back to its tag in the end looks there as it did at first.
  private mutating func state(
    of document: ComparedDocument, phase index: Int
  ) throws(Refusal) -> PhaseStatus.State? {
    let standing = document.standing
    guard upgrade.outcome != nil else {
      if case .after = standing { return nil }
      if try isTakenFurther(document, after: index) { return nil }
      return switch standing {
      case .after, .before: .pending
      case .partly: .partial
      case .gone: .superseded
      case .differing: .conflict
      }
    }
    let isLeft = Self.changes(document, in: upgrade.phases[index].phase.phase)
    switch standing {
    case .after: return isLeft ? .pending : nil
    case .before where isLeft: return .pending
    case .partly where isLeft: return .partial
    case .differing where isLeft: return .conflict
    // An earlier phase has yet to make it.
    case .gone where isLeft: return .pending
    default: return try isTakenFurther(document, after: index) ? nil : .superseded
    }
  }

  /// Whether a phase of a plan changes a document.
  private static func changes(_ document: ComparedDocument, in phase: Phase) -> Bool {
    let key = document.reference.key
    let files = [document.file, document.today?.file].map { $0?.description }
    return phase.changes.contains { change in
      let other = change.object.key
      let isAlike =
        (other.group, other.kind, other.name) == (key.group, key.kind, key.name)
        // A change names the namespace that a kustomization gives, too.
        && (key.namespace == nil || key.namespace == other.namespace)
      return (isAlike || document.object == nil)
        && files.contains((change.fromPlace ?? change.toPlace)?.file)
    }
  }

  /// Whether a later phase that has landed has set the same fields again, or removed the object.
  private mutating func isTakenFurther(
    _ document: ComparedDocument, after index: Int
  ) throws(Refusal) -> Bool {
    for later in upgrade.phases.indices where later > index {
      guard let parts = readable(later) else { continue }
      let same = parts.flatMap(\.documents).first { other in
        other.object?.key == document.object?.key
          && (other.file == document.file
            || (other.today != nil && other.today?.file == document.today?.file))
      }
      guard let same, case .after = same.standing else { continue }
      guard let result = same.after else { return true }
      guard let mine = document.after else { continue }
      guard let before = document.before else {
        guard let today = document.today else { continue }
        // What differs from what this phase made is as the later one left it; others may add to it.
        let since = NodeDiff.changes(from: mine.node, to: today.node, schema: document.schema)
          .compactMap { try? $0.value() }
        if since.allSatisfy({ $0.kind == .added || $0.to == result.value[$0.path] }) { return true }
        continue
      }
      // Every field of this phase that is not as it leaves it is as the later one does.
      let fields = NodeDiff.changes(from: before.node, to: mine.node, schema: document.schema)
        .compactMap { try? $0.value() }
      let isFurther = fields.allSatisfy { field in
        let today = document.today?.value[field.path]
        return today == field.to || today == result.value[field.path]
      }
      if isFurther, result.value != before.value || mine.value != before.value { return true }
    }
    return false
  }

  /// The parts of a phase beside the base; nil where they cannot be compared, or there are none.
  private mutating func readable(_ index: Int) -> [PhaseComparison]? {
    if let known = comparisons[index] { return known }
    guard let origin = upgrade.phases[index].origin, let base = upgrade.base else { return nil }
    let parts = origin.parts.compactMap { try? PhaseComparison($0, with: base) }
    guard parts.count == origin.parts.count else { return nil }
    comparisons[index] = parts
    return parts
  }

  /// Whether the phase was on the branch at some time, in one of the states that were looked at.
  ///
  /// What is absent is a trace of a phase that removes it only where it was there before.
  private func wasThere(_ comparison: PhaseComparison) -> Bool {
    var removed: Set<ObjectReference> = []
    for point in upgrade.points.dropFirst() {
      guard let repository = point.repository,
        let then = try? PhaseComparison(comparison.phase, with: repository)
      else { continue }
      let name = comparison.phase.phase.name
      let planned = point.outcome?.phases.first { $0.phase.name == name }?.phase
      func isPlanned(_ document: ComparedDocument) -> Bool {
        planned.map { Self.changes(document, in: $0) } ?? false
      }
      let plain = then.phase.phase.files.filter { $0.isPlain && $0.status == .added }
      if plain.contains(where: { then.unchanged.contains($0.path) }) { return true }
      for document in then.documents {
        if document.after == nil {
          if document.today == nil { removed.insert(document.reference) }
          if document.today != nil, removed.contains(document.reference) { return true }
        } else if case .after = document.standing, !isPlanned(document) {
          return true
        }
      }
    }
    return false
  }
}

extension ComparedDocument {
  /// The object, or a stand-in for a document that describes none.
  var reference: ObjectReference {
    if let object { return object }
    return kustomization
      ?? ObjectReference(
        key: ObjectKey(group: "", kind: "File", namespace: nil, name: file.description),
        version: "")
  }
}

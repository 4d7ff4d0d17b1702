internal import Files
internal import Kubernetes
package import YAML
internal import YAMLDiff

extension Plan {
  /// The plan as JSON (DESIGN §7), with the branches and commits of each phase, in phase order.
  package func json(base: BaseCommit, commits: [PhaseCommits?]) -> Value {
    [
      "formatVersion": "1", "mesh": .string(mesh), "from": from.json, "to": to.json,
      "base": ["ref": .string(base.ref), "commit": .string(base.commit)],
      "phases": .sequence(zip(phases, commits).map { $0.json(commits: $1) }),
      "proof": ["holds": .bool(proof.holds), "states": .number(Number(proof.states))],
      "assumptions": .sequence(assumptions.map(\.json)),
      "findings": .sequence(findings.map(\.json)),
      "skipped": .sequence(
        skipped.map { ["file": .string($0.path.description), "reason": .string($0.reason)] }),
    ]
  }
}

extension RevisionName {
  fileprivate var json: Value {
    var fields: [(key: String, value: Value)] = [("revision", .string(revision))]
    if let version { fields.append(("version", .string(version))) }
    return .mapping(Mapping(fields))
  }
}

extension Assumption {
  /// What is taken for granted, as JSON; `object` is absent where there is none.
  var json: Value {
    var fields: [(key: String, value: Value)] = [("text", .string(text))]
    if let object { fields.append(("object", object.json)) }
    fields.append(("source", .string(source)))
    return .mapping(Mapping(fields))
  }
}

extension Phase {
  fileprivate func json(commits: PhaseCommits?) -> Value {
    var fields: [(key: String, value: Value)] = [
      ("index", .number(Number(index))), ("name", .string(name)),
      ("actions", .sequence(actions.map { .string($0) })),
      ("namespaces", .sequence(namespaces.map { .string($0) })),
    ]
    if let reason { fields.append(("reason", .string(reason))) }
    fields += [
      ("files", .sequence(files.map(\.json))), ("changes", .sequence(changes.map(\.json))),
      ("rollback", .sequence(rollback.map(\.json))),
      ("rollbackAfter", .sequence(rollbackAfter.map { .string($0) })),
    ]
    if let rollbackNote { fields.append(("rollbackNote", .string(rollbackNote))) }
    fields += [
      ("restarts", .sequence(restarts.map(\.json))),
      ("manualSteps", .sequence(manualSteps.map(\.json))),
      ("checks", .sequence(checks.map(\.json))),
      (
        "estimate",
        ["pods": .number(Number(estimate.pods)), "minutes": .number(Number(estimate.minutes))]
      ),
      ("findings", .sequence(findings.map(\.json))),
      ("branch", .text(commits?.branch)), ("commit", .text(commits?.commit)),
      ("rollbackBranch", .text(commits?.rollbackBranch)),
      ("rollbackCommit", .text(commits?.rollbackCommit)),
    ]
    if let landed { fields.append(("landed", landed.json)) }
    return .mapping(Mapping(fields))
  }
}

extension LandedPhase {
  /// What became of a phase that the base holds already, and what is in the way of taking it back.
  fileprivate var json: Value {
    [
      "commit": .string(commit), "rollbackAfter": .sequence(after.map { .string($0) }),
      "conflicts": .sequence(conflicts.map(\.json)), "gone": .sequence(gone.map(\.json)),
    ]
  }
}

extension Value {
  /// A string, or null.
  fileprivate static func text(_ text: String?) -> Value { text.map { .string($0) } ?? .null }
}

extension FileChange {
  fileprivate var json: Value {
    [
      "path": .string(path.description), "status": .string(status.rawValue),
      "added": .number(Number(added)), "removed": .number(Number(removed)),
    ]
  }
}

extension Restart {
  fileprivate var json: Value {
    [
      "kind": .string(object.key.kind), "namespace": .string(namespace),
      "name": .string(object.key.name), "replicas": .number(Number(replicas)),
    ]
  }
}

extension ManualStep {
  fileprivate var json: Value { ["text": .string(text), "command": .text(command)] }
}

extension Check {
  fileprivate var json: Value {
    [
      "when": .string(when.rawValue), "text": .string(text), "command": .string(command),
      "expect": .string(expect),
    ]
  }
}

extension Change {
  /// The change as JSON; `from`, `to` and their places are absent where there is none.
  package var json: Value {
    var fields: [(key: String, value: Value)] = [
      ("kind", .string(value.kind.rawValue)), ("object", object.json),
      ("path", .string(value.path.pointer)), ("keyedPath", .string(value.keyedPath)),
    ]
    if let from = value.from { fields.append(("from", from)) }
    if let to = value.to { fields.append(("to", to)) }
    var places = Mapping()
    if let fromPlace { places["from"] = fromPlace.json }
    if let toPlace { places["to"] = toPlace.json }
    fields.append(("places", .mapping(places)))
    return .mapping(Mapping(fields))
  }
}

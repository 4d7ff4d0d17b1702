internal import Files
internal import Kubernetes
internal import YAML
internal import YAMLDiff

/// A document that a phase changes: before it, after it, and today.
struct ComparedDocument: Sendable {
  /// How today's version stands to the other two.
  enum Standing: Sendable {
    /// As the phase leaves it, in every field that the phase changes.
    case after
    /// As it was before the phase, in every such field.
    case before
    /// Some fields are as before, some as after.
    case partly
    /// Some fields are neither: those that differ.
    case differing([MergeConflict])
    /// It is not there any more, though the phase only edits it.
    case gone
  }

  /// The object; nil for a document that describes none, such as a kustomization.
  let object: ObjectReference?
  /// The file where the phase has it.
  let file: RepositoryPath
  let before: DocumentVersion?
  let after: DocumentVersion?
  let today: DocumentVersion?

  /// What is known of the document's kind.
  var schema: Schema {
    guard let node = (after ?? before)?.node else { return .unknown }
    // A kustomization need not say what it is: its name does.
    if Kustomization.fileNames.contains(file.name) {
      return KnownSchemas.schema(group: "kustomize.config.k8s.io", kind: "Kustomization")
    }
    return KnownSchemas.schema(of: node)
  }

  var standing: Standing {
    switch (before, after, today) {
    case (_, nil, nil): return .after
    case (nil, _?, nil): return .before
    case (_?, _?, nil): return .gone
    case (_?, nil, _?): return .before
    case (_, let after?, let today?):
      let landing = ValueMerge.merge(
        base: before?.value, ours: today.value, theirs: after.value, schema: schema)
      if landing.conflicts.isEmpty, landing.value == today.value { return .after }
      let back = takenBack()
      if back.conflicts.isEmpty, back.value == today.value { return .before }
      let conflicts = landing.conflicts.isEmpty ? back.conflicts : landing.conflicts
      return conflicts.isEmpty ? .partly : .differing(conflicts)
    case (nil, nil, _): return .after
    }
  }

  /// Today's version with the phase's fields as they were before it: the three-way merge whose base
  /// is the phase's result.
  func takenBack() -> (value: Value?, conflicts: [MergeConflict]) {
    if before == nil, let after, let today, after.value != today.value {
      return (today.value, editsSince(after.value, today.value))
    }
    return ValueMerge.merge(
      base: after?.value, ours: today?.value, theirs: before?.value, schema: schema)
  }

  /// What was edited in a document that the phase made: each field is a conflict, as taking the phase
  /// back would lose it.
  private func editsSince(_ after: Value, _ today: Value) -> [MergeConflict] {
    guard let old = self.after?.node, let new = self.today?.node else { return [] }
    let changes = NodeDiff.changes(from: old, to: new, schema: schema)
    return changes.compactMap { change in
      guard let value = try? change.value() else { return nil }
      return MergeConflict(path: value.path, base: value.from, ours: value.to, theirs: nil)
    }
  }
}

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
      // Where nothing or null was, others may have put something beside what the phase did.
      let landing = ValueMerge.merge(
        base: before?.value.openedLike(after.value, today.value), ours: today.value,
        theirs: after.value, schema: schema)
      if landing.conflicts.isEmpty, landing.value == today.value { return .after }
      let back = takenBack()
      if back.conflicts.isEmpty, back.value == today.value { return .before }
      if landing.conflicts.isEmpty, back.conflicts.isEmpty { return .partly }
      return .differing(back.conflicts.isEmpty ? landing.conflicts.map(\.swapped) : back.conflicts)
    case (nil, nil, _): return .after
    }
  }

  /// Today's version with the phase's fields as they were before it: the three-way merge whose base
  /// is the phase's result.
  func takenBack() -> (value: Value?, conflicts: [MergeConflict]) {
    if before == nil, let after, let today, after.value != today.value {
      return (today.value, editsSince(after.value, today.value))
    }
    guard let after, let today, let before else {
      return ValueMerge.merge(
        base: after?.value, ours: today?.value, theirs: before?.value, schema: schema)
    }
    // What others put into a mapping that the phase had added stays there.
    let theirs = before.value.openedLike(after.value, today.value)
    let merged = ValueMerge.merge(
      base: after.value, ours: today.value, theirs: theirs, schema: schema)
    return (merged.value?.closedLike(before.value, opened: theirs), merged.conflicts)
  }

  /// What was edited in a document that the phase made: each field is a conflict, as taking the phase
  /// back would lose it.
  private func editsSince(_ after: Value, _ today: Value) -> [MergeConflict] {
    guard let old = self.after?.node, let new = self.today?.node else { return [] }
    let changes = NodeDiff.changes(from: old, to: new, schema: schema)
    return changes.compactMap { change in
      guard let value = try? change.value() else { return nil }
      return MergeConflict(
        path: value.path, keyedPath: value.keyedPath, base: value.from, ours: value.to, theirs: nil)
    }
  }
}

extension MergeConflict {
  /// A conflict of landing, as one of taking back: what both call base and theirs changes places.
  fileprivate var swapped: MergeConflict {
    MergeConflict(path: path, keyedPath: keyedPath, base: theirs, ours: ours, theirs: base)
  }
}

extension Value {
  /// This value with empty mappings where the other two have some and it has nothing.
  fileprivate func openedLike(_ one: Value, _ other: Value) -> Value {
    guard case .mapping(var mapping) = self, let left = one.mapping, let right = other.mapping
    else {
      return self
    }
    for key in left.keys {
      guard let inner = left[key], let second = right[key], inner.mapping != nil,
        second.mapping != nil
      else { continue }
      let own = mapping[key].flatMap { $0 == .null ? nil : $0 } ?? .mapping(Mapping())
      mapping[key] = own.openedLike(inner, second)
    }
    return .mapping(mapping)
  }

  /// This value without the mappings that were opened and that nothing was left in.
  fileprivate func closedLike(_ original: Value, opened: Value) -> Value {
    guard case .mapping(let mapping) = self, let before = original.mapping,
      let wider = opened.mapping
    else { return self }
    var entries: [(key: String, value: Value)] = []
    for (key, value) in mapping.entries {
      guard let inner = wider[key] else {
        entries.append((key, value))
        continue
      }
      let closed = value.closedLike(
        before[key].flatMap { $0 == .null ? nil : $0 } ?? .mapping(Mapping()), opened: inner)
      if closed == .mapping(Mapping()), before[key] != closed {
        // It was opened only for the merge: what stood there before comes back.
        if let old = before[key] { entries.append((key, old)) }
      } else {
        entries.append((key, closed))
      }
    }
    return .mapping(Mapping(entries))
  }
}

internal import YAML

extension DocumentRules {
  /// What is told of a change of a document; nil when the rules leave nothing of it.
  func told(_ change: DocumentChange) -> DocumentChange? {
    guard let node = (change.to ?? change.from)?.node, let rules = ignored(node) else {
      return change
    }
    let isSilent = rules.documents.contains(.changed)
    let inside = isSilent ? [] : change.changes
    let comments = isSilent ? [] : change.comments
    let isIgnored = rules.documents.contains(change.kind)
    switch change.kind {
    case .changed: return isIgnored ? nil : change
    case .renamed:
      // Under its new name it may have changed as well.
      if isIgnored, inside.isEmpty, comments.isEmpty { return nil }
      return DocumentChange(
        kind: isIgnored ? .changed : .renamed, from: change.from, to: change.to, changes: inside,
        comments: comments)
    case .added, .removed:
      let kind: ChangeKinds = change.kind == .added ? .added : .removed
      return isIgnored || IgnoredParts(rules)?.ignoresAll(of: node, kind) == true ? nil : change
    case .moved: return isIgnored ? nil : change
    }
  }
}

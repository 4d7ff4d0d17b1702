internal import Kubernetes
internal import YAML

extension DesiredStateCheck {
  /// An upgrade goes to another revision, or to another version in place.
  mutating func checkRevisions() {
    guard let from = state.from, from.revision == state.to.revision, !from.revision.isEmpty,
      !from.isUnrevisioned
    else { return }
    let path = Path(desiredState: "spec/to/revision")
    guard !(source.has(versionPath("from")) && from.version == nil),
      !(source.has(versionPath("to")) && state.to.version == nil)
    else { return }
    if let old = from.effectiveVersion, let new = state.to.effectiveVersion {
      guard old == new else { return }
      report(
        at: path,
        "found \(quoted(from.revision)) at version \(old) as from and as to, expected a change",
        hint: "name another revision, or the two versions of an upgrade in place")
    } else {
      report(
        at: path, "found \(quoted(from.revision)) as from and as to, expected two revisions",
        hint: "for an upgrade in place, state from.version and to.version")
    }
  }

  private func versionPath(_ end: String) -> Path { Path(desiredState: "spec/\(end)/version") }

  /// A tag with the name of a revision would make labels ambiguous.
  mutating func checkTags() {
    for (index, tag) in state.tags.enumerated() where !tag.isEmpty {
      let path = Path(desiredState: "spec/tags/\(index)")
      if tag == state.to.revision, !state.to.isUnrevisioned {
        reportTag(tag, like: "to", at: path)
      } else if let from = state.from, tag == from.revision, !from.isUnrevisioned {
        reportTag(tag, like: "from", at: path)
      }
    }
  }

  private mutating func reportTag(_ tag: String, like end: String, at path: Path) {
    let place = source.place(at: Path(desiredState: "spec/\(end)/revision"))
    report(
      .tagNamedLikeRevision, at: path,
      "found the tag \(quoted(tag)), which is spec.\(end).revision; expected a name of its own",
      notes: [Finding.Note(place: place, message: "the revision of that name")])
  }
}

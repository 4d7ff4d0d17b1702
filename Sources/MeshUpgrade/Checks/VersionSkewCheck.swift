internal import Files
internal import Kubernetes
internal import YAML

/// Versions that are too far apart (MP010).
///
/// A move between revisions may take two minors at once, an upgrade in place one (Istio, "Canary
/// Upgrades" and "In-place Upgrades"). A control plane may be ahead of its proxies, never behind
/// them ("Supported Releases"): so an istiod that goes back a minor in place is an error, as its
/// proxies are ahead of it until they restart. Going back between revisions is no such case: a
/// Pod gets proxy and istiod of the same revision at once, so only the distance counts, the same
/// in both directions. Patch releases never count, and a control plane whose version is not known
/// is not judged.
struct VersionSkewCheck {
  let context: PlanningContext
  let namespaces: [LabelledNamespace]
  let moves: PhaseMoves
  let tags: TagRevisions

  /// How many minors may be taken at once between revisions.
  private static let limit = 2

  func findings() -> [Finding] {
    // Where everything has moved there is no step to take any more.
    guard moves.first != nil, let new = context.to.effectiveVersion else { return [] }
    let main = context.from.effectiveVersion.flatMap { old in
      context.from.revision == context.to.revision
        ? inPlace(old, new) : betweenRevisions(old, new)
    }
    return (main.map { [$0] } ?? []) + otherRevisions(new)
  }

  /// How many minors lie between two versions; nil where the majors differ and nothing can be said.
  private func distance(_ one: IstioVersion, _ other: IstioVersion) -> Int? {
    one.major == other.major ? abs(one.minor - other.minor) : nil
  }

  // MARK: From and to

  private func betweenRevisions(_ old: IstioVersion, _ new: IstioVersion) -> Finding? {
    guard let distance = distance(old, new), distance > Self.limit else { return nil }
    let step = old.minor < new.minor ? Self.limit : -Self.limit
    return finding(
      "the plan goes from Istio \(old) (\(context.from.revision)) to \(new), \(distance) minors at"
        + " once, expected at most \(Self.limit) between revisions",
      hint: "go by way of a revision of Istio \(new.major).\(old.minor + step): upgrade to it"
        + " first, and from it afterwards")
  }

  private func inPlace(_ old: IstioVersion, _ new: IstioVersion) -> Finding? {
    guard let distance = distance(old, new), distance > 0 else { return nil }
    let revision = context.to.revision
    if new.minor < old.minor {
      return finding(
        "the control plane \(revision) goes back from Istio \(old) to \(new) in place, and the"
          + " proxies of \(old) would be ahead of it until they restart",
        hint: "install \(new) as a revision of its own, and move to that")
    }
    guard distance > 1 else { return nil }
    return finding(
      "the control plane \(revision) goes from Istio \(old) to \(new) in place, \(distance) minors"
        + " at once, expected at most 1",
      hint: "upgrade to Istio \(old.major).\(old.minor + 1) first, or install \(new) as a revision"
        + " of its own")
  }

  /// A finding at `spec.to`, with `spec.from` as a note where it is stated.
  private func finding(_ message: String, hint: String) -> Finding {
    let from = Path(keys: ["spec", "from"])
    let version = Path(keys: ["spec", "to", "version"])
    let isStated = context.source.has(version)
    var notes: [Finding.Note] = []
    if context.source.has(from) {
      notes = [Finding.Note(place: context.source.place(at: from), message: "what it comes from")]
    }
    return context.source.finding(
      .versionSkew, at: isStated ? version : Path(keys: ["spec", "to", "revision"]),
      message: message, hint: hint, notes: notes)
  }

  // MARK: Further revisions

  /// Namespaces on a revision that is neither, where its name says a version.
  private func otherRevisions(_ new: IstioVersion) -> [Finding] {
    var isTargetInUse = false
    var found: [Finding] = []
    for namespace in namespaces {
      guard namespace.injection == nil, let revision = namespace.revision else { continue }
      if revision == context.to.revision { isTargetInUse = true }
      guard revision != context.to.revision, revision != context.from.revision,
        !tags.isTag(revision),
        let version = context.to.revisionForm?.version(in: revision),
        let distance = distance(version, new), distance > Self.limit,
        let phase = moves.relabels[namespace.name] ?? moves.first
      else { continue }
      found.append(
        finding(about: namespace, on: version, distance, from: new).inPhase(phase))
    }
    guard isTargetInUse else { return found }
    // Side by side they are already; a move is a step of its own.
    return found.map { finding in
      moves.relabels[finding.namespace ?? ""] == nil ? finding.preexisting : finding
    }
  }

  private func finding(
    about namespace: LabelledNamespace, on version: IstioVersion, _ distance: Int,
    from new: IstioVersion
  ) -> Finding {
    let name = namespace.name
    let revision = namespace.revision ?? ""
    let isMoved = moves.relabels[name] != nil
    let verb =
      isMoved
      ? "goes from \(revision) (Istio \(version)) to \(new), \(distance) minors at once"
      : "stays on \(revision) (Istio \(version)), \(distance) minors from \(new)"
    let step = version.minor < new.minor ? -Self.limit : Self.limit
    return Finding(
      .versionSkew, in: namespace.source, at: namespace.labelRange(MeshLabels.revision),
      namespace: name, object: namespace.object.reference,
      message: "the namespace \(name) \(verb), expected at most \(Self.limit)",
      hint: "move it to a revision of Istio \(new.major).\(new.minor + step) first")
  }
}

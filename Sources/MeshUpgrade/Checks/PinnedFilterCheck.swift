internal import Files
internal import Kubernetes
internal import YAML

/// EnvoyFilters that apply to the old proxies and not to the new ones (MP018).
///
/// `match.proxy.proxyVersion` is a regular expression on the proxy's own version (`ISTIO_VERSION`,
/// such as `1.14.1-asm.3`); a patch whose expression does not match is left out in silence. A patch
/// that has a counterpart for the new version is not told: one for the same place and the same
/// workloads, in whatever EnvoyFilter of the namespace. What a revision brings for itself stays
/// with it, and what is labelled for another revision is told as such (MP017).
struct PinnedFilterCheck {
  let context: PlanningContext
  let configuration: [CheckedObject]
  let moves: PhaseMoves

  /// A patch with an expression, and what that matches.
  private struct Patch {
    let filter: CheckedObject
    let version: Node
    /// Whether it matches the old and the new version; nil where it cannot be read.
    let matches: (old: Bool, new: Bool)?
    /// Where the patch goes, for which workloads.
    let target: [String]

    var isPinned: Bool { matches.map { $0.old && !$0.new } ?? false }
    var isForNew: Bool { matches.map { $0.new && !$0.old } ?? false }
  }

  func findings() -> [Finding] {
    guard moves.first != nil, let old = Self.versions(of: context.from),
      let new = Self.versions(of: context.to)
    else { return [] }
    let patches = configuration.filter(isLookedAt).flatMap { self.patches(of: $0, old, new) }
    var counterparts: [[String]: Int] = [:]
    for patch in patches where patch.isForNew { counterparts[patch.target, default: 0] += 1 }
    let told = patches.filter { patch in
      if patch.matches == nil { return true }
      guard patch.isPinned else { return false }
      let left = counterparts[patch.target, default: 0]
      counterparts[patch.target] = left - 1
      return left <= 0
    }
    return Dictionary(grouping: told) { $0.filter.namespace ?? "" }
      .sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
      .compactMap { finding(about: $0.value, in: $0.key.isEmpty ? nil : $0.key) }
  }

  /// What the proxies of a control plane may call themselves; nil where its version is not known.
  ///
  /// A version without a patch release stands for all of them, and an ASM revision says the rest of
  /// its version: `asm-1141-3` is 1.14.1-asm.3.
  static func versions(of plane: ControlPlane) -> [String]? {
    guard let version = plane.effectiveVersion else { return nil }
    guard version.patch != nil else {
      return (0...40).map { "\(version.major).\(version.minor).\($0)" }
    }
    guard plane.revisionForm?.version(in: plane.revision) != nil, !version.text.contains("-"),
      let build = plane.revision.split(separator: "-").last
    else { return [version.text] }
    return [version.text, "\(version.text)-asm.\(build)"]
  }

  private func isLookedAt(_ checked: CheckedObject) -> Bool {
    let key = checked.object.key
    guard key.kind == "EnvoyFilter", key.group == "networking.istio.io" else { return false }
    if let label = checked.object.node[["metadata", "labels", MeshLabels.revision]]?.text,
      label != context.to.revision
    {
      return false
    }
    return ![context.from, context.to].contains { plane in
      ControlPlaneObjects(
        revision: plane.revision, namespace: context.desired.controlPlane.namespace,
        version: plane.effectiveVersion
      ).mayOwn(key)
    }
  }

  private func patches(of filter: CheckedObject, _ old: [String], _ new: [String]) -> [Patch] {
    let node = filter.object.node
    let selector = ManifestObject.texts(node[["spec", "workloadSelector", "labels"]])
      .map { "\($0.key)=\($0.value)" }.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    return (node[["spec", "configPatches"]]?.items ?? []).compactMap { item in
      let patch = item.resolved
      guard let version = patch[["match", "proxy", "proxyVersion"]], let text = version.text,
        !text.isEmpty
      else { return nil }
      let target =
        [
          filter.namespace ?? "", patch["applyTo"]?.text ?? "",
          patch[["match", "context"]]?.text ?? "ANY",
          patch[["patch", "operation"]]?.text ?? "",
        ] + selector
      let pattern = ProxyVersionPattern(text)
      return Patch(
        filter: filter, version: version,
        matches: pattern.map {
          (old.contains(where: $0.matches), new.contains(where: $0.matches))
        }, target: target)
    }
  }

  // MARK: What is said

  private func finding(about patches: [Patch], in namespace: String?) -> Finding? {
    let pinned = patches.filter(\.isPinned)
    guard let first = pinned.first ?? patches.first else { return nil }
    let place = first.filter.place(of: first.version)
    let others = patches.filter { $0.filter.place(of: $0.version) != place }
    let (old, new) = (text(context.from), text(context.to))
    let pattern = first.version.text ?? ""
    let minor = context.to.effectiveVersion.map { #"^\#($0.major)\.\#($0.minor)\."# } ?? ""
    let message: String
    let hint: String
    if pinned.isEmpty {
      message =
        "the proxyVersion \(pattern) of \(first.filter.name) cannot be judged here: whether it"
        + " matches proxies of \(new) as it does those of \(old) is for you to see"
      hint = "a simple pattern such as \(minor) is judged"
    } else {
      message =
        "\(Listing.text(Self.names(pinned))) \(Self.names(pinned).count == 1 ? "applies" : "apply")"
        + " to proxies of \(old) and not to those of \(new) (proxyVersion: \(pattern))"
      hint =
        "before the first phase, add the same patch with proxyVersion: \(minor), and remove the"
        + " old one once everything has moved"
    }
    return Finding(
      .pinnedFilter, .warning, in: first.filter.source, at: first.version.range,
      namespace: namespace, object: first.filter.object.reference, message: message, hint: hint,
      notes: others.prefix(9).map(Self.note))
  }

  private static func names(_ patches: [Patch]) -> [String] {
    var seen: Set<String> = []
    return patches.map(\.filter.name).filter { seen.insert($0).inserted }
  }

  private static func note(_ patch: Patch) -> Finding.Note {
    let pattern = patch.version.text ?? ""
    return Finding.Note(
      place: patch.filter.place(of: patch.version),
      message: patch.matches == nil
        ? "\(pattern) cannot be judged here" : "\(pattern) here too")
  }

  private func text(_ plane: ControlPlane) -> String {
    plane.effectiveVersion.map { "Istio \($0)" } ?? plane.revision
  }
}

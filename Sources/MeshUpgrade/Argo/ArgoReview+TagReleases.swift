internal import Files
internal import Kubernetes
internal import YAML

/// Revision tags that are rendered by the Helm release of a revision (MP111).
///
/// With both `revision` and `revisionTags` the chart istiod renders the tag's webhooks into the
/// release of that revision. To move the tag, two Applications have to change, which sync in any
/// order: for a while both have it, or neither has and Pods get no sidecar.
extension ArgoReview {
  func tagReleases() -> [Finding] {
    map.applications.flatMap { application -> [Finding] in
      let sources =
        [application.spec["source"]].compactMap { $0 }
        + (application.spec["sources"]?.items.map(\.resolved) ?? [])
      return sources.compactMap { source in
        source["helm"].flatMap { tagRelease($0, of: application) }
      }
    }
  }

  /// Values as an Application gives them to a chart, by their first key.
  private struct Values {
    var revision: String?
    var tags: [String] = []
    /// Where the tags are, and the part of it to point at.
    var node: Node?
    var range: Range<Int>?
  }

  private func tagRelease(_ helm: Node, of application: ArgoApplication) -> Finding? {
    var values = Values()
    readText(helm["values"], into: &values)
    read(helm["valuesObject"], into: &values)
    readParameters(helm["parameters"], into: &values)
    guard let revision = values.revision, revision != MeshLabels.defaultRevision,
      !values.tags.isEmpty, let node = values.node
    else { return nil }
    let tags = values.tags.joined(separator: ", ")
    var finding = finding(
      .tagOfRelease, about: application, at: node,
      message: "\(application.title) renders the revision tag\(values.tags.count > 1 ? "s" : "")"
        + " \(tags) with the release of revision \(revision): moving one takes two Applications,"
        + " which sync in any order",
      hint: "write revisionTags: [] here, and keep the tag's manifest (istioctl tag generate NAME"
        + " --revision \(revision)) in a folder of its own that outlives revisions")
    if let range = values.range {
      let source = source(of: application.object.file)
      finding.place = source.place(at: range.lowerBound)
      finding.excerpt = source.excerpt(at: range)
    }
    return finding
  }

  /// Values as a text of YAML (`helm.values`).
  private func readText(_ node: Node?, into values: inout Values) {
    guard let node, let text = node.text, ArgoApplication.literal(text) != nil,
      let root = (try? Document.parseSingle(Array(text.utf8)))?.root
    else { return }
    let before = values.tags
    read(root, into: &values)
    guard values.tags != before else { return }
    values.node = node
    // Point at the key in the block rather than at the line that starts it.
    values.range = node.document.source[node.range].firstRange(of: Array("revisionTags".utf8))
  }

  private func read(_ root: Node?, into values: inout Values) {
    guard let root else { return }
    if let revision = root["revision"] { values.revision = revision.filledText }
    guard let pair = root.ownPair("revisionTags") else { return }
    let tags = pair.value.resolved.items.compactMap { $0.resolved.filledText }
    values.tags = tags.filter { ArgoApplication.literal($0) != nil }
    values.node = pair.key
    values.range = nil
  }

  /// Values one by one: `{name: "revisionTags[0]", value: prod}`, `{name: revisionTags, value:
  /// "{prod,default}"}`.
  private func readParameters(_ list: Node?, into values: inout Values) {
    for item in (list?.items ?? []).map(\.resolved) {
      guard let name = item["name"]?.text, let value = item["value"]?.filledText,
        ArgoApplication.literal(value) != nil
      else { continue }
      if name == "revision" { values.revision = value }
      guard name == "revisionTags" || name.hasPrefix("revisionTags[") else { continue }
      let isList = value.hasPrefix("{") && value.hasSuffix("}")
      let inner = isList ? String(value.dropFirst().dropLast()) : value
      values.tags += inner.split(separator: ",").map(String.init)
      values.node = item
      values.range = nil
    }
  }
}

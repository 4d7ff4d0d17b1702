internal import Files
internal import Kubernetes
internal import YAML

/// What still looks for the label `istio-injection` that a phase removes (MP113).
///
/// A label selector is judged by the labels of each namespace before and after the plan, so that
/// `NotIn [disabled]` and the like are no findings. Policies of Gatekeeper, Kyverno and the API
/// server hold programs and patterns: there any mention counts. Istio's own injectors and tags
/// follow the plan and are left out.
extension ArgoPlanReview {
  private struct Relabelled {
    let name: String
    let before: [String: String]
    let after: [String: String]
    let phase: String
  }

  func injectionLabelConsumers() -> [Finding] {
    let relabelled = relabelledNamespaces()
    guard !relabelled.isEmpty else { return [] }
    let needle = Array(MeshLabels.injection.utf8)
    let files = plan.base.paths.filter { path in
      plan.base.contents[path]?.firstRange(of: needle) != nil
    }
    return files.flatMap { path in
      (plan.base.file(path)?.objects ?? []).compactMap { consumer($0, of: relabelled) }
    }
  }

  /// The namespaces that lose the label, in the order of the phases.
  private func relabelledNamespaces() -> [Relabelled] {
    plan.phases.flatMap { planned -> [Relabelled] in
      planned.resolved.namespaces.compactMap { name in
        guard let namespace = context.selected[name],
          let before = planned.before.object(at: namespace.locator)?.labels,
          let after = planned.after.object(at: namespace.locator)?.labels,
          before[MeshLabels.injection] != nil, after[MeshLabels.injection] == nil
        else { return nil }
        // The API server puts this label on every namespace (Kubernetes 1.22).
        let own = ["kubernetes.io/metadata.name": name]
        return Relabelled(
          name: name, before: before.merging(own) { $1 }, after: after.merging(own) { $1 },
          phase: planned.phase.name)
      }
    }
  }

  /// Groups whose objects hold programs, patterns or selectors of their own form.
  private static let policyGroups = [
    "gatekeeper.sh", "kyverno.io", "kubewarden.io", "projectcalico.org", "cilium.io",
  ]

  private static func isPolicy(_ key: ObjectKey) -> Bool {
    policyGroups.contains { key.group == $0 || key.group.hasSuffix("." + $0) }
      || (key.group == MeshLabels.admissionGroup && key.kind.contains("AdmissionPolicy"))
  }

  private func consumer(
    _ object: ManifestObject, of relabelled: [Relabelled]
  ) -> Finding? {
    let isLeft =
      object.key.kind == "Namespace" || ArgoReview.isWebhookOfIstio(object)
      || ArgoReview.isOurs(object) || context.state.graph.patchFiles.contains(object.file)
    guard !isLeft else { return nil }
    let selected = selection(in: object.node, of: relabelled)
    if let (range, changed) = selected, let first = changed.first {
      let more =
        changed.count > 1 ? " and \(CommitMessage.count(changed.count - 1, "more namespace"))" : ""
      var finding = Finding(
        .injectionLabelConsumer, .warning, in: base.source(of: object.file), at: range,
        object: object.reference,
        message: "\(object.key) selects namespaces by \(MeshLabels.injection), which phase"
          + " \(first.phase) removes from \(first.name)\(more)",
        hint: "select by another label that stays, or by both:"
          + " matchExpressions: [{key: \(MeshLabels.revision), operator: Exists}]"
      ).inPhase(first.phase)
      finding.namespace = first.name
      return finding
    }
    guard Self.isPolicy(object.key), let node = mention(in: object.node),
      let first = relabelled.first
    else { return nil }
    var finding = base.finding(
      .injectionLabelConsumer, about: object, at: node,
      message: "\(object.key) names the label \(MeshLabels.injection), which phase \(first.phase)"
        + " removes from \(first.name)"
        + (relabelled.count > 1
          ? " and \(CommitMessage.count(relabelled.count - 1, "more namespace"))" : ""),
      hint: "let the policy ask for \(MeshLabels.revision) as well, before that phase"
    ).inPhase(first.phase)
    finding.namespace = first.name
    return finding
  }

  // MARK: Selectors

  /// What selects other things than namespaces.
  private static let otherSelectors: Set<String> = [
    "podSelector", "objectSelector", "workloadSelector",
  ]

  /// The first selector of an object that matches a namespace before the plan or after it, and not
  /// both; with those namespaces.
  ///
  /// Values that are YAML themselves, such as the mesh configuration of a ConfigMap, are looked into.
  private func selection(
    in root: Node, of relabelled: [Relabelled]
  ) -> (range: Range<Int>, changed: [Relabelled])? {
    var stack = [root]
    while let node = stack.popLast() {
      if let mention = Self.selectorMention(node) {
        let selector = LabelSelector.decode(node).selector
        let changed = relabelled.filter {
          selector.matches($0.before) != selector.matches($0.after)
        }
        if !changed.isEmpty { return (mention.range, changed) }
        continue
      }
      if let inner = Self.embedded(node), let found = selection(in: inner, of: relabelled) {
        let name = Array(MeshLabels.injection.utf8)
        return (node.document.source[node.range].firstRange(of: name) ?? node.range, found.changed)
      }
      if node.kind == .mapping {
        stack += node.pairs.reversed().filter {
          !Self.otherSelectors.contains($0.key.text ?? "") && $0.value.kind != .alias
        }.map(\.value)
      } else {
        stack += node.items.reversed().filter { $0.kind != .alias }
      }
    }
    return nil
  }

  /// The YAML that a text of several lines is; nil for any other node.
  private static func embedded(_ node: Node) -> Node? {
    guard node.kind == .scalar, let text = node.text, text.contains("\n"),
      text.contains(MeshLabels.injection)
    else { return nil }
    let root = (try? Document.parseSingle(Array(text.utf8)))?.root
    return root?.kind == .mapping ? root : nil
  }

  /// The place in a label selector that is about the label; nil for any other node.
  private static func selectorMention(_ node: Node) -> Node? {
    guard node.kind == .mapping else { return nil }
    let labels = node["matchLabels"]
    if let pair = labels?.ownPair(MeshLabels.injection) { return pair.key }
    let expressions = (node["matchExpressions"]?.items ?? []).map(\.resolved)
    return expressions.lazy.compactMap { $0["key"] }.first { $0.text == MeshLabels.injection }
  }

  /// The first scalar that names the label, as a key, a value or within a program.
  private func mention(in node: Node) -> Node? {
    var stack = [node]
    while let node = stack.popLast() {
      if node.kind == .scalar, node.text?.contains(MeshLabels.injection) == true { return node }
      stack += node.children.reversed()
    }
    return nil
  }
}

/// A small world as files of a repository, in flow style: one line is one object.
extension SmallWorld {
  /// The files by path, in the base (0) or after a step.
  func files(_ state: Int) -> [String: String] {
    var files: [String: String] = [:]
    for object in objects {
      guard let version = object.versions[state] else { continue }
      let path = "\(object.holder.rawValue)/\(object.file).yaml"
      let text = object.manifest(version)
      files[path] = files[path].map { "\($0)---\n\(text)" } ?? text
    }
    if hasApplications {
      for (name, own) in [("a", Holder.first), ("b", .second)] {
        files["apps/\(name).yaml"] = """
          {apiVersion: argoproj.io/v1alpha1, kind: Application, metadata: {name: \(name)}, \
          spec: {sources: [{path: \(own.rawValue)}, {path: both}]}}

          """
      }
    }
    return files
  }

  /// Everything that was read of a world, to be shown with a failure.
  var description: String {
    (0...steps).map { state in
      let files = files(state)
      let text = files.keys.sorted().map { "# \($0)\n\(files[$0] ?? "")" }.joined()
      return "### \(state == 0 ? "base" : "after step \(state)")\n\(text)"
    }.joined()
  }
}

extension SmallWorld.Object {
  fileprivate func manifest(_ version: SmallWorld.Version) -> String {
    var metadata = "name: \(quoted(name))"
    if let namespace { metadata += ", namespace: \(quoted(namespace))" }
    if let labels = version.labels { metadata += ", labels: \(mapping(labels))" }
    var annotations: [String: String] = [:]
    if version.order.wave != 0 {
      annotations["argocd.argoproj.io/sync-wave"] = "\(version.order.wave)"
    }
    if version.order.hook != 1 {
      annotations["argocd.argoproj.io/hook"] = version.order.hook == 0 ? "PreSync" : "PostSync"
    }
    var template = ""
    if case .pods(let pods) = version.body {
      template = pods.text
      // A bare Pod is its own template.
      if kind == "Pod" {
        metadata += ", labels: \(mapping(pods.labels))"
        if let value = pods.annotation { annotations["sidecar.istio.io/inject"] = value }
      }
    }
    if !annotations.isEmpty { metadata += ", annotations: \(mapping(annotations))" }
    let body =
      switch version.body {
      case .namespace: ""
      case .pods(let pods):
        kind == "Pod" ? ", spec: \(pods.spec)" : ", spec: {template: \(template)}"
      case .injectors(let injectors):
        ", webhooks: [\(injectors.webhooks.map(\.text).joined(separator: ", "))]"
      case .validators(let validators): ", webhooks: [\(validators.text)]"
      case .service(let selector):
        ", spec: {ports: [{port: 443}]\(selector.map { ", selector: \(mapping($0))" } ?? "")}"
      }
    return "{apiVersion: \(apiVersion), kind: \(kind), metadata: {\(metadata)}\(body)}\n"
  }

  private var apiVersion: String {
    switch kind {
    case "Namespace", "Service", "Pod": "v1"
    case "Rollout": "argoproj.io/v1alpha1"
    case "MutatingWebhookConfiguration", "ValidatingWebhookConfiguration":
      "admissionregistration.k8s.io/v1"
    default: "apps/v1"
    }
  }
}

extension SmallWorld.Version {
  /// The labels of the object itself.
  fileprivate var labels: [String: String]? {
    switch body {
    case .namespace(let labels): return labels
    case .injectors(let injectors):
      var labels: [String: String] = [:]
      labels["istio.io/rev"] = injectors.revision
      labels["istio.io/tag"] = injectors.tag
      return labels
    case .validators(let validators): return validators.revision.map { ["istio.io/rev": $0] }
    case .pods, .service: return nil
    }
  }
}

extension SmallWorld.Pods {
  fileprivate var spec: String { isOnHostNetwork ? "{hostNetwork: true}" : "{}" }

  fileprivate var text: String {
    var metadata = "labels: \(mapping(labels))"
    if let annotation {
      metadata += ", annotations: \(mapping(["sidecar.istio.io/inject": annotation]))"
    }
    return "{metadata: {\(metadata)}, spec: \(spec)}"
  }
}

extension SmallWorld.Webhook {
  fileprivate var text: String {
    let rules =
      resource.map {
        ", rules: [{operations: [CREATE], apiGroups: [\"\"], apiVersions: [v1], resources: [\($0)]}]"
      } ?? ""
    return "{name: \(quoted(name)), clientConfig: {\(target.text)"
      + (hasCertificate ? ", caBundle: Q0E=" : "")
      + "}, namespaceSelector: \(namespaces.text), objectSelector: \(pods.text)\(rules)}"
  }
}

extension SmallWorld.Validators {
  fileprivate var text: String {
    targets.enumerated().map {
      "{name: v\($0.offset).validation.istio.io, clientConfig: {\($0.element.text)}}"
    }.joined(separator: ", ")
  }
}

extension SmallWorld.Target {
  fileprivate var text: String {
    switch self {
    case .service(let name): "service: {name: \(name), namespace: istio-system}"
    case .url(let url): "url: \(quoted(url))"
    }
  }
}

extension SmallWorld.Selector {
  fileprivate var text: String {
    var parts: [String] = []
    if !labels.isEmpty { parts.append("matchLabels: \(mapping(labels))") }
    if !conditions.isEmpty {
      let all = conditions.map { condition in
        "{key: \(condition.key), operator: \(condition.verb)"
          + (condition.values.isEmpty
            ? "" : ", values: [\(condition.values.map(quoted).joined(separator: ", "))]")
          + "}"
      }
      parts.append("matchExpressions: [\(all.joined(separator: ", "))]")
    }
    return "{\(parts.joined(separator: ", "))}"
  }
}

private func quoted(_ text: String) -> String { "\"\(text)\"" }

private func mapping(_ labels: [String: String]) -> String {
  "{" + labels.keys.sorted().map { "\($0): \(quoted(labels[$0] ?? ""))" }.joined(separator: ", ")
    + "}"
}

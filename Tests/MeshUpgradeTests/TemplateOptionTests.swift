internal import Kubernetes
internal import TestSupport
internal import Testing
internal import YAML

@testable internal import MeshUpgrade

/// What a context can say beyond revision and version, and what no value of it can do.
struct TemplateOptionTests {
  private static let library = Result { try TemplateLibrary.builtIn() }

  private func context(
    _ version: String, revision: String = "canary", tag: String? = nil,
    namespace: String = "istio-system", _ change: (inout RenderContext) -> Void = { _ in }
  ) -> RenderContext {
    var context = RenderContext(
      revision: revision, version: TemplateGoldens.version(version), namespace: namespace, tag: tag)
    change(&context)
    return context
  }

  private func render(_ form: TemplateForm, _ context: RenderContext) throws -> Value? {
    try Self.library.get().render(form: form, parameters: context)?.value
  }

  /// What the first webhook of a manifest calls.
  private func client(_ manifest: Value?) -> Value? {
    manifest?["webhooks"]?.sequence?.first?["clientConfig"]
  }

  private func names(_ manifests: [GeneratedManifest]) -> [String] {
    manifests.map(\.object.description)
  }

  // MARK: Which objects there are

  @Test(arguments: [
    (4, "canary", "istio-sidecar-injector-canary", nil),
    (5, "default", "istio-sidecar-injector", nil),
    (10, "canary", "istio-sidecar-injector-canary", nil),
    (11, "canary", "istio-sidecar-injector-canary", "istio-validator-canary-istio-system"),
    (28, "default", "istio-sidecar-injector", "istio-validator-istio-system"),
  ])
  func `a control plane has an injector, from 1.6 a Service, from 1.11 a validator`(
    minor: Int, revision: String, injector: String, validator: String?
  ) throws {
    let manifests = try Self.library.get().controlPlane(
      context("1.\(minor).0", revision: revision))
    let service = "Service istio-system/istiod" + (revision == "default" ? "" : "-canary")
    #expect(
      names(manifests)
        == ["MutatingWebhookConfiguration \(injector)"] + (minor < 6 ? [] : [service])
        + [validator.map { "ValidatingWebhookConfiguration \($0)" }].compactMap(\.self))
  }

  @Test(arguments: [
    (4, "istio-galley"), (5, nil), (6, "istiod-istio-system"), (10, "istiod-istio-system"),
    (11, nil), (12, "istiod-default-validator"), (28, "istiod-default-validator"),
  ])
  func `one validator is for all control planes, in most versions`(
    minor: Int, name: String?
  ) throws {
    let validator = try Self.library.get().sharedValidator(context("1.\(minor).0"))
    #expect(
      validator?.object.description == name.map { "ValidatingWebhookConfiguration \($0)" })
  }

  @Test func `1.4 and 1.5 inject by the label istio-injection`() throws {
    let selector: Value = ["matchLabels": ["istio-injection": "enabled"]]
    for (version, service) in [("1.4.10", "istio-sidecar-injector"), ("1.5.10", "istiod")] {
      let injector = try render(.injector, context(version, revision: "default"))
      #expect(injector?["webhooks"]?.sequence?.first?["namespaceSelector"] == selector)
      #expect(client(injector)?["service"]?["name"] == .string(service))
      #expect(injector?["apiVersion"] == "admissionregistration.k8s.io/v1beta1")
    }
  }

  @Test func `the chart makes no tags before 1.10`() throws {
    let refusal = try #require(throws: Refusal.self) {
      try Self.library.get().chartTag(context("1.9.9", tag: "prod"))
    }
    #expect(
      refusal.findings.map(\.message)
        == ["Istio 1.9 has no template revision-tag.yaml; the nearest that has one is 1.10"])
  }

  // MARK: Where things are and what they call

  @Test func `another namespace is in names and in what is called`() throws {
    let library = try Self.library.get()
    let elsewhere = context("1.14.0", namespace: "mesh")
    #expect(
      names(try library.controlPlane(elsewhere)) == [
        "MutatingWebhookConfiguration istio-sidecar-injector-canary-mesh",
        "Service mesh/istiod-canary",
        "ValidatingWebhookConfiguration istio-validator-canary-mesh",
      ])
    #expect(
      try library.sharedValidator(context("1.8.0", namespace: "mesh"))?.object.description
        == "ValidatingWebhookConfiguration istiod-mesh")
    for manifest in try library.controlPlane(elsewhere) where manifest.object.key.kind != "Service"
    {
      #expect(client(manifest.value)?["service"]?["namespace"] == "mesh")
    }
  }

  @Test(arguments: [
    (nil, nil, "/inject"), ("one", nil, "/inject/cluster/one"), (nil, "two", "/inject/net/two"),
    ("one", "two", "/inject/cluster/one/net/two"),
  ])
  func `cluster and network are in the path of injection, not of validation`(
    cluster: String?, network: String?, path: String
  ) throws {
    let remote = context("1.14.0", tag: "prod") {
      $0.injection.cluster = cluster
      $0.injection.network = network
    }
    for form in [TemplateForm.revisionTag, .injector] {
      #expect(client(try render(form, remote))?["service"]?["path"] == .string(path))
    }
    #expect(client(try render(.defaultValidator, remote))?["service"]?["path"] == "/validate")
  }

  @Test(arguments: [
    ("https://istiod.example.com/inject", "https://istiod.example.com/validate"),
    ("https://a.b:15017/inject/cluster/one/net/two", "https://a.b:15017/validate"),
    ("https://a.b/mesh/inject", "https://a.b/mesh/validate"),
    ("https://a.b/inject/cluster/inject", "https://a.b/validate"),
  ])
  func `a URL stands in place of the Service, and leads to validation too`(
    url: String, validation: String
  ) throws {
    let forms: [(TemplateForm, versions: [String])] = [
      (.revisionTag, ["1.10.0", "1.28.0"]),
      (.injector, ["1.4.0", "1.5.0", "1.6.0", "1.9.0", "1.10.0", "1.28.0"]),
      (.defaultValidator, ["1.12.0"]), (.revisionValidator, ["1.11.0", "1.12.0"]),
      (.baseValidator, ["1.6.0", "1.12.0"]),
    ]
    for (form, versions) in forms {
      let expected = form == .revisionTag || form == .injector ? url : validation
      for version in versions {
        let remote = context(version, tag: form.hasTag ? "prod" : nil) { $0.injection.url = url }
        let webhooks = try render(form, remote)?["webhooks"]?.sequence ?? []
        #expect(!webhooks.isEmpty)
        for webhook in webhooks {
          #expect(webhook["clientConfig"] == ["url": .string(expected)], "\(form) \(version)")
        }
      }
    }
  }

  @Test func `a name, labels and annotations of one's own win over the template's`() throws {
    let own = context("1.28.0", tag: "prod") {
      $0.injection.webhookName = "our-tag"
      $0.injection.labels = ["team": "mesh", "release": "ours"]
      $0.injection.annotations = ["example.com/owner": "mesh"]
    }
    for (form, name) in [
      (TemplateForm.revisionTag, "our-tag"), (.revisionTagService, "istiod-revision-tag-prod"),
      (.defaultValidator, "istiod-default-validator"),
    ] {
      let metadata = try render(form, own)?["metadata"]
      #expect(metadata?["name"] == .string(name))
      #expect(metadata?["labels"]?["team"] == "mesh")
      #expect(metadata?["labels"]?["release"] == "ours")
      #expect(metadata?["labels"]?["istio.io/rev"] == "canary")
      #expect(metadata?["annotations"] == ["example.com/owner": "mesh"])
    }
  }

  // MARK: Values are data

  /// Texts that would break out of quotes, indentation or the notation if they were pasted in.
  private static let pieces = [
    "a", "1130", "\"", "'", "\n", "\n  b: c", ": ", " #", "- ", "!param tag", "&a", "*a", "<<",
    "{", "}", "[", "]", ",", "|", ">", "%", "@", "`", "\\", "\t", "true", "~", " ", "\r\n", "---",
    "...", "é", "\u{2028}", "\u{85}", "\u{feff}", "\u{7}", "😀",
  ]

  @Test func `no value breaks quoting or indentation, in any form of any minor`() throws {
    var random = SeededRandom(seed: SeededRandom.seed(41))
    func text() -> String {
      (0..<random.below(4) + 1).map { _ in random.pick(Self.pieces) }.joined()
    }
    let library = try Self.library.get()
    var count = 0
    for minor in 4...30 {
      for form in TemplateForm.allCases {
        let hostile = context(
          "1.\(minor).0", revision: text(), tag: form.hasTag ? text() : nil, namespace: text()
        ) {
          $0.release = text()
          $0.injection.labels = ["team": text()]
          $0.injection.annotations = [text(): text()]
          $0.injection.webhookName = text()
          if random.chance(50) { $0.injection.url = text() }
          if random.chance(50) { ($0.injection.cluster, $0.injection.network) = (text(), text()) }
        }
        guard let value = try library.render(form: form, parameters: hostile)?.value else {
          continue
        }
        let document = try #require(
          try Document.parseSingle(Array(CanonicalEmitter.emit(value).utf8)))
        #expect(try document.root.value() == value, "\(form) 1.\(minor)")
        if form == .injector || form == .revisionTag {
          #expect(value["metadata"]?["name"] == .string(hostile.injection.webhookName ?? ""))
          let call = client(value)
          #expect(call?["url"] == hostile.injection.url.map { .string($0) })
          if minor > 5, let path = call?["service"]?["path"] {
            #expect(path == .string(hostile.injection.path))
          }
        }
        let labels = value["metadata"]?["labels"]
        #expect(labels?["team"] == .string(hostile.injection.labels["team"] ?? ""))
        if let revision = labels?["istio.io/rev"] { #expect(revision == .string(hostile.revision)) }
        if let tag = labels?["istio.io/tag"] { #expect(tag == .string(hostile.tag ?? "default")) }
        // The bytes that differ are those of the values: the keys stay those of plain values.
        let plain = context(
          "1.\(minor).0", tag: form.hasTag ? "prod" : nil
        ) { $0.injection.url = hostile.injection.url.map { _ in "https://a/inject" } }
        let usual = try library.render(form: form, parameters: plain)?.value
        #expect(
          Self.shape(of: value, without: ["annotations", "team"])
            == Self.shape(of: usual, without: []), "\(form) 1.\(minor)")
        count += 1
      }
    }
    print("hostile values: \(count) manifests parse back as the same data")
    #expect(count > 100)
  }

  /// The keys and the lengths of lists, without what is below some keys.
  private static func shape(of value: Value?, without keys: Set<String>) -> [String] {
    if let entries = value?.mapping?.entries {
      return entries.filter { !keys.contains($0.key) }.flatMap { entry in
        [entry.key] + shape(of: entry.value, without: keys).map { "\(entry.key)/\($0)" }
      }
    }
    let items = value?.sequence ?? []
    return items.enumerated().flatMap { position, item in
      ["\(position)"] + shape(of: item, without: keys).map { "\(position)/\($0)" }
    }
  }
}

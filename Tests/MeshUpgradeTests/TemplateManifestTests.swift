internal import Kubernetes
internal import Testing
internal import YAML

@testable internal import MeshUpgrade

struct TemplateManifestTests {
  private func tag(
    _ tag: String, revision: String = "asm-1140-0", version: String = "1.14.0",
    namespace: String = "istio-system"
  ) throws -> [GeneratedManifest] {
    try TemplateLibrary.builtIn().revisionTag(
      tag: tag, revision: revision, version: TemplateGoldens.version(version),
      namespace: namespace)
  }

  private func webhook(_ position: Int, of manifest: GeneratedManifest?) -> Value? {
    manifest?.value["webhooks"]?.sequence?[position]
  }

  @Test func `the tag default of 1.14 in full`() throws {
    let manifests = try tag("default")
    #expect(manifests.map { CanonicalEmitter.emit($0.value) } == [Self.defaultTag])
    #expect(
      manifests.map(\.object.description)
        == ["MutatingWebhookConfiguration istio-revision-tag-default"])
    #expect(manifests.first?.object.key.group == "admissionregistration.k8s.io")
    #expect(manifests.first?.object.version == "v1")
  }

  @Test func `from 1.28 a tag has a Service, written as a person would`() throws {
    let manifests = try tag("prod", revision: "1-28-10", version: "1.28.10")
    #expect(
      manifests.map(\.object.description) == [
        "MutatingWebhookConfiguration istio-revision-tag-prod",
        "Service istio-system/istiod-revision-tag-prod",
      ])
    let text = try #require(manifests.last.map { CanonicalEmitter.emit($0.value) })
    #expect(text.hasPrefix("apiVersion: v1\nkind: Service\nmetadata:\n  name: istiod-revision-"))
    #expect(text.contains("  - name: https-webhook\n    port: 443\n    targetPort: 15017\n"))
  }

  @Test func `rendering twice gives the same bytes, which emit to themselves`() throws {
    for version in ["1.10.0", "1.14.0", "1.24.0", "1.28.0"] {
      let texts = try (0..<2).map { _ in
        try tag("default", version: version).map { CanonicalEmitter.emit($0.value) }
      }
      #expect(texts[0] == texts[1])
      for text in texts[0] {
        let document = try #require(try Document.parseSingle(Array(text.utf8)))
        #expect(CanonicalEmitter.emit(try document.root.value()) == text)
      }
    }
  }

  @Test(arguments: ["1130", "1e3", "true", "on", "null", "0x10", "2020-01-01"])
  func `a name that looks like another type stays text`(name: String) throws {
    let manifest = try tag(name, revision: name).first
    let labels = manifest?.value["metadata"]?["labels"]
    #expect(labels?["istio.io/rev"] == .string(name))
    #expect(labels?["istio.io/tag"] == .string(name))
    let text = try #require(manifest.map { CanonicalEmitter.emit($0.value) })
    #expect(text.contains("istio.io/rev: \"\(name)\"\n"))
    let document = try #require(try Document.parseSingle(Array(text.utf8)))
    #expect(try document.root.value() == manifest?.value)
  }

  @Test func `the revision default is the Service istiod`() throws {
    let manifest = try tag("prod", revision: "default").first
    #expect(manifest?.value["metadata"]?["labels"]?["istio.io/rev"] == "default")
    #expect(webhook(0, of: manifest)?["clientConfig"]?["service"]?["name"] == "istiod")
  }

  @Test func `another namespace is in the name of the webhooks and in what they call`() throws {
    let manifests = try tag("prod", version: "1.28.0", namespace: "mesh")
    #expect(
      manifests.map(\.object.description) == [
        "MutatingWebhookConfiguration istio-revision-tag-prod-mesh",
        "Service mesh/istiod-revision-tag-prod",
      ])
    let service = webhook(0, of: manifests.first)?["clientConfig"]?["service"]
    #expect(service?["namespace"] == "mesh")
    let validator = try TemplateLibrary.builtIn().defaultValidator(
      revision: "a", version: TemplateGoldens.version("1.28.0"), namespace: "mesh")
    #expect(
      validator?.object.description == "ValidatingWebhookConfiguration istiod-default-validator")
    #expect(webhook(0, of: validator)?["clientConfig"]?["service"]?["namespace"] == "mesh")
  }

  @Test(arguments: [(11, false), (12, true)])
  func `the default validator exists from 1.12`(minor: Int, exists: Bool) throws {
    let validator = try TemplateLibrary.builtIn().defaultValidator(
      revision: "a", version: TemplateGoldens.version("1.\(minor).0"), namespace: "istio-system")
    #expect((validator != nil) == exists)
  }

  @Test func `injection by default is of the tag default alone`() throws {
    func names(_ tag: String) throws -> [String?] {
      let manifests = try TemplateLibrary.builtIn().revisionTag(
        tag: tag, revision: "a", version: TemplateGoldens.version("1.14.0"),
        namespace: "istio-system", injectsByDefault: true)
      return manifests[0].value["webhooks"]?.sequence?.map { $0["name"]?.string } ?? []
    }
    #expect(try names("prod").count == 2)
    #expect(try names("default").last == "auto.sidecar-injector.istio.io")
  }

  @Test func `a version with build metadata becomes a valid label`() throws {
    let labels = try tag("prod", version: "1.24.2-asm.0+config1").first?.value["metadata"]?[
      "labels"]
    #expect(labels?["app.kubernetes.io/version"] == "1.24.2-asm.0_config1")
    #expect(labels?["helm.sh/chart"] == "istiod-1.24.2-asm.0_config1")
  }

  @Test(arguments: [
    (TemplateGoldens.next + ".0", TemplateGoldens.nextIsMissing),
    ("1.3.8", "Istio 1.3 has no templates; the nearest is 1.4, family istio-1.4"),
    ("1.5.10", "Istio 1.5 has no template revision-tag.yaml; the nearest that has one is 1.10"),
    ("2.14.0", "Istio 2.14 has no templates; the nearest is 1.14, family istio-1.14"),
    ("1.9.8", "Istio 1.9 has no template revision-tag.yaml; the nearest that has one is 1.10"),
  ])
  func `a version without templates is refused with the nearest`(
    text: String, message: String
  ) throws {
    let refusal = try #require(throws: Refusal.self) {
      try TemplateLibrary.builtIn().revisionTag(
        tag: "prod", revision: "a", version: TemplateGoldens.version(text),
        namespace: "istio-system")
    }
    #expect(refusal.findings.map(\.message) == [message])
    #expect(refusal.findings.map(\.rule) == [.template])
  }
}

import Files
import Kubernetes
import Testing
import YAML

@testable import MeshUpgrade

/// What `meshphase render` shows of a plan.
struct RenderingTests {
  private func rendering(
    _ phase: String, _ files: [String: String], _ more: String = ""
  ) throws -> Rendering {
    let fixture = PlanFixture.upgrade("app", more, files: files)
    return try Rendering(fixture.plan(), phase: phase, base: fixture.repositoryFiles)
  }

  private func text(_ rendering: Rendering) -> String {
    String(decoding: rendering.stream, as: UTF8.self)
  }

  @Test func `a document's own text is kept, with its comments`() throws {
    let file = """
      ---
      # the team's
      apiVersion: v1
      kind: Namespace
      metadata:
        name: app
        labels: {istio.io/rev: asm-1130-0} # moved by meshphase
      ...

      """
    #expect(
      text(try rendering("canary", ["ns.yaml": file])) == """
        ---
        # Source: ns.yaml
        # the team's
        apiVersion: v1
        kind: Namespace
        metadata:
          name: app
          labels: {istio.io/rev: asm-1140-0} # moved by meshphase

        """)
  }

  @Test func `an item of a list and a stream with directives are written anew`() throws {
    let namespace = "{apiVersion: v1, kind: Namespace, metadata: {name: app}}"
    let canonical = """
      ---
      # Source: f.yaml
      apiVersion: v1
      kind: Namespace
      metadata:
        name: app
        labels:
          istio.io/rev: asm-1140-0

      """
    for file in [
      "apiVersion: v1\nkind: List\nitems:\n- \(namespace)\n", "%YAML 1.1\n---\n\(namespace)\n",
    ] {
      #expect(text(try rendering("canary", ["f.yaml": file])) == canonical)
    }
  }

  @Test func `what is as it should be is shown too`() throws {
    let files = ["ns.yaml": Manifests.namespace()]
    let before = try rendering("canary", files)
    let landed = try #require(before.files.first?.rendered)
    let after = try rendering("canary", ["ns.yaml": String(decoding: landed, as: UTF8.self)])
    #expect(text(before) == text(after))
    #expect(try !before.difference().isEmpty)
    #expect(try after.difference().isEmpty)
  }

  @Test func `the end has every object and no retired one`() throws {
    let files = [
      "ns.yaml": Manifests.namespace(), "web.yaml": Manifests.deployment("web"),
      "istiod.yaml": Manifests.deployment("istiod-asm-1130-0", in: "istio-system"),
    ]
    let end = try rendering(Rendering.end, files, "tags: [default]")
    #expect(
      end.manifests.map(\.object.description) == [
        "MutatingWebhookConfiguration istio-revision-tag-default",
        "ValidatingWebhookConfiguration istiod-default-validator", "Namespace app",
        "Deployment app/web",
      ])
    #expect(end.files.filter { $0.rendered == nil }.map(\.path.description) == ["istiod.yaml"])
  }

  @Test func `no phase is called like the end, and another name is refused`() throws {
    func phases(_ name: String) -> String {
      "phases:\n- {name: \(name), actions: [Relabel], namespaces: [app]}\n"
    }
    let files = ["ns.yaml": Manifests.namespace()]
    #expect {
      try rendering("end", files, phases("end"))
    } throws: { error in
      (error as? Refusal)?.findings.first?.rule == .desiredState
    }
    #expect {
      try rendering("ends", files, phases("first"))
    } throws: { error in
      (error as? Refusal)?.findings.first?.hint == "expected one of: first, end"
    }
  }

  @Test func `what stands on the line of a marker is kept, and the marker is not`() throws {
    let file = """
      --- # the team's
      apiVersion: v1
      kind: Namespace
      metadata: {name: app}
      --- {apiVersion: v1, kind: ConfigMap, metadata: {name: other}}

      """
    #expect(
      text(try rendering("canary", ["ns.yaml": file])).hasPrefix(
        "---\n# Source: ns.yaml\n# the team's\napiVersion: v1\n"))
  }
}

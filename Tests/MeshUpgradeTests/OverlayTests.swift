import Kubernetes
import TestSupport
import Testing
import YAML

@testable import MeshUpgrade

/// Overlays on what a plan generates: which are applied, in which order, and what is refused.
struct OverlayTests {
  private static let head = "apiVersion: meshphase.io/v1alpha1\nkind: MeshOverlay\n"

  /// An upgrade that generates the tag prod, the tag default and the default validator.
  private static func fixture(
    _ spec: String = "overlays: [mine]", overlay: String? = nil, files: [String: String] = [:]
  ) -> PlanFixture {
    var all = files
    all["app.yaml"] = Manifests.namespace()
    if let overlay { all["mine/overlay.yaml"] = head + overlay }
    return PlanFixture.upgrade(
      "app", "tags: [prod, default]\n\(spec)", files: all)
  }

  private static func generated(_ fixture: PlanFixture, _ name: String) throws -> Value {
    let text = try #require(try fixture.plan().text("mesh/prod/\(name).yaml"))
    return try #require(try Document.parseSingle(Array(text.utf8))).root.value()
  }

  // MARK: Applying

  @Test func `a patch reaches the objects of its kind, name and labels`() throws {
    let fixture = Self.fixture(
      overlay: """
        patches:
        - target: {kind: MutatingWebhookConfiguration, labels: {istio.io/tag: prod}}
          merge: {metadata: {labels: {team: mesh}}}
        - target: {kind: ValidatingWebhookConfiguration, name: istiod-default-validator}
          merge: {metadata: {annotations: {note: "1"}}}
        - target:
            kind: MutatingWebhookConfiguration
            group: admissionregistration.k8s.io
            labelSelector: {matchExpressions: [{key: istio.io/tag, operator: In, values: [default]}]}
          merge: {metadata: {labels: {team: web}}}
        """)
    let prod = try Self.generated(fixture, "istio-revision-tag-prod")
    let other = try Self.generated(fixture, "istio-revision-tag-default")
    let validator = try Self.generated(fixture, "istiod-default-validator")
    #expect(prod["metadata"]?["labels"]?["team"] == "mesh")
    #expect(other["metadata"]?["labels"]?["team"] == "web")
    #expect(validator["metadata"]?["annotations"] == ["note": "1"])
    #expect(validator["metadata"]?["labels"]?["team"] == nil)
  }

  @Test func `patches are made in order, the overlays' and those in them`() throws {
    let patch = "target: {kind: MutatingWebhookConfiguration, name: istio-revision-tag-prod}"
    let fixture = Self.fixture(
      "overlays: [mine, theirs]",
      overlay: """
        patches:
        - \(patch)
          merge: {metadata: {annotations: {a: "1", b: "1", c: "1"}}}
        - \(patch)
          jsonPatch: [{op: replace, path: /metadata/annotations/b, value: "2"}]
        """,
      files: [
        "theirs/overlay.yaml": Self.head
          + "patches:\n- \(patch)\n  merge: c.yaml\n",
        "theirs/c.yaml": "metadata: {annotations: {c: \"3\"}}\n",
      ])
    let prod = try Self.generated(fixture, "istio-revision-tag-prod")
    #expect(prod["metadata"]?["annotations"] == ["a": "1", "b": "2", "c": "3"])
  }

  @Test func `parameters are the overlay's own, else those of meshphase.yaml`() throws {
    let fixture = Self.fixture(
      "overlays: [mine]\nparameters: {seconds: 7}",
      overlay: """
        parameters: {seconds: 5, team: mesh}
        patches:
        - target: {kind: MutatingWebhookConfiguration, name: istio-revision-tag-prod}
          merge:
            metadata:
              labels: {team: !param team, for: !param revision, in: !param namespace}
            webhooks:
            - {name: rev.object.sidecar-injector.istio.io, timeoutSeconds: !param seconds}
        """)
    let prod = try Self.generated(fixture, "istio-revision-tag-prod")
    let labels = prod["metadata"]?["labels"]
    #expect(labels?["team"] == "mesh")
    #expect(labels?["for"] == "asm-1140-0")
    #expect(labels?["in"] == "istio-system")
    #expect(prod["webhooks"]?.sequence?.first?["timeoutSeconds"] == 7)
  }

  @Test func `a patch of what the repository holds already is no error, nor an optional one`()
    throws
  {
    let overlay = """
      patches:
      - target: {kind: MutatingWebhookConfiguration, name: istio-revision-tag-prod}
        merge: {metadata: {labels: {team: mesh}}}
      - target: {kind: ConfigMap}
        optional: true
        merge: {metadata: {labels: {team: mesh}}}
      """
    let generated = try #require(
      try Self.fixture(overlay: overlay).plan().text("mesh/prod/istio-revision-tag-prod.yaml"))
    let again = Self.fixture(
      overlay: overlay, files: ["mesh/prod/istio-revision-tag-prod.yaml": generated])
    #expect(again.errors() == [])
  }

  @Test func `the files of an overlay are no manifests of the mesh`() throws {
    let fixture = Self.fixture(
      overlay: """
        patches:
        - target: {kind: MutatingWebhookConfiguration, name: istio-revision-tag-prod}
          merge: tag.yaml
        """,
      files: [
        "mine/tag.yaml": """
        apiVersion: admissionregistration.k8s.io/v1
        kind: MutatingWebhookConfiguration
        metadata: {name: istio-revision-tag-prod, labels: {istio.io/tag: prod, team: mesh}}

        """
      ])
    let prod = try Self.generated(fixture, "istio-revision-tag-prod")
    #expect(prod["metadata"]?["labels"]?["team"] == "mesh")
  }

  // MARK: Beside kustomize

  @Test func `what comes out equals what kubectl kustomize makes of the same patch`() throws {
    guard Kubectl.isHere else {
      print("skipped: kubectl is not installed")
      return
    }
    let patch = """
      metadata:
        labels: {team: mesh, app: null}
        annotations: {note: "1"}
      webhooks:
      - name: rev.object.sidecar-injector.istio.io
        timeoutSeconds: 5
        namespaceSelector:
          matchExpressions: [{key: openshift.io/run-level, operator: DoesNotExist}]
      - name: namespace.sidecar-injector.istio.io
        $patch: delete
      - name: own.example.com
        clientConfig: {url: "https://example.com/inject"}
        namespaceSelector: {matchLabels: {own: "true"}}

      """
    let plain = Self.fixture("overlays: []")
    let patched = Self.fixture(
      overlay: """
        patches:
        - target: {kind: MutatingWebhookConfiguration, name: istio-revision-tag-default}
          merge: patch.yaml
        """, files: ["mine/patch.yaml": patch])
    let name = "mesh/prod/istio-revision-tag-default.yaml"
    let before = try #require(try plain.plan().text(name))
    let identity = """
      apiVersion: admissionregistration.k8s.io/v1
      kind: MutatingWebhookConfiguration

      """
    let whole =
      identity
      + patch.replacing("metadata:\n", with: "metadata:\n  name: istio-revision-tag-default\n")
    let built = try #require(try Kubectl.patched(before, by: [whole]))
    let expected = try #require(try Document.parseSingle(built)).root.value()
    #expect(try Self.generated(patched, "istio-revision-tag-default") == expected)
  }

  @Test func `nor does a JSON Patch give anything else there`() throws {
    guard Kubectl.isHere else {
      print("skipped: kubectl is not installed")
      return
    }
    let name = "istiod-default-validator"
    let patch = """
      - {op: test, path: /webhooks/0/failurePolicy, value: Ignore}
      - {op: add, path: /metadata/annotations, value: {a~b/c: "1"}}
      - {op: add, path: /metadata/annotations/d~1e, value: "2"}
      - {op: remove, path: /metadata/annotations/a~0b~1c}
      - {op: add, path: /webhooks/0/rules/0/operations/-, value: DELETE}
      - {op: copy, from: /webhooks/0, path: /webhooks/1}
      - {op: replace, path: /webhooks/1/name, value: second.validation.istio.io}
      - {op: move, from: /webhooks/0/objectSelector, path: /webhooks/0/namespaceSelector}

      """
    let patched = Self.fixture(
      overlay: """
        patches:
        - target: {kind: ValidatingWebhookConfiguration, name: \(name)}
          jsonPatch: patch.yaml
        """, files: ["mine/patch.yaml": patch])
    let before = try #require(
      try Self.fixture("overlays: []").plan().text("mesh/prod/\(name).yaml"))
    let built = try #require(try Kubectl.patched(before, by: [patch], name: name))
    let expected = try #require(try Document.parseSingle(built)).root.value()
    #expect(try Self.generated(patched, name) == expected)
  }

  // MARK: Refusing

  private static let tag =
    "target: {kind: MutatingWebhookConfiguration, name: istio-revision-tag-prod}"

  @Test(arguments: [
    (
      "one that matches nothing", "patches:\n- target: {kind: Service, name: istiod}\n  merge: {}",
      "MP213 mine/overlay.yaml:4:11 the patch of Service istiod matches nothing, expected one of the"
        + " manifests that the plan generates"
    ),
    (
      "a path that does not exist",
      "patches:\n- \(tag)\n  jsonPatch:\n  - {op: remove, path: /metadata/annotations/x}",
      "MP213 mine/overlay.yaml:6:24 MutatingWebhookConfiguration istio-revision-tag-prod:"
        + " /metadata/annotations/x: there is no \"annotations\" on the way"
    ),
    (
      "a parameter without a value",
      "parameters: {team: }\npatches:\n- \(tag)\n  merge: {metadata: {labels: {team: !param team}}}",
      "MP213 mine/overlay.yaml:6:37 the parameter team has no value"
    ),
    (
      "a parameter that is not declared",
      "patches:\n- \(tag)\n  merge: {metadata: {labels: {team: !param tean}}}",
      "MP213 mine/overlay.yaml:5:37 no parameter is named tean"
    ),
    (
      "an item without its key", "patches:\n- \(tag)\n  merge: {webhooks: [{timeoutSeconds: 5}]}",
      "MP213 mine/overlay.yaml:5:22 MutatingWebhookConfiguration istio-revision-tag-prod: found an"
        + " item without name, which tells the items of this list apart"
    ),
    (
      "another object", "patches:\n- \(tag)\n  merge: {metadata: {name: other}}",
      "MP213 mine/overlay.yaml:5:10 MutatingWebhookConfiguration istio-revision-tag-prod: the patch"
        + " makes another object of it"
    ),
    (
      "no webhooks", "patches:\n- \(tag)\n  merge: {metadata: {}, webhooks: null}",
      "MP213 mine/overlay.yaml:5:35 MutatingWebhookConfiguration istio-revision-tag-prod: the patch"
        + " leaves it without webhooks, expected at least one"
    ),
    (
      "an empty list of webhooks",
      "patches:\n- \(tag)\n  merge: {webhooks: [{$patch: replace}]}",
      "MP213 mine/overlay.yaml:5:21 MutatingWebhookConfiguration istio-revision-tag-prod: the patch"
        + " leaves it without webhooks, expected at least one"
    ),
    (
      "webhooks that patches take out one by one",
      "patches:\n- \(tag)\n  jsonPatch: [{op: remove, path: /webhooks/1}]\n- \(tag)\n"
        + "  jsonPatch:\n  - {op: test, path: /kind, value: MutatingWebhookConfiguration}\n"
        + "  - {op: remove, path: /webhooks/0}",
      "MP213 mine/overlay.yaml:9:5 MutatingWebhookConfiguration istio-revision-tag-prod: the patch"
        + " leaves it without webhooks, expected at least one"
    ),
    (
      "a validator without webhooks",
      "patches:\n- target: {kind: ValidatingWebhookConfiguration}\n"
        + "  merge: {webhooks: [{name: validation.istio.io, $patch: delete}]}",
      "MP213 mine/overlay.yaml:5:21 ValidatingWebhookConfiguration istiod-default-validator: the"
        + " patch leaves it without webhooks, expected at least one"
    ),
    (
      "both forms", "patches:\n- \(tag)\n  merge: {}\n  jsonPatch: []",
      "MP213 mine/overlay.yaml:4:3 patches[0]: found both merge and jsonPatch, expected one of them"
    ),
    (
      "neither form", "patches:\n- \(tag)",
      "MP213 mine/overlay.yaml:4:3 patches[0]: found neither merge nor jsonPatch, expected one of"
        + " them"
    ),
    (
      "no file", "patches:\n- \(tag)\n  merge: nowhere.yaml",
      "MP213 mine/overlay.yaml:5:10 patches[0].merge: found no file \"nowhere.yaml\" beside"
        + " overlay.yaml"
    ),
    (
      "a file outside", "patches:\n- \(tag)\n  merge: ../app.yaml",
      "MP213 mine/overlay.yaml:5:10 patches[0].merge: found no file \"../app.yaml\" beside"
        + " overlay.yaml"
    ),
    (
      "a list to merge", "patches:\n- \(tag)\n  merge: [a]",
      "MP213 mine/overlay.yaml:5:10 patches[0].merge: expected a part of an object"
    ),
    (
      "an unknown operation", "patches:\n- \(tag)\n  jsonPatch: [{op: ad, path: /a, value: 1}]",
      "MP213 mine/overlay.yaml:5:15 found the op \"ad\", expected add, remove, replace, move, copy"
        + " or test"
    ),
    (
      "an unknown key", "patch: []",
      "MP213 mine/overlay.yaml:3:1 unknown key \"patch\", expected apiVersion, kind, parameters or"
        + " patches"
    ),
    (
      "a target without a kind", "patches:\n- target: {name: a}\n  merge: {}",
      "MP213 mine/overlay.yaml:4:11 patches[0].target.kind is missing, expected a kind of object"
    ),
    (
      "a parameter that is given", "parameters: {revision: a}",
      "MP213 mine/overlay.yaml:3:24 parameters.revision: found a parameter that every overlay is"
        + " given, expected another name"
    ),
  ])
  func `what is wrong with an overlay is told with its place`(
    name: String, overlay: String, expected: String
  ) {
    #expect(Self.fixture(overlay: overlay).errors() == [expected], "\(name)")
  }

  @Test func `a folder that is not there, and a misspelt name`() {
    let errors = Self.fixture("overlays: [openshft, nowhere]").errors()
    #expect(
      errors == [
        "MP203 meshphase.yaml:9:14 found no overlay \"openshft\", expected multicloud or openshift"
          + " or a folder of the base commit with an overlay.yaml",
        "MP203 meshphase.yaml:9:24 found no overlay \"nowhere\", expected multicloud or openshift"
          + " or a folder of the base commit with an overlay.yaml",
      ])
  }

  @Test func `a parameter that no overlay has`() {
    let errors = Self.fixture("distribution: ASMOnPrem\nparameters: {loadBalancerIp: 10.0.0.5}")
      .errors()
    #expect(
      errors == [
        "MP201 meshphase.yaml:10:32 no overlay of this plan has a parameter \"loadBalancerIp\""
      ])
  }

  @Test(arguments: [
    ("{istio.io/tag: other}", "changes the label istio.io/tag"),
    ("{istio.io/rev: asm-9999-0}", "changes the label istio.io/rev"),
    ("null", "changes the label istio.io/rev"),
    ("{size: 42}", "the label size is no text"), ("{on: true}", "the label on is no text"),
  ])
  func `labels stay text, and those that name the object stay`(labels: String, message: String) {
    let errors = Self.fixture(
      overlay: """
        patches:
        - target: {kind: MutatingWebhookConfiguration, name: istio-revision-tag-prod}
          merge: {metadata: {labels: \(labels)}}
        """
    ).errors()
    #expect(errors.count == 1 && errors[0].hasPrefix("MP213 mine/overlay.yaml:"), "\(errors)")
    #expect(errors.first?.contains(message) == true, "\(errors)")
  }

  // MARK: The built-in ones

  private static func managed(_ spec: String, files: [String: String] = [:]) -> PlanFixture {
    PlanFixture(
      """
      from: {revision: asm-1140-0}
      to: {revision: asm-managed}
      distribution: ASMManaged
      namespaces: [app]
      tags: [prod, default]
      \(spec)
      """,
      files: files.merging(["app.yaml": Manifests.namespace("app", "istio.io/rev: asm-1140-0")]) {
        $1
      })
  }

  private static let url = "https://mesh.example.com/inject/ISTIO/cluster"

  @Test func `the webhooks of a managed control plane are called by URL`() throws {
    let fixture = Self.managed("parameters: {injectionUrl: \(Self.url)}")
    for (tag, count) in [("prod", 2), ("default", 4)] {
      let webhooks = try Self.generated(fixture, "istio-revision-tag-\(tag)")["webhooks"]
      #expect(webhooks?.sequence?.count == count)
      #expect(
        webhooks?.sequence?.allSatisfy { $0["clientConfig"] == ["url": .string(Self.url)] } == true)
    }
    let validator = try Self.generated(fixture, "istiod-default-validator")
    #expect(
      validator["webhooks"]?.sequence?.first?["clientConfig"]
        == ["url": "https://mesh.example.com/validate"])
    let plan = try fixture.plan()
    #expect(plan.text("mesh/prod/istiod.yaml") == nil)
    #expect(plan.text("mesh/prod/istiod-revision-tag-prod.yaml") == nil)
  }

  @Test func `a tag that is there already is moved to the URL`() throws {
    let fixture = Self.managed(
      "parameters: {injectionUrl: \(Self.url)}",
      files: [
        "tag.yaml": """
        apiVersion: admissionregistration.k8s.io/v1
        kind: MutatingWebhookConfiguration
        metadata:
          name: istio-revision-tag-prod
          labels: {istio.io/rev: asm-1140-0, istio.io/tag: prod}
        webhooks:
        - name: rev.namespace.sidecar-injector.istio.io
          namespaceSelector: {matchLabels: {istio.io/rev: prod}}
          clientConfig:
            # the injector
            service: {name: istiod-asm-1140-0, namespace: istio-system, path: /inject}

        """
      ])
    #expect(
      try fixture.plan().text("tag.yaml")?.hasSuffix(
        "    # the injector\n    url: \(Self.url)\n") == true)
  }
}

import Testing

@testable import MeshUpgrade

/// What is wrong with overlays, and what their patches may not do.
struct OverlayRefusalTests {
  /// The target of a patch on the tag prod.
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
      "an item without its key",
      "patches:\n- \(tag)\n  merge: {webhooks: [{timeoutSeconds: 5}]}",
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
      "an unknown operation",
      "patches:\n- \(tag)\n  jsonPatch: [{op: ad, path: /a, value: 1}]",
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
    #expect(OverlayFixture.fixture(overlay: overlay).errors() == [expected], "\(name)")
  }

  @Test func `a folder that is not there, and a misspelt name`() {
    let errors = OverlayFixture.fixture("overlays: [openshft, nowhere]").errors()
    #expect(
      errors == [
        "MP203 meshphase.yaml:9:14 found no overlay \"openshft\", expected multicloud, openshift"
          + " or a folder of the base commit with an overlay.yaml",
        "MP203 meshphase.yaml:9:24 found no overlay \"nowhere\", expected multicloud, openshift"
          + " or a folder of the base commit with an overlay.yaml",
      ])
  }

  @Test func `a parameter that no overlay has`() {
    let errors = OverlayFixture.fixture(
      "distribution: ASMOnPrem\nparameters: {loadBalancerIp: 10.0.0.5}"
    )
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
    let errors = OverlayFixture.fixture(
      overlay: """
        patches:
        - target: {kind: MutatingWebhookConfiguration, name: istio-revision-tag-prod}
          merge: {metadata: {labels: \(labels)}}
        """
    ).errors()
    #expect(errors.count == 1 && errors[0].hasPrefix("MP213 mine/overlay.yaml:"), "\(errors)")
    #expect(errors.first?.contains(message) == true, "\(errors)")
  }
}

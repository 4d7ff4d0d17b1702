import Testing

@testable import MeshUpgrade

/// What counts as a mention of a revision whose name means other things as well.
struct RevisionFieldTests {
  @Test(arguments: [
    "istio.io/rev", "rev", "revision", "defaultRevision", "istioRevision", "ISTIO_REVISION",
    "pilot.revision", "istio-rev", "istiorevision", "revisions", "meshRev",
  ])
  func `a key of a revision`(key: String) {
    #expect(RevisionField.isName(key))
  }

  @Test(arguments: [
    "prev", "targetRevision", "gitRevision", "GIT_REV", "chart_revision", "revisionHistoryLimit",
    "reverse", "tier", "", "istio.io/tag", "abbrev",
  ])
  func `another key`(key: String) {
    #expect(!RevisionField.isName(key))
  }
}

/// What keeps Retire from taking away a control plane whose name is no distinct one, or none.
@Suite struct `Mentions that only a key tells` {
  private func rules(_ from: String, _ files: [String: String]) -> [String] {
    let label = from == "default" ? "istio-injection: enabled" : "istio.io/rev: \(from)"
    return PlanFixture(
      "from: {revision: \(from)}\nto: {revision: green, version: 1.14.0}\nnamespaces: [app]\n",
      files: files.merging(["ns.yaml": Manifests.namespace("app", label)]) { $1 }
    ).errors().map { $0.split(separator: " ").prefix(2).joined(separator: " ") }
  }

  private func rules(_ from: String, _ text: String) -> [String] {
    rules(from, ["chart/f.yaml": text])
  }

  // MARK: A word

  @Test(arguments: [
    ("istioRevision: blue\n", "1:16"), ("istio: {rev: blue}\n", "1:14"),
    ("env: [{name: ISTIO_REVISION, value: blue}]\n", "1:37"),
    ("revisions: [green, blue]\n", "1:20"),
    ("args: [install, --set, revision=blue]\n", "1:33"),
    ("run: |\n  set -e\n  istioctl install --revision=blue -y\n", "3:31"),
    ("rev: '{{ .Values.rev | default \"blue\" }}'\n", "1:33"),
    ("{{- if .Values.on }}\nlabels:\n  istio.io/rev: blue\n{{- end }}\n", "3:17"),
    ("{{ if .on }}\n\"istio.io/rev\": \"blue\"{{ end }}\n", "2:18"),
    ("a: {{ x }}\nlabels: {istio.io/rev: blue}\n", "2:24"),
    ("a: {{ x }}\nenv:\n- name: MESH_REVISION\n  value: blue\n", "4:10"),
    ("a: {{ x }}\nistio.io/rev: {{ .Values.rev | default \"blue\" }}\n", "2:41"),
    ("{{ x }}: y\nistio.io/rev: {{ default \"blue\" .Values.mesh }}\n", "2:27"),
    ("istio.io/rev: '{{ default \"blue\" .Values.mesh }}'\n", "1:28"),
    ("{{- $rev := .Values.istioRevision | default `blue` }}\n", "1:46"),
    ("a: {{ x }}\nhost: istiod-blue.istio-system.svc\n", "2:14"),
    ("a: {{/* none\n*/}}\nrev: blue\n", "3:6"),
  ])
  func `a word is a revision under the key of one`(text: String, place: String) {
    #expect(rules("blue", text) == ["MP009 chart/f.yaml:\(place)"])
  }

  @Test(arguments: [
    "color: blue\n", "prev: blue\n", "targetRevision: blue\n", "istioRevision: bluebird\n",
    "istioRevision: blue-2\n", "description: the revision is not blue any more\n",
    "repos: [{repo: a, rev: blue}]\n", "sources: [{repoURL: a, revision: blue}]\n",
    "{{- if .Values.on }}\ncolor: blue\n{{- end }}\n",
    "a: {{ x }}\n# istio.io/rev: blue\nb: 1 # rev: blue\n",
    "a: {{ x }}\nistio.io/rev: blue-green\n",
    "a: {{ x }}\ncolor: {{ .color | default \"blue\" }}\n",
    "a: {{/* istio.io/rev: blue */}}\n", "a: {{- /* of old\nistio.io/rev: blue\n*/ -}}\n",
    "a: {{ x }}\nenv:\n- name: REVISION\n  key: color\n  value: blue\n",
  ])
  func `a word elsewhere is none`(text: String) {
    #expect(rules("blue", text) == [])
  }

  @Test func `the text that only a key tells can be excepted`() throws {
    var fixture = PlanFixture(
      "from: {revision: blue}\nto: {revision: green, version: 1.14.0}\nnamespaces: [app]\n",
      files: [
        "ns.yaml": Manifests.namespace("app", "istio.io/rev: blue"), "v.yaml": "appRev: blue\n",
      ])
    do throws(Refusal) {
      _ = try fixture.plan()
      Issue.record("v.yaml names the revision")
    } catch {
      #expect(
        error.findings.map(PlanFixture.line) == [
          "MP009 v.yaml:1:9 blue cannot be retired: this text still names it"
        ])
      #expect(error.findings.first?.hint?.hasSuffix("{rule: MP009, reason: …}") == true)
    }
    fixture.desired += "  exceptions: [{rule: MP009, reason: of the app itself}]\n"
    let findings = try fixture.plan().phases.flatMap(\.findings)
    #expect(findings.contains { $0.rule == .revisionStillNamed && $0.severity == .warning })
  }

  // MARK: The default

  private static let patch = "target: {kind: Namespace, name: legacy}\n  patch: |-\n"

  @Test(arguments: [
    ("commonLabels: {istio-injection: enabled}\n", "1:16"),
    ("labels:\n- pairs: {istio-injection: enabled}\n", "2:11"),
    ("namespaces: [{name: legacy, istio-injection: enabled}]\n", "1:29"),
    ("namespaceLabels: {istio-injection: enabled}\n", "1:19"),
    (
      "patches:\n- \(patch)    - op: add\n      path: /metadata/labels/istio-injection\n"
        + "      value: enabled\n", "5:30"
    ),
    ("patches:\n- \(patch)    metadata: {labels: {istio-injection: enabled}}\n", "4:25"),
    ("- {op: add, path: /metadata/labels/istio-injection, value: enabled}\n", "1:60"),
    ("- {op: add, path: /metadata/labels, value: {istio-injection: enabled}}\n", "1:45"),
    ("parameters: [{name: ns.labels.istio-injection, value: enabled}]\n", "1:55"),
    ("{{- if .Values.on }}\nlabels:\n  istio-injection: enabled\n{{- end }}\n", "3:3"),
    ("{{- range .Values.all }}\nlabels: {\"istio-injection\": \"enabled\"}\n{{- end }}\n", "2:11"),
    ("{{ if .on }}\nistio-injection: {{ .Values.on | default \"enabled\" }}\n", "2:1"),
    ("{{ if .on }}\nistio.io/rev: default\n{{ end }}\n", "2:15"),
    ("text: |\n  {{ if .on }}\n  istio-injection: enabled\n  {{ end }}\n", "3:3"),
  ])
  func `the default is followed by a label however it is given`(text: String, place: String) {
    #expect(rules("default", text) == ["MP009 chart/f.yaml:\(place)"])
  }

  @Test(arguments: [
    "namespaceSelector: {matchLabels: {istio-injection: enabled}}\n",
    "selector: {istio-injection: enabled}\n", "labels: {istio-injection: disabled}\n",
    "matchExpressions: [{key: istio-injection, operator: In, values: [enabled]}]\n",
    "- {op: test, path: /metadata/labels/istio-injection, value: enabled}\n",
    "- {op: remove, path: /metadata/labels/istio-injection}\n",
    "a: {{ x }}\nnamespaceSelector:\n  matchLabels:\n    istio-injection: enabled\n",
    "a: {{ x }}\nmatchLabels: {istio-injection: enabled}\n",
    "a: {{ x }}\n- key: istio-injection\n  operator: In\n  values:\n  - enabled\n",
    "a: {{ x }}\n# istio-injection: enabled\n", "a: {{ x }}\nistio-injection: disabled\n",
    "a: {{ x }}\nistio.io/rev: {{ .Values.revision | default \"default\" }}\n",
    "a: {{ x }}\nnamespace: default\n",
  ])
  func `what does not follow the default is none`(text: String) {
    #expect(rules("default", text) == [])
  }
}

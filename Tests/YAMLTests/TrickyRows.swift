import Testing
import YAML

/// One edit of a file of the tricky corpus, and the one change of its text that it is.
struct TrickyRow: Sendable, CustomTestStringConvertible {
  /// What is hard about the place.
  let name: String
  let number: Int
  /// Which document of the file.
  let document: Int
  let operation: EditOperation
  /// The bytes that change, which stand once in the file, and what they become.
  let old: String
  let new: String

  var testDescription: String { "\(number): \(name)" }

  init(
    _ number: Int, _ name: String, in document: Int = 0, _ operation: EditOperation, _ old: String,
    _ new: String
  ) {
    self.name = name
    self.number = number
    self.document = document
    self.operation = operation
    self.old = old
    self.new = new
  }

  static let all = [
    TrickyRow(
      1, "a setter comment behind the value", .set(["metadata", "labels", "istio.io/rev"], "r"),
      "istio.io/rev: ASM-LABEL # kpt-set", "istio.io/rev: r # kpt-set"),
    TrickyRow(
      1, "a null that removes", .remove(["metadata", "labels", "istio-injection"]),
      "    istio-injection: null\n", ""),
    TrickyRow(
      5, "a JSON comment behind two spaces", .set(["metadata", "labels", "istio.io/rev"], "r"),
      "  labels:\n    istio.io/rev: ASM_REV  # {", "  labels:\n    istio.io/rev: r  # {"),
    TrickyRow(
      7, "a label above a region comment at column 0",
      .set(["metadata", "labels", "istio.io/rev"], "r"), "    istio-injection: enabled\n",
      "    istio-injection: enabled\n    istio.io/rev: r\n"),
    TrickyRow(
      16, "a line of spaces between two keys", .set(["metadata", "namespace"], "ns"),
      "  name: w-istio-sidecar-injector-istio-system\n  \n",
      "  name: w-istio-sidecar-injector-istio-system\n  namespace: ns\n  \n"),
    TrickyRow(
      17, "a comment on the last line, which has no line end",
      .set(["spec", "source", "helm", "valuesObject", "base", "istiodservice"], "1-19-3"),
      "istiodservice: \"1-18-5\" # This", "istiodservice: \"1-19-3\" # This"),
    TrickyRow(
      17, "a key below the last line, which has no line end",
      .set(["spec", "source", "helm", "valuesObject", "base", "x"], "y z"),
      "once ztunnel is on 1.20", "once ztunnel is on 1.20\n          x: \"y z\""),
    TrickyRow(
      19, "labels below the last line, which has no line end",
      .set(["metadata", "labels", "istio-injection"], "enabled"), "  name: ambient",
      "  name: ambient\n  labels:\n    istio-injection: enabled"),
    TrickyRow(
      26, "`{}` with comments below it",
      .set(["_internal_defaults_do_not_set", "serviceAccount", "annotations", "x"], "web"),
      "    annotations: {}\n    # The name", "    annotations: {x: web}\n    # The name"),
    TrickyRow(
      27, "a blank first line of labels, and `...` behind the last",
      .set(["metadata", "labels", "app.kubernetes.io/part-of"], "p"),
      "    app.kubernetes.io/part-of: \"kiali\"\n...\n---\n# Source: kiali-server/templates/configmap",
      "    app.kubernetes.io/part-of: \"p\"\n...\n---\n# Source: kiali-server/templates/configmap"),
    TrickyRow(
      28, "line ends of CR alone", .set(["kind"], "feature"), "kind: bug-fix\r", "kind: feature\r"),
    TrickyRow(
      28, "a new line with CR alone", .set(["x"], 1, after: "kind"), "kind: bug-fix\r",
      "kind: bug-fix\rx: 1\r"),
    TrickyRow(
      29, "a document behind one that libyaml refuses", in: 1,
      .set([.key("spec"), .key("hosts"), .index(0)], "example.org"),
      "  name: empty-selector\nspec:\n  workloadSelector: {}\n  hosts: [\"example.com\"]\n",
      "  name: empty-selector\nspec:\n  workloadSelector: {}\n  hosts: [\"example.org\"]\n"),
    TrickyRow(
      35, "a JSON object behind another", in: 1, .set(["data", "x"], "y"),
      "\n{\"apiVersion\": \"v1\", \"kind\": \"ConfigMap\"}\n",
      "\n{\"apiVersion\": \"v1\", \"kind\": \"ConfigMap\", \"data\": {\"x\":\"y\"}}\n"),
    TrickyRow(
      37, "a tab behind the key", .set(["metadata", "labels", "x"], "web"),
      "  name: guestbook-ui\t\n", "  name: guestbook-ui\t\n  labels:\n    x: web\n"),
    TrickyRow(
      38, "CRLF", .set(["metadata", "labels", "istio.io/rev"], "r", after: "heritage"),
      "    heritage: Helm\r\n    release: prometheus-stack\r\n  name:",
      "    heritage: Helm\r\n    istio.io/rev: r\r\n    release: prometheus-stack\r\n  name:"),
    TrickyRow(
      38, "folded text with CRLF",
      .set(["metadata", "annotations", "argocd.argoproj.io/tracking-id"], "t"),
      "tracking-id: >-\r\n      prometheus-stack:monitoring.coreos.com/Prometheus:prometheus/"
        + "prometheus-stack-kube-prom-prometheus\r\n", "tracking-id: t\r\n"),
    TrickyRow(
      40, "`metadata: {}` of a generator",
      .set(
        [
          .key("spec"), .key("generators"), .index(0), .key("list"), .key("template"),
          .key("metadata"), .key("name"),
        ], "ns"),
      "        metadata: {}\n", "        metadata: {name: ns}\n"),
    TrickyRow(
      43, "CRLF inside a List",
      .set(
        [
          .key("items"), .index(1), .key("spec"), .key("template"), .key("metadata"),
          .key("labels"), .key("istio.io/rev"),
        ], "r"),
      "            app: list-deployment-test\r\n        spec:",
      "            app: list-deployment-test\r\n            istio.io/rev: r\r\n        spec:"),
    TrickyRow(
      45, "a Namespace in a List at the end of a file without a line end", in: 1,
      .set([.key("items"), .index(0), .key("metadata"), .key("labels"), .key("x")], "web"),
      "      name: b", "      name: b\n      labels:\n        x: web"),
    TrickyRow(
      47, "a key that is a number", .set(["data", "3.14"], "pi"), "3.14: \"float\"",
      "3.14: \"pi\""),
    TrickyRow(
      47, "a key that is a boolean", .remove(["data", "true"]), "  true: \"boolean\"\n", ""),
    TrickyRow(
      52, "a byte-order mark", .set(["name"], "ns"), "name: \"my-alpine\"", "name: \"ns\""),
    TrickyRow(
      58, "JSON with tabs",
      .set([.key("extenders"), .index(0), .key("new")], true),
      "        \"nodeCacheCapable\": false\n",
      "        \"nodeCacheCapable\": false,\n        \"new\": true\n"),
    TrickyRow(
      63, "a tag of its own", .set(["sonarr", "series", "api_key"], "K"),
      "!env_var SONARR_API_KEY\n", "!env_var K\n"),
    TrickyRow(
      64, "a label below a template", .set(["metadata", "labels", "istio-injection"], "enabled"),
      "istio-injection: disabled", "istio-injection: enabled"),
    TrickyRow(
      66, "a label above a template",
      .set(["metadata", "labels", "x"], "web", after: "name"), "  name: ml-pipeline\n",
      "  name: ml-pipeline\n  labels:\n    x: web\n"),
    TrickyRow(
      75, "`metadata: {}` beside `- {}`", in: 1,
      .set(["spec", "template", "metadata", "labels", "x"], "web"), "    metadata: {}\n",
      "    metadata: {labels: {x: web}}\n"),
    TrickyRow(
      75, "`- {}`", in: 1, .set([.key("spec"), .key("generators"), .index(0), .key("x")], "web"),
      "    - {}\n", "    - {x: web}\n"),
    TrickyRow(
      90, "`kind: List` behind its items",
      .set([.key("items"), .index(0), .key("metadata"), .key("labels"), .key("x")], "web"),
      "      kubevirt.io/size: small\n    name: testvm\n",
      "      kubevirt.io/size: small\n      x: web\n    name: testvm\n"),
  ]
}

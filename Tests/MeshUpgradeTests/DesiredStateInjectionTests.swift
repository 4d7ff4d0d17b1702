import Testing

@testable import MeshUpgrade

/// Rows of desired states: settings of injection that cannot be meant.
struct DesiredStateInjectionTests {
  private static func state(_ injection: String, tags: String = "[prod]") -> String {
    """
    apiVersion: meshphase.io/v1alpha1
    kind: MeshUpgrade
    metadata: {name: prod}
    spec:
      to: {revision: asm-1140-0}
      namespaces: [app]
      tags: \(tags)
      controlPlane:
        injection: \(injection)

    """
  }

  @Test(arguments: rows)
  func `settings of injection that cannot be meant are told with their place`(
    _ row: DesiredStateRow
  ) {
    #expect(row.findings() == row.expected)
  }

  private static let url =
    ", expected an https URL with /inject in its path, and without user, query and fragment"
    + " | such as https://istiod.example.com:15017/inject"

  static let rows: [DesiredStateRow] =
    [
      DesiredStateRow("nothing", yaml: state("{}"), expected: []),
      DesiredStateRow(
        "everything that goes together",
        yaml: state(
          "{cluster: one, network: two.example, webhookName: our-tag, labels: {team: mesh},"
            + " annotations: {example.com/why: \"any text: at all\"}}"), expected: []),
      DesiredStateRow(
        "a key that is misspelled", yaml: state("{URL: a, clusters: b}"),
        expected: [
          "MP201 9:17 unknown key \"URL\" in spec.controlPlane.injection, expected url, cluster,"
            + " network, webhookName, labels or annotations | did you mean \"url\"?",
          "MP201 9:25 unknown key \"clusters\" in spec.controlPlane.injection, expected url,"
            + " cluster, network, webhookName, labels or annotations | did you mean \"cluster\"?",
        ]),
      DesiredStateRow(
        "no mapping", yaml: state("https://a/inject"),
        expected: [
          "MP201 9:16 spec.controlPlane.injection: found the text \"https://a/inject\", expected a"
            + " mapping"
        ]),
      DesiredStateRow(
        "other types", yaml: state("{url: 1, cluster: true, labels: [a], annotations: {a: 1}}"),
        expected: [
          "MP201 9:22 spec.controlPlane.injection.url: found the number 1, expected text | write it"
            + " in quotes: \"1\"",
          "MP201 9:34 spec.controlPlane.injection.cluster: found the boolean true, expected text |"
            + " write it in quotes: \"true\"",
          "MP201 9:48 spec.controlPlane.injection.labels: found a list, expected a mapping",
          "MP201 9:70 spec.controlPlane.injection.annotations.a: found the number 1, expected text"
            + " | write it in quotes: \"1\"",
        ]),
      DesiredStateRow(
        "names that Kubernetes does not allow",
        yaml: state("{cluster: a/b, network: My_Net, webhookName: \"\"}"),
        expected: [
          "MP201 9:26 spec.controlPlane.injection.cluster: found \"a/b\", expected a DNS-1123"
            + " subdomain: lower-case letters, digits and inner \"-\" and \".\", at most 253"
            + " characters",
          "MP201 9:40 spec.controlPlane.injection.network: found \"My_Net\", expected a DNS-1123"
            + " subdomain: lower-case letters, digits and inner \"-\" and \".\", at most 253"
            + " characters | did you mean \"my-net\"?",
          "MP201 9:61 spec.controlPlane.injection.webhookName: found \"\", expected a DNS-1123"
            + " subdomain: lower-case letters, digits and inner \"-\" and \".\", at most 253"
            + " characters",
        ]),
      DesiredStateRow(
        "labels that Kubernetes does not allow",
        yaml: state("{labels: {\"a b\": x, b: \"x y\"}, annotations: {\"a/b/c\": x}}"),
        expected: [
          "MP201 9:33 spec.controlPlane.injection.labels[\"a b\"]: found the label key \"a b\","
            + " expected a form such as mesh or example.com/mesh",
          "MP201 9:39 spec.controlPlane.injection.labels.b: found \"x y\", expected a label value:"
            + " at most 63 letters, digits, \"-\", \"_\" and \".\", with a letter or digit first"
            + " and last",
          "MP201 9:70 spec.controlPlane.injection.annotations[\"a/b/c\"]: found the annotation key"
            + " \"a/b/c\", expected a form such as mesh or example.com/mesh",
        ]),
      DesiredStateRow(
        "labels that are not free",
        yaml: state("{labels: {istio.io/rev: a, app: b, install.operator.istio.io/c: d}}"),
        expected: [
          "MP201 9:40 spec.controlPlane.injection.labels[\"istio.io/rev\"]: found a value for"
            + " istio.io/rev, expected none: meshphase writes that label itself | remove it",
          "MP201 9:48 spec.controlPlane.injection.labels.app: found a value for app, expected none:"
            + " meshphase writes that label itself | remove it",
          "MP201 9:80 spec.controlPlane.injection.labels[\"install.operator.istio.io/c\"]: found a"
            + " label of the operator, expected none: istioctl install removes what carries it |"
            + " remove it",
        ]),
      DesiredStateRow(
        "cluster and network beside a url",
        yaml: state("{url: \"https://a/inject\", cluster: b, network: c}"),
        expected: ["cluster 9:51", "network 9:63"].map { end in
          let (key, place) = (end.prefix { $0 != " " }, end.drop { $0 != " " }.dropFirst())
          return "MP201 \(place) spec.controlPlane.injection.\(key): found a \(key) beside a url,"
            + " expected it in the path of the url | write the url as"
            + " https://HOST/inject/cluster/CLUSTER/net/NETWORK"
        }),
      DesiredStateRow(
        "one name for two tags", yaml: state("{webhookName: ours}", tags: "[prod, default]"),
        expected: [
          "MP201 9:30 spec.controlPlane.injection.webhookName: found one name, and 2 tags in"
            + " spec.tags; expected one tag | leave the name out: each tag then has"
            + " istio-revision-tag-TAG"
        ]),
    ]
    + [
      "http://a/inject", "https:///inject", "https://a/injection", "https://inject",
      "https://a/inject?x=1", "https://u@a/inject", "https://a/inject#b", "https://a/in ject",
      "https://a/é/inject", "istiod.example.com/inject", "",
    ].map { text in
      DesiredStateRow(
        "the url \(text)", yaml: state("{url: \"\(text)\"}"),
        expected: [
          "MP201 9:22 spec.controlPlane.injection.url: found \"\(text)\"" + url
        ])
    }
}

import Files
import Kubernetes
import Testing
import YAML

@testable import MeshUpgrade

@Suite struct `Patterns of Argo CD` {
  @Test(arguments: [
    ("*.yaml", "a.yaml", true), ("*.yaml", "a/b.yaml", true), ("plan.yaml", "a/plan.yaml", false),
    ("{a.json,env/*}", "env/x/y.yaml", true), ("{a.json,env/*}", "b.json", false),
    ("a{b,{c,d}e}f", "adef", true), ("a{b,{c,d}e}f", "acf", false), ("?.yaml", "a.yaml", true),
    ("[a-c]x", "bx", true), ("[!a-c]x", "bx", false), ("\\*", "*", true), ("\\*", "a", false),
    ("a{b", "ab", false), ("", "", true), ("", "a", false), ("**", "a/b", true),
  ])
  func `match the whole of a text`(pattern: String, text: String, isMatch: Bool) {
    #expect(ArgoGlob(pattern).matches(text) == isMatch)
  }

  @Test func `stop at a separator, unless it is doubled`() {
    #expect(!ArgoGlob("https://h/*", separator: "/").matches("https://h/a/b"))
    #expect(ArgoGlob("https://h/*/b", separator: "/").matches("https://h/a/b"))
    #expect(ArgoGlob("https://h/**", separator: "/").matches("https://h/a/b"))
  }

  @Test func `cost no more than the product of both lengths`() {
    let pattern = String(repeating: "*a", count: 400)
    #expect(!ArgoGlob(pattern).matches(String(repeating: "a", count: 2000) + "b"))
    #expect(!ArgoGlob(String(repeating: "{a,b}", count: 200)).matches("a"))
  }
}

@Suite struct `A tracked revision` {
  @Test(arguments: [
    (nil, TrackedRevision.head), ("HEAD", .head), ("main", .name("main")),
    ("refs/heads/main", .name("main")), ("v1.2.3", .name("v1.2.3")),
    ("refs/tags/v1", .name("refs/tags/v1")), ("1.*", .unknown), (">=1.2.0 <2", .unknown),
    ("{{branch}}", .unknown), ("0123abc", .commit("0123abc")), ("feedbad", .name("feedbad")),
  ])
  func `is read as Argo CD resolves it`(text: String?, revision: TrackedRevision) {
    #expect(TrackedRevision(text) == revision)
  }

  @Test(arguments: [
    ("refs/heads/main", "main"), ("refs/heads/a/b", "a/b"), ("refs/remotes/origin/main", "main"),
    ("refs/remotes/origin/a/b", "a/b"), ("refs/remotes/origin/HEAD", nil), ("refs/tags/v1", nil),
    ("HEAD", nil), ("0123456789", nil), (nil, nil),
  ])
  func `is compared with the branch of a ref`(reference: String?, branch: String?) {
    #expect(TrackedRevision.branch(reference) == branch)
  }
}

@Suite struct `An AppProject` {
  private func project(_ spec: String) throws -> AppProject {
    let text =
      "apiVersion: argoproj.io/v1alpha1\nkind: AppProject\nmetadata: {name: p}\nspec: {\(spec)}"
    return try #require(AppProject(object(text)))
  }

  private func object(_ text: String) throws -> ManifestObject {
    let file = ManifestFile(
      path: try #require(.init("a.yaml")), bytes: Array(text.utf8),
      filter: DocumentFilter(names: ["kind"]))
    return try #require(file.objects.first)
  }

  private func application(_ destination: String) throws -> ArgoApplication {
    try #require(
      ArgoApplication(
        object(ArgoFixture.application("a", "source: {path: x}\ndestination: {\(destination)}"))))
  }

  private static let service = ObjectKey(
    group: "", kind: "Service", namespace: "istio-system", name: "istiod")

  @Test(arguments: [
    ("", true), ("namespaceResourceWhitelist: null", true),
    ("namespaceResourceWhitelist: []", false),
    ("namespaceResourceWhitelist: [{group: '', kind: Service}]", true),
    ("namespaceResourceWhitelist: [{group: apps, kind: '*'}]", false),
    ("namespaceResourceBlacklist: [{group: '*', kind: Serv*}]", false),
    ("namespaceResourceBlacklist: [{group: apps, kind: Service}]", true),
    ("clusterResourceBlacklist: [{group: '*', kind: '*'}]", true),
  ])
  func `allows kinds of a namespace unless it lists others`(spec: String, isAllowed: Bool) throws {
    let refusal = try project(spec).refusal(ofKindOf: Self.service, isNamespaced: true)
    #expect((refusal == nil) == isAllowed)
  }

  @Test(arguments: [
    ("", false), ("clusterResourceWhitelist: []", false),
    ("clusterResourceWhitelist: [{group: '*', kind: '*'}]", true),
    ("clusterResourceWhitelist: [{group: '', kind: Namespace, name: team-*}]", false),
    ("clusterResourceWhitelist: [{group: '', kind: Namespace, name: app*}]", true),
  ])
  func `allows kinds of the cluster only where it lists them`(spec: String, isAllowed: Bool) throws
  {
    let key = ObjectKey(group: "", kind: "Namespace", namespace: nil, name: "app")
    let refusal = try project(spec).refusal(ofKindOf: key, isNamespaced: false)
    #expect((refusal == nil) == isAllowed)
  }

  @Test(arguments: [
    ("destinations: [{server: s, namespace: '*'}]", true),
    ("destinations: [{server: '*', namespace: istio-*}]", true),
    ("destinations: [{server: s, namespace: app}]", false),
    ("destinations: [{server: other, namespace: '*'}]", false),
    ("destinations: [{server: s, namespace: '*'}, {server: s, namespace: '!istio-system'}]", false),
    // The cluster by its name, where the Application has its server: not known.
    ("destinations: [{name: prod, namespace: '*'}]", true), ("", false),
  ])
  func `allows namespaces among its destinations`(spec: String, isAllowed: Bool) throws {
    let refusal = try project(spec).refusal(
      ofNamespace: "istio-system", for: try application("server: s"))
    #expect((refusal == nil) == isAllowed)
    #expect(
      try project(spec).refusal(
        ofNamespace: "istio-system", for: try application("server: '{{server}}'")) == nil)
  }

  @Test(arguments: [
    ("sourceRepos: ['*']", true), ("sourceRepos: [https://H/a/b]", true),
    ("sourceRepos: ['https://h/*']", false), ("sourceRepos: ['https://h/a/*']", true),
    ("sourceRepos: ['*', '!https://h/a/b.git']", false), ("sourceRepos: []", false),
  ])
  func `allows repositories among its sources`(spec: String, isAllowed: Bool) throws {
    let refusal = try project(spec).refusal(ofRepository: "https://h/a/b.git")
    #expect((refusal == nil) == isAllowed)
  }
}

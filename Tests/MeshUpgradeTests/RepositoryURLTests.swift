import Testing

@testable import MeshUpgrade

/// Applications of a repository may sync others, which have folders of the same names.
@Suite struct `Sources in other repositories` {
  @Test(arguments: [
    "https://git.example.com/team/mesh.git", "https://git.example.com/team/mesh",
    "https://GIT.example.com/team/mesh/", "ssh://git@git.example.com:22/team/mesh.git",
    "git@git.example.com:team/mesh.git", "https://user:token@git.example.com/team/mesh.git",
    "git.example.com/team/mesh",
  ])
  func `a repository has many spellings`(url: String) {
    #expect(RepositoryURL(url) == RepositoryURL("https://git.example.com/team/mesh.git"))
  }

  @Test(arguments: [
    "https://git.example.com/team/mesh-config.git", "https://git.example.org/team/mesh.git",
    "https://git.example.com/other/mesh.git",
  ])
  func `another one has none of them`(url: String) {
    #expect(RepositoryURL(url) != nil)
    #expect(RepositoryURL(url) != RepositoryURL("https://git.example.com/team/mesh.git"))
  }

  @Test func `a template may be any`() {
    #expect(RepositoryURL("https://git.example.com/{{ .repo }}.git") == nil)
  }

  private static func application(
    _ name: String, _ path: String, of repository: String, _ more: String = ""
  ) -> String {
    Manifests.application(
      name, path: path, to: "shop", "repoURL: https://git.example.com/\(repository).git\(more)")
  }

  /// A repository with an Application of its own, and one that reads another at a tag.
  private static func files(otherPath: String) -> [String: String] {
    [
      "argo/shop.yaml": application("shop", "shop", of: "mesh", "\n    targetRevision: main"),
      "argo/other.yaml": application(
        "other", otherPath, of: "other",
        "\n    targetRevision: v1.2.3\n    directory: {recurse: true}"),
      "shop/ns.yaml": Manifests.namespace("shop"),
      "shop/web.yaml": Manifests.deployment("web", in: nil),
    ]
  }

  private static func stray(_ files: [String: String], _ more: String = "") throws -> [String] {
    var fixture = PlanFixture.upgrade(
      "shop", "phases: [{name: all, actions: [Relabel, Restart], percent: 100}]\n\(more)",
      files: files)
    fixture.files["meshphase.yaml"] = fixture.desired
    return try ArgoFixture.planned(fixture).filter { $0.rule.code == "MP103" }
      .map { ArgoFixture.line($0) }
  }

  @Test func `folders that are not here tell another repository`() throws {
    var files = Self.files(otherPath: "charts/other")
    #expect(try Self.stray(files) == [])
    // With a folder of that name it may be this one.
    files["charts/other/x.yaml"] = Manifests.configMap("x")
    files["argo/other.yaml"] = files["argo/other.yaml"]?.replacing("charts/other", with: "shop")
    let stray = try Self.stray(files)
    #expect(stray == ["MP103 warning argo/other.yaml:8:5 all"])
  }

  @Test func `the root of any repository is there, so it may be this one`() throws {
    let files = Self.files(otherPath: ".")
    let stray = try Self.stray(files)
    #expect(stray == ["MP103 warning argo/other.yaml:8:5 all"])
  }

  @Test(arguments: [
    "https://git.example.com/mesh.git", "git@git.example.com:mesh",
  ])
  func `the desired state says which one this is`(url: String) throws {
    #expect(try Self.stray(Self.files(otherPath: "."), "repository: {url: '\(url)'}") == [])
    #expect(try Self.stray(Self.files(otherPath: "shop"), "repository: {url: '\(url)'}") == [])
  }
}

import Foundation
import Testing

/// `meshphase lint`, and the states that it takes.
@Suite struct `Lint` {
  /// An Application that reads a folder with a webhook whose caBundle is in Git: one finding.
  private static let files = [
    "argocd/mesh.yaml": """
    apiVersion: argoproj.io/v1alpha1
    kind: Application
    metadata: {name: mesh, namespace: argocd}
    spec:
      source: {path: mesh}

    """,
    "mesh/tag.yaml": """
    apiVersion: admissionregistration.k8s.io/v1
    kind: MutatingWebhookConfiguration
    metadata: {name: istio-revision-tag-prod}
    webhooks:
    - clientConfig: {caBundle: ""}

    """,
  ]

  /// Rule and place of each finding of a run, which must have ended as its findings say.
  private func found(_ outcome: Sandbox.Outcome) throws -> [String] {
    let json = try JSON(outcome.output)
    try JSONShape.checkFindings(json)
    let findings = json["findings"].items.map { finding in
      "\(finding["rule"].text ?? "") \(finding["place"]["file"].text ?? "")"
    }
    #expect(outcome.status == (findings.isEmpty ? 0 : 1))
    return findings
  }

  private func found(_ arguments: String, _ repository: TestRepository, input: String = "") throws
    -> [String]
  {
    try found(try repository.meshphase("lint -o json \(arguments)", input: input))
  }

  @Test(arguments: ["", ".", "HEAD", "main", "--base main", "'../repository'"])
  func `a folder, a commit and the base are one state`(arguments: String) throws {
    #expect(try found(arguments, try TestRepository(Self.files)) == ["MP105 mesh/tag.yaml"])
  }

  @Test func `paths are seen from the folder`() throws {
    let repository = try TestRepository(
      Self.files.reduce(into: [:]) { $0["clusters/east/\($1.key)"] = $1.value })
    #expect(try found("clusters/east", repository) == ["MP105 mesh/tag.yaml"])
    // Seen from the root, the Application's folder is another one.
    #expect(try found(".", repository) == [])
  }

  /// One Application with the tag's release, in one file.
  private static let release = """
    apiVersion: argoproj.io/v1alpha1
    kind: Application
    metadata: {name: istiod}
    spec: {source: {helm: {valuesObject: {revision: 1-20, revisionTags: [prod]}}}}

    """

  @Test func `one file is a state, whatever it is called, and so is standard input`() throws {
    let repository = try TestRepository(["a/live": Self.release, "b.yaml": Self.release])
    #expect(try found("a/live", repository) == ["MP111 live"])
    #expect(try found("b.yaml", repository) == ["MP111 b.yaml"])
    #expect(try found("-", repository, input: Self.release) == ["MP111 -"])
    let piped = try repository.shell("cat b.yaml | \"$MESHPHASE\" lint -o json /dev/stdin")
    #expect(try found(piped) == ["MP111 stdin"])
  }

  @Test func `what is not in the commit is not in its state`() throws {
    let repository = try TestRepository(["README.md": "x"])
    try repository.write(Self.release, to: "a.yaml")
    #expect(try found("HEAD", repository) == [])
    #expect(try found(".", repository) == ["MP111 a.yaml"])
  }

  @Test func `links are not followed, and Git's own files are not read`() throws {
    let repository = try TestRepository(["a.yaml": Self.release])
    _ = try repository.shell(
      """
      ln -s a.yaml b.yaml && ln -s nowhere c.yaml && ln -s / d && ln -s . e && mkfifo f.yaml
      cp a.yaml .git/x.yaml
      """)
    #expect(try found(".", repository) == ["MP111 a.yaml"])
  }

  @Test func `a branch that meshphase has written is a state`() throws {
    let repository = try TestRepository(Small.files)
    #expect(try repository.meshphase("commit -q").status == 0)
    #expect(try found(Small.branch, repository) == [])
    #expect(try repository.meshphase("lint --base \(Small.branch)").status == 2)
  }

  @Test func `what is nothing of these is refused`() throws {
    let repository = try TestRepository(Self.files)
    let outcome = try repository.meshphase("lint -o json nowhere")
    #expect(outcome.status == 2)
    try JSONShape.checkRefusal(try JSON(outcome.output))
    #expect(outcome.messageText.contains("nowhere is neither a file, a folder nor a commit"))
    let outside = try repository.meshphase("lint -C '\(repository.sandbox.home)' nowhere")
    #expect(outside.status == 2)
    #expect(
      outside.messageText.contains("repository of -C: \(repository.sandbox.home) is not in one"))
  }

  // MARK: Plans

  @Test func `with a desired state it is about the plan`() throws {
    let application = "apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: {name: a}\n"
    var files = Small.files
    files["a.yaml"] = application + "spec: {source: {path: ., targetRevision: other}}\n"
    let repository = try TestRepository(files)
    let expected = ["MP103 a.yaml", "MP102 meshphase.yaml"]
    #expect(try found("", repository) == expected)
    #expect(try found("-f :meshphase.yaml", repository) == expected)
    #expect(try found(".", repository) == ["MP102 meshphase.yaml"])
    // The error refuses the plan, and the warning is not what does.
    let plan = try repository.meshphase("plan -o json")
    #expect(plan.status == 2)
    #expect(try JSON(plan.output)["errors"].items.compactMap { $0["rule"].text } == ["MP103"])
    // On the branch that is tracked there is nothing to refuse.
    try repository.git("branch other")
    #expect(try found("--base other", repository) == ["MP102 meshphase.yaml"])
  }

  @Test func `a desired state that cannot be worked with is refused`() throws {
    var files = Small.files
    files["meshphase.yaml"] = Small.desiredState.replacing("[shop]", with: "[gone]")
    let outcome = try TestRepository(files).meshphase("lint -o json")
    #expect(outcome.status == 2)
    try JSONShape.checkRefusal(try JSON(outcome.output))
  }

  @Test func `text says how many there are, and -q nothing`() throws {
    let repository = try TestRepository(Self.files)
    let text = try repository.meshphase("lint")
    #expect(text.text.hasPrefix("mesh/tag.yaml:5:18: warning MP105: "))
    #expect(text.text.hasSuffix("\n1 warning\n"))
    #expect(text.messages.isEmpty)
    let quiet = try repository.meshphase("lint -q")
    #expect(quiet.status == 1)
    #expect(quiet.output.isEmpty && quiet.messages.isEmpty)
    let clean = try repository.meshphase("lint argocd")
    #expect(clean.status == 0)
    #expect(clean.text == "Nothing was found\n")
  }
}

/// Lint on public repositories.
@Suite(.enabled(if: Corpus.areThere, Comment(rawValue: Corpus.reason)))
struct `Lint of public repositories` {
  /// What is found in each, looked at one by one: their Applications install charts or read
  /// folders without objects of a sidecar mesh, so there is nothing to say.
  @Test(arguments: [
    "istio__istio", "istio__istio/samples/ambient-argo",
    "GoogleCloudPlatform__gke-poc-toolkit-demos",
    "GoogleCloudPlatform__gke-poc-toolkit-demos/gke-fleets-with-argocd/argo-repo-sync",
    "GoogleCloudPlatform__anthos-service-mesh-packages",
    "GoogleCloudPlatform__kubeflow-distribution",
  ])
  func `says what is right`(name: String) throws {
    let repository = try TestRepository([:])
    let outcome = try repository.meshphase("lint -o json '\(Corpus(name: name).folder)'")
    #expect(outcome.status == 0)
    try JSONShape.checkFindings(try JSON(outcome.output))
  }
}

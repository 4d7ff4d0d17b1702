import Foundation
import Testing

/// Public repositories, imported into fresh Git repositories.
@Suite(.enabled(if: Corpus.areThere, Comment(rawValue: Corpus.reason)))
struct `Public repositories` {
  private static let withoutRetire = """
    [{name: half, actions: [Relabel, Restart], percent: 50}, \
    {name: rest, actions: [Relabel, Restart], percent: 100}, \
    {name: promote, actions: [MoveTags, MoveService, MoveValidator]}]
    """

  private static let istio = Corpus(
    name: "istio__istio",
    exclude: [
      "pkg/config/analysis/analyzers/testdata/injection-with-mismatched-sidecar.yaml",
      "samples/ambient-argo/**",
    ],
    phases: withoutRetire,
    // Both labels, or `istio-injection: disabled`.
    leave: [
      "busted", "multi-ns-1", "not-conflict-ns-1", "not-conflict-ns-2", "foo",
      "user-ingressgateway-ns",
    ])

  private static let demos = Corpus(
    name: "GoogleCloudPlatform__gke-poc-toolkit-demos",
    exclude: ["gke-fleets-with-argocd/argo-repo-sync/multi-cluster-controllers/**"],
    from: "asm-managed", phases: withoutRetire, leave: ["APP_NAME"])

  /// The same, reading the other definition, in a file whose name has a space in it.
  private static let demosWithSpace = Corpus(
    name: "GoogleCloudPlatform__gke-poc-toolkit-demos",
    exclude: [
      "gke-fleets-with-argocd/argo-repo-sync/app-clusters-config/asm-gateways/**",
      "gke-fleets-with-argocd/argo-repo-sync/app-clusters-config/istio-system/**",
    ],
    from: "asm-managed", phases: withoutRetire, leave: ["APP_NAME"])

  private static let packages = Corpus(
    name: "GoogleCloudPlatform__anthos-service-mesh-packages", phases: withoutRetire)

  @Test(arguments: [istio, demos, demosWithSpace, packages])
  func `a public repository is planned and committed by the laws`(corpus: Corpus) throws {
    let repository = try TestRepository(importing: corpus.folder)
    let file = repository.sandbox.path + "/corpus.yaml"
    try Data(try corpus.desiredState().utf8).write(to: URL(fileURLWithPath: file))
    try Laws(repository, options: "-f '\(file)'").check()
    #expect(try repository.phaseBranches.count >= 2)
    let plan = try JSON(try repository.meshphase("plan -o json -f '\(file)'").output)
    try JSONShape.checkPlan(plan)
    let relabelled = plan["phases"].items.flatMap { $0["changes"].items }
      .filter { $0["object"]["kind"].text == "Namespace" && !$0["to"].isMissing }
    let names = Set(relabelled.compactMap { $0["object"]["name"].text })
    #expect(names == Set(try corpus.namespaces()), "every namespace found is relabelled")
  }

  @Test func `a namespace that two files define is refused with both places`() throws {
    let repository = try TestRepository(importing: Self.demos.folder)
    try repository.write(try Self.demos.desiredState(excluding: []), to: "meshphase.yaml")
    try repository.commitAll()
    let outcome = try Laws(repository).checkRefusal()
    let errors = try JSON(outcome.output)["errors"].items
    #expect(Set(errors.map { $0["rule"].text }) == ["MP204"])
    #expect(Set(errors.map { $0["namespace"].text }) == ["asm-gateways", "istio-system"])
    #expect(outcome.messageText.contains("asm-gateways/asm-namespace .yaml:1:1: "))
  }

  @Test func `labels that kustomize patches and kpt set are refused by name`() throws {
    let corpus = Corpus(name: "GoogleCloudPlatform__kubeflow-distribution")
    let repository = try TestRepository(importing: corpus.folder)
    try repository.write(
      """
      apiVersion: meshphase.io/v1alpha1
      kind: MeshUpgrade
      metadata: {name: kubeflow}
      spec:
        from: {revision: asm-1130-0}
        to: {revision: asm-1140-0}
        namespaces: [kubeflow, knative-serving]

      """, to: "meshphase.yaml")
    try repository.commitAll()
    let outcome = try Laws(repository).checkRefusal()
    let errors = try JSON(outcome.output)["errors"].items
    try JSONShape.checkRefusal(try JSON(outcome.output))
    #expect(errors.map { $0["rule"].text } == ["MP205", "MP205"])
    #expect(Set(errors.map { $0["namespace"].text }) == ["kubeflow", "knative-serving"])
    #expect(
      Set(errors.map { $0["place"]["file"].text }) == [
        "kubeflow/common/kubeflow-namespace/namespace-patch.yaml",
        "kubeflow/common/knative/patches/namespace-patch.yaml",
      ])
    #expect(outcome.messageText.contains("kpt-set"))
  }
}

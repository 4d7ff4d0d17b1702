package import Files
internal import Kubernetes
internal import YAML

/// What Argo CD makes of one state of a repository: the findings of MP1xx that need no plan.
package struct ArgoLint {
  private let review: ArgoReview

  /// Reads the state; files outside `scope` are not looked at.
  package init(
    _ files: RepositoryFiles, controlPlaneNamespace: String = "istio-system",
    scope: (RepositoryPath) -> Bool = { _ in true }
  ) {
    let repository = MeshRepository(files, scope: scope)
    review = ArgoReview(
      repository: repository,
      state: MeshState(repository, controlPlaneNamespace: controlPlaneNamespace))
  }

  /// Every finding, in the order of places.
  package func findings() -> [Finding] { Finding.inOrderOfPlaces(review.findings()) }
}

import Files
import Kubernetes
import YAML

@testable import MeshUpgrade

/// Repositories that Argo CD syncs, for tests of what it makes of them.
enum ArgoFixture {
  /// An Application in the terms of its `spec`, without the indentation.
  static func application(
    _ name: String = "mesh", _ spec: String = "source: {path: mesh/prod}",
    kind: String = "Application"
  ) -> String {
    let spec = spec.split(separator: "\n").map { "  \($0)" }.joined(separator: "\n")
    return """
      apiVersion: argoproj.io/v1alpha1
      kind: \(kind)
      metadata: {name: \(name), namespace: argocd}
      spec:
        project: mesh
      \(spec)

      """
  }

  /// A tag's webhook configuration with one webhook; `fields` are more of it.
  static func webhooks(
    kind: String = "MutatingWebhookConfiguration", name: String = "istio-revision-tag-prod",
    annotations: String = "{}", _ fields: String = "failurePolicy: Fail"
  ) -> String {
    """
    apiVersion: admissionregistration.k8s.io/v1
    kind: \(kind)
    metadata:
      name: \(name)
      annotations: \(annotations)
      labels: {istio.io/rev: asm-1130-0, istio.io/tag: prod}
    webhooks:
    - name: rev.namespace.sidecar-injector.istio.io
      \(fields)

    """
  }

  /// What lint finds in a state, as `MP105 warning a.yaml:3:5 message`.
  static func lint(_ files: [String: String]) -> [String] {
    ArgoLint(PlanFixture("", files: files).repositoryFiles).findings().map(line)
  }

  /// What Argo CD makes of a plan made on branch `main`.
  static func planned(
    _ fixture: PlanFixture, on reference: String? = "refs/heads/main"
  ) throws -> [Finding] {
    let decoded = try DesiredState.decode(desiredStateFile(fixture.desired))
    let path = RepositoryPath("meshphase.yaml")
    return try Planner(
      desired: decoded.state, source: decoded.source, files: fixture.repositoryFiles,
      templates: try TemplateLibrary.builtIn(), ignored: Set([path].compactMap { $0 }),
      baseReference: reference
    ).argoFindings(warnings: decoded.warnings)
  }

  /// Rule, severity and place of a finding, without its words.
  static func line(_ finding: Finding) -> String {
    let place = finding.place.map { " \($0.file):\($0.line):\($0.column)" } ?? ""
    let rest = [finding.phase, finding.namespace].compactMap { $0 }.joined(separator: " ")
    return "\(finding.rule) \(finding.severity)\(place)\(rest.isEmpty ? "" : " " + rest)"
  }
}

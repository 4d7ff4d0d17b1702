import Files
import Kubernetes

@testable import MeshUpgrade

/// Commits that follow each other, proven as if each were a phase: what the proof says of changes
/// that no planner has made.
struct StepFixture {
  var files: [String: String]
  /// What each step changes; nil for a file that goes.
  var steps: [[String: String?]]

  func findings() -> [Finding] {
    var states = [files]
    for step in steps {
      var next = states[states.count - 1]
      for (path, text) in step { next[path] = text }
      states.append(next)
    }
    let repositories = states.map { files in
      MeshRepository(PlanFixture("", files: files).repositoryFiles, scope: { _ in true })
    }
    let names = steps.indices.map { "step-\($0 + 1)" }
    let proofSteps = zip(names, steps).enumerated().map { index, step in
      ProofStep(
        name: step.0, before: repositories[index], after: repositories[index + 1],
        paths: step.1.keys.sorted().compactMap { RepositoryPath($0) }, byHand: [])
    }
    let model = ProofModel(
      base: repositories[0],
      state: MeshState(repositories[0], controlPlaneNamespace: "istio-system"), cluster: [],
      assumed: [], installed: [], steps: proofSteps)
    return ProofFindings(run: ProofRun(model), names: names, repositories: repositories).all()
  }

  /// The findings in one line each: `MP001 error step-1 shop`.
  func told() -> [String] {
    findings().map { finding in
      let kind = finding.isPreexisting ? "preexisting" : finding.severity.rawValue
      return "\(finding.rule) \(kind) \(finding.phase ?? "-") \(finding.namespace ?? "-")"
    }
  }
}

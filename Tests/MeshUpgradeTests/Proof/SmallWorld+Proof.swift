import Files
import Kubernetes

@testable import MeshUpgrade

/// What the code under test makes of a small world.
struct ProvenWorld {
  let model: ProofModel
  let run: ProofRun
  let findings: [Finding]

  init(_ world: SmallWorld, window: Int = 1) {
    var files = world.files(0)
    let base = MeshRepository(Self.repositoryFiles(files)) { _ in true }
    let state = MeshState(base, controlPlaneNamespace: "istio-system")
    var repositories = [base]
    var steps: [ProofStep] = []
    for index in 0..<world.steps {
      let next = world.files(index + 1)
      let edits = Self.edits(from: files, to: next)
      var after = repositories[index]
      after.apply(edits)
      steps.append(
        ProofStep(
          name: "\(index)", before: repositories[index], after: after, paths: edits.map(\.path),
          byHand: []))
      repositories.append(after)
      files = next
    }
    model = ProofModel(
      base: base, state: state, cluster: [], assumed: [], installed: [], steps: steps)
    run = ProofRun(model, window: window)
    findings = ProofFindings(run: run, names: steps.map(\.name), repositories: repositories).all()
  }

  var verdicts: [Verdict] { Self.verdicts(findings) }

  /// What the base comes to without any step, as a state that stands for itself.
  static func singleState(of world: SmallWorld) -> [Verdict] {
    let base = MeshRepository(repositoryFiles(world.files(0))) { _ in true }
    let model = ProofModel(
      base: base, state: MeshState(base, controlPlaneNamespace: "istio-system"), cluster: [],
      assumed: [], installed: [], steps: [])
    let run = ProofRun(model, asksForInjection: true)
    return verdicts(ProofFindings(run: run, names: [], repositories: [base]).all())
  }

  private static func verdicts(_ findings: [Finding]) -> [Verdict] {
    findings.map { finding in
      Verdict(
        rule: finding.rule.code, step: finding.phase.flatMap { Int($0) },
        place: finding.namespace
          ?? finding.object.map { "\($0.key.kind) \($0.key.name)" } ?? "nowhere",
        isPreexisting: finding.isPreexisting, isError: finding.severity == .error)
    }
  }

  private static func repositoryFiles(_ files: [String: String]) -> RepositoryFiles {
    let paths = files.keys.compactMap { RepositoryPath($0) }
    return RepositoryFiles(
      tree: FileTree(entries: paths.map { FileEntry(path: $0, mode: .file, content: .zero) }),
      contents: Dictionary(
        uniqueKeysWithValues: paths.map { ($0, Array((files[$0.description] ?? "").utf8)) }))
  }

  private static func edits(
    from old: [String: String], to new: [String: String]
  ) -> [TreeEdit] {
    Set(old.keys).union(new.keys).sorted().compactMap { name -> TreeEdit? in
      guard old[name] != new[name], let path = RepositoryPath(name) else { return nil }
      return new[name].map { TreeEdit.write(path: path, bytes: Array($0.utf8)) }
        ?? TreeEdit.remove(path: path)
    }
  }
}

internal import Files
internal import Kubernetes

/// What a proof came to.
package struct ProofReport: Sendable {
  /// Namespaces that are treated alike at the end of a phase.
  package struct NamespaceGroup: Hashable, Sendable {
    /// Their names, bytewise sorted.
    package let namespaces: [String]
    /// The labels that webhooks look at.
    package let labels: [String: String]
    /// The revision that injects a Pod without labels of its own; nil for none.
    package let revision: String?
  }

  /// The end of a phase.
  package struct PhaseEnd: Sendable {
    package let name: String
    /// The namespaces of the mesh, by their first names.
    package let groups: [NamespaceGroup]
  }

  /// The name of a single state, which is of no phase.
  package static let singleState = "state"

  /// How many distinct states were looked at: of the namespaces of a class and one kind of its Pods,
  /// or of a webhook configuration and what it calls.
  package let states: Int
  /// The state that phases start from.
  package let base: PhaseEnd
  package let phases: [PhaseEnd]
  package let findings: [Finding]
  package let assumptions: [Assumption]

  /// Whether no rule is broken that the base had not broken already.
  package var holds: Bool {
    !findings.contains { $0.severity == .error && !$0.isPreexisting }
  }

  /// What the report was made of, to explain a namespace by.
  let run: ProofRun
  /// The repository at the base, then after each phase.
  let repositories: [MeshRepository]
  /// What was proven; nil for a single state.
  var proof: PlanProof?

  /// The same proof, made again from what was parsed: for measuring what it takes.
  package func again() -> ProofReport { proof?.report() ?? self }

  init(
    run: ProofRun, names: [String], repositories: [MeshRepository], findings: [Finding],
    assumptions: [Assumption]
  ) {
    self.run = run
    self.repositories = repositories
    states = run.states
    let mesh = Self.mesh(run)
    let ends = zip([""] + names, run.reports).map { name, classes in
      PhaseEnd(name: name, groups: Self.groups(classes, run.model, mesh: mesh))
    }
    base = ends[0]
    phases = Array(ends.dropFirst())
    self.findings = findings
    self.assumptions = assumptions
  }

  /// The files that hold a MutatingWebhookConfiguration of a name at some time.
  var webhookFiles: [String: [RepositoryPath]] {
    var files: [String: Set<RepositoryPath>] = [:]
    for repository in [repositories.first, repositories.last].compactMap({ $0 }) {
      for (locator, object) in repository.objects
      where object.key.kind == "MutatingWebhookConfiguration" {
        files[object.key.name, default: []].insert(locator.file)
      }
    }
    return files.mapValues { $0.sorted() }
  }

  /// The namespaces that are in the mesh at some time.
  private static func mesh(_ run: ProofRun) -> Set<Int> {
    Set(run.reports.flatMap { $0 }.filter(\.isInMesh).flatMap(\.members))
  }

  private static func groups(
    _ classes: [ProofRun.ClassReport], _ model: ProofModel, mesh: Set<Int>
  ) -> [NamespaceGroup] {
    struct Alike: Hashable {
      let labels: [String: String]
      let revision: String?
    }
    var names: [Alike: Set<String>] = [:]
    for part in classes {
      let members = part.members.filter(mesh.contains).map { model.namespaces[$0].name }
      guard !members.isEmpty else { continue }
      names[Alike(labels: part.labels, revision: part.revision), default: []].formUnion(members)
    }
    return names.map { alike, names in
      NamespaceGroup(
        namespaces: PhaseList.bytewise(Array(names)), labels: alike.labels,
        revision: alike.revision)
    }.sorted { one, other in
      // Two definitions of a namespace may be in two groups.
      if one.namespaces != other.namespaces {
        return one.namespaces.lexicographicallyPrecedes(other.namespaces) {
          $0.utf8.lexicographicallyPrecedes($1.utf8)
        }
      }
      return Self.text(one.labels).utf8.lexicographicallyPrecedes(Self.text(other.labels).utf8)
    }
  }

  /// Labels as one text, in the order of their keys.
  static func text(_ labels: [String: String]) -> String {
    labels.map { "\($0.key)=\($0.value)" }
      .sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }.joined(separator: ",")
  }
}

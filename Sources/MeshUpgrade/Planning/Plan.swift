package import Files
package import Kubernetes

/// Everything an upgrade does, phase by phase: a pure function of the base commit, the desired
/// state and the templates.
package struct Plan: Sendable {
  /// The mesh's name.
  package let mesh: String
  /// The revision the mesh comes from; `default` is the un-revisioned install.
  package let from: RevisionName
  /// The revision it goes to.
  package let to: RevisionName
  /// The phases in order.
  package private(set) var phases: [Phase]
  /// What the plan takes for granted because no file shows it.
  package let assumptions: [Assumption]
  /// What the user should know; no errors, as those refuse the plan.
  package private(set) var findings: [Finding]
  /// Files that hold a wanted kind and could not be read, where the plan does not need them.
  package let skipped: [SkippedFile]
  /// That no state between the base and the end breaks a rule.
  package let proof: ProofReport

  /// The plan with more that the user should know.
  func adding(_ warnings: [Finding]) -> Plan {
    var plan = self
    plan.findings += warnings
    return plan
  }

  /// The plan with the phases whose rollbacks come before those of others, by name.
  func rolledBack(after order: [String: [String]]) -> Plan {
    var plan = self
    plan.phases = phases.map { phase in order[phase.name].map(phase.rolledBack) ?? phase }
    return plan
  }

  /// The plan with its phases as they have landed, by name.
  func landed(_ landed: [String: LandedPhase]) -> Plan {
    var plan = self
    let last = phases.last { landed[$0.name] != nil }?.name
    let warnings = phases.compactMap {
      landed[$0.name]?.warning(about: $0.name, isLast: $0.name == last)
    }
    plan.phases = phases.map { phase in
      (landed[phase.name].map(phase.landed) ?? phase).adding(warnings)
    }
    plan.findings += warnings
    return plan
  }
}

/// A revision and, where it is known, its Istio version.
package struct RevisionName: Hashable, Sendable {
  package let revision: String
  package let version: String?
}

/// One pull request's worth of the plan.
package struct Phase: Sendable {
  /// The position in the plan, from 1.
  package private(set) var index: Int
  package let name: String
  package let actions: [String]
  /// The namespaces it moves, gateway namespaces included.
  package let namespaces: [String]
  /// Why the phase is there, when the desired state did not ask for it in so many words.
  package let reason: String?
  /// The edits of the tree, in path order; none for a phase without changes.
  package let edits: [TreeEdit]
  package let files: [FileChange]
  package let changes: [Change]
  /// The changes that take the phase back.
  package private(set) var rollback: [Change]
  /// Why nothing takes the phase back; nil when ``rollback`` does.
  package let noRollbackReason: String?
  /// The phases whose rollbacks have to be merged before its own, as far as they have landed, in
  /// that order; they may come earlier in the plan.
  package private(set) var rollbackAfter: [String]
  /// What the rollback does that depends on those; nil where nothing does.
  package private(set) var rollbackNote: String?
  package let restarts: [Restart]
  /// The objects that its actions are about, those included that are as they should be.
  package let settled: SettledObjects
  package let manualSteps: [ManualStep]
  package let checks: [Check]
  package let estimate: Estimate
  package private(set) var findings: [Finding]
  /// What became of a phase that the base holds already; nil for one that is still to do.
  package private(set) var landed: LandedPhase?

  /// The files that hold no objects, such as the marker of a retired revision.
  var filesWithoutObjects: [FileChange] {
    let told = Set(changes.compactMap { ($0.toPlace ?? $0.fromPlace)?.file })
    return files.filter { $0.isPlain && !told.contains($0.path.description) }
  }

  /// The phase as it has landed.
  func landed(_ landed: LandedPhase) -> Phase {
    var phase = self
    phase.landed = landed
    phase.rollback = landed.rollback
    return phase
  }

  /// The phase with those whose rollbacks come before its own.
  func rolledBack(after others: [String]) -> Phase {
    var phase = self
    phase.rollbackAfter = others
    return phase
  }

  /// The phase at the place that it has in another plan.
  func at(_ index: Int, of other: Phase) -> Phase {
    var phase = self
    phase.index = index
    phase.rollbackAfter = other.rollbackAfter
    phase.rollbackNote = other.rollbackNote
    return phase
  }

  /// The phase with those of the findings that are about it.
  func adding(_ found: [Finding]) -> Phase {
    var phase = self
    phase.findings += found.filter { $0.phase == name }
    return phase
  }
}

/// A file that a phase touches, with its line counts as `git diff --numstat` has them.
package struct FileChange: Hashable, Sendable {
  package enum Status: String, Sendable {
    case added
    case modified
    case deleted
  }

  package let path: RepositoryPath
  package let status: Status
  package let added: Int
  package let removed: Int

  /// Whether it is no file of manifests.
  var isPlain: Bool { !RepositoryFiles.isManifestName(path.name) }
}

/// A workload whose pods a phase replaces.
package struct Restart: Hashable, Sendable {
  package let object: ObjectReference
  package let namespace: String
  /// How many pods it has; 1 when its manifest does not say.
  package let replicas: Int
}

/// Something that Git cannot do for the user, with the command that does it.
package struct ManualStep: Hashable, Sendable {
  package let text: String
  package let command: String?
  /// Whether it is to be done only where the phase is taken back.
  package var isForRollback = false
}

/// What to look at in the cluster before or after a phase, because no file can show it.
package struct Check: Hashable, Sendable {
  package enum Moment: String, Sendable {
    case before
    case after
  }

  package let when: Moment
  package let text: String
  package let command: String
  package let expect: String
}

/// How much a phase restarts.
package struct Estimate: Hashable, Sendable {
  package let pods: Int
  /// ceil(pods / restartRate).
  package let minutes: Int
}

/// Something the plan takes for granted.
package struct Assumption: Hashable, Sendable {
  /// Where it comes from: `template`, `clusterObjects` or `repository`.
  package let source: String
  package let object: ObjectReference?
  package let text: String
}

/// A file that was left out, and why.
package struct SkippedFile: Hashable, Sendable {
  package let path: RepositoryPath
  package let reason: String
}

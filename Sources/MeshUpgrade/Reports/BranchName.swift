/// The names of a plan's branches.
package enum BranchName {
  /// The folder of every branch that meshphase writes.
  package static let prefix = "refs/heads/meshphase/"

  /// A phase's position with leading zeros: `01`.
  package static func number(_ index: Int) -> String { index < 10 ? "0\(index)" : "\(index)" }

  /// `meshphase/<mesh>/<revision>/phase/<nn>-<name>`.
  package static func phase(_ phase: Phase, of plan: Plan) -> String {
    "meshphase/\(plan.mesh)/\(plan.to.revision)/phase/\(number(phase.index))-\(phase.name)"
  }

  /// `meshphase/<mesh>/<revision>/rollback/<nn>-<name>`.
  package static func rollback(_ phase: Phase, of plan: Plan) -> String {
    "meshphase/\(plan.mesh)/\(plan.to.revision)/rollback/\(number(phase.index))-\(phase.name)"
  }

  /// `meshphase/<mesh>/<revision>/rollback-through/<nn>-<name>`: a phase taken back after those that
  /// were taken back before it.
  package static func rollbackThrough(_ phase: Phase, of plan: Plan) -> String {
    "meshphase/\(plan.mesh)/\(plan.to.revision)/rollback-through/\(number(phase.index))-\(phase.name)"
  }
}

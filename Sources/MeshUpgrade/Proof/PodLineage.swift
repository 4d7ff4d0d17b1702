internal import Kubernetes

/// The Pods of a workload by all that they have been.
///
/// What is alike now is judged differently where it was different once: by what the base broke for
/// it already, and by whether it should have a sidecar. Equal lineages are judged alike in all.
struct PodLineage: Hashable, Sendable {
  /// The Pods from a state on: the base (0), or the end of a step; nil once they are gone.
  private struct Form: Hashable {
    let state: Int
    let pods: PodClass?
  }

  /// As they were at first, which tells whether a violation is an old one.
  let origin: PodClass
  private let first: Int
  private var later: [Form] = []

  /// Pods that are there from a state on.
  init(_ pods: PodClass, from state: Int = 0) {
    origin = pods
    first = state
  }

  /// A Pod that says nothing, which may be created at any time.
  static let unlabelled = PodLineage(.unlabelled)

  /// As they are now; nil where they are gone.
  var current: PodClass? { later.isEmpty ? origin : later[later.count - 1].pods }

  /// The same from a state on in another form; without one they are gone.
  func becoming(_ pods: PodClass?, in state: Int) -> PodLineage {
    guard pods != current else { return self }
    var lineage = self
    lineage.later.append(Form(state: state, pods: pods))
    return lineage
  }

  /// What they had been until a state; nil where they were not there.
  func until(_ state: Int) -> PodLineage? {
    guard first <= state else { return nil }
    var lineage = self
    lineage.later.removeAll { $0.state > state }
    return lineage.current == nil ? nil : lineage
  }

  /// What tells lineages apart, as a text to sort by: what they are now first.
  var text: String {
    let forms = [Form(state: first, pods: origin)] + later
    return forms.reversed().map { "\(ClassPartition.text($0.pods))\t\($0.state)" }
      .joined(separator: "\t")
  }
}

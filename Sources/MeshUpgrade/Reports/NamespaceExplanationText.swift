internal import Files

extension NamespaceExplanation {
  /// The explanation as a person reads it; states in which nothing changes are told together.
  package var styledText: StyledText {
    var text = StyledText()
    text.line("Namespace \(namespace)", .heading)
    var index = 0
    while index < states.count {
      var end = index
      while end + 1 < states.count, states[end + 1].isLike(states[index]) { end += 1 }
      text.endLine()
      text.add(Self.title(states[index...end]), .heading)
      let labels = states[index].labels.filter { MeshLabels.ofNamespaces.contains($0.key) }
      text.line(labels.isEmpty ? "  no mesh label" : "  \(ProofReport.text(labels))", .dim)
      for answer in states[index].answers { Self.add(answer, to: &text) }
      index = end + 1
    }
    return text
  }

  private static func title(_ states: ArraySlice<State>) -> String {
    func name(_ state: State) -> String { state.phase.map { "after \($0)" } ?? "base" }
    guard let first = states.first, let last = states.last, states.count > 1 else {
      return states.first.map(name) ?? ""
    }
    return "\(name(first)) … \(name(last))"
  }

  private static func add(_ answer: Answer, to text: inout StyledText) {
    let pod = answer.pod.isEmpty ? "a Pod" : "a Pod with \(ProofReport.text(answer.pod))"
    text.add("   \(pod): ")
    if let revision = answer.revision {
      text.line(revision, .added)
    } else if let obstacle = answer.obstacle {
      text.line("no sidecar, as \(obstacle)", .removed)
    } else if answer.calls.isEmpty {
      text.line("no sidecar: no webhook selects it", .removed)
    } else {
      text.line("whoever answers", .removed)
    }
    for call in answer.calls {
      let place = call.place.map { "\($0.file):\($0.line)" } ?? "not in the repository"
      text.line("      \(call.configuration), \(call.webhook) (\(place))", .dim)
      if let problem = call.problem { text.line("      \(problem)", .error) }
    }
    if Set(answer.calls.map(\.revision)).count > 1 {
      text.line("      two control planes are called, and the last one wins", .warning)
    }
  }
}

extension NamespaceExplanation.State {
  /// Whether Pods fare the same.
  fileprivate func isLike(_ other: NamespaceExplanation.State) -> Bool {
    labels == other.labels
      && answers.elementsEqual(other.answers) { one, two in
        one.pod == two.pod && one.revision == two.revision && one.obstacle == two.obstacle
          && one.calls.elementsEqual(two.calls) {
            $0.configuration == $1.configuration && $0.webhook == $1.webhook
              && $0.revision == $1.revision && $0.place == $1.place && $0.problem == $1.problem
          }
      }
  }
}

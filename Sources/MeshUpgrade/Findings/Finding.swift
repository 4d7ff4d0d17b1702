package import Files
package import Kubernetes

/// Something about the user's input that they should know: an error refuses, a warning does not.
package struct Finding: Hashable, Sendable, Error {
  /// Whether a finding refuses the plan.
  package enum Severity: String, Sendable {
    case error
    case warning
  }

  /// Another place that belongs to a finding, with what stands there.
  package struct Note: Hashable, Sendable {
    package let place: Place
    package let message: String

    package init(place: Place, message: String) {
      self.place = place
      self.message = message
    }
  }

  /// The rule that is broken.
  package var rule: Rule
  /// Whether it refuses.
  package var severity: Severity
  /// The name of the phase it is about.
  package var phase: String?
  /// The namespace it is about; nil only where none is concerned.
  package var namespace: String?
  /// The object it is about.
  package var object: ObjectReference?
  /// Where it stands.
  package var place: Place?
  /// What was found and what was expected, in plain English.
  package var message: String
  /// What to do about it.
  package var hint: String?
  /// Whether the base has it already and the plan does not worsen it.
  package var isPreexisting: Bool
  /// Why it is excepted; nil when it is not.
  package var exception: String?
  /// The line to show with a caret.
  package var excerpt: Excerpt?
  /// Other places that belong to it.
  package var notes: [Note]
  /// The state of the cluster that breaks the rule, where it is about states.
  package var counterexample: Counterexample?

  package init(
    _ rule: Rule, _ severity: Severity = .error, phase: String? = nil, namespace: String? = nil,
    object: ObjectReference? = nil, place: Place? = nil, message: String, hint: String? = nil,
    isPreexisting: Bool = false, excerpt: Excerpt? = nil, notes: [Note] = []
  ) {
    self.rule = rule
    self.severity = severity
    self.phase = phase
    self.namespace = namespace
    self.object = object
    self.place = place
    self.message = message
    self.hint = hint
    self.isPreexisting = isPreexisting
    self.excerpt = excerpt
    self.notes = notes
  }
}

extension Finding {
  /// A finding about a range of a text, with its place and its line.
  package init(
    _ rule: Rule, _ severity: Severity = .error, in file: SourceFile, at range: Range<Int>,
    namespace: String? = nil, object: ObjectReference? = nil, message: String,
    hint: String? = nil, notes: [Note] = []
  ) {
    self.init(
      rule, severity, namespace: namespace, object: object, place: file.place(at: range.lowerBound),
      message: message, hint: hint, excerpt: file.excerpt(at: range), notes: notes)
  }
}

/// Every finding that refuses a request, in the order to show them.
package struct Refusal: Error, Sendable {
  package let findings: [Finding]
  /// What the refusal leaves behind, as messages say it.
  package let outcome: String

  package init(_ findings: [Finding], outcome: String = "nothing was written") {
    self.findings = findings
    self.outcome = outcome
  }

  package init(_ finding: Finding, outcome: String = "nothing was written") {
    self.init([finding], outcome: outcome)
  }
}

extension Finding {
  /// The same finding, as one that the base has already.
  var preexisting: Finding {
    var finding = self
    finding.isPreexisting = true
    return finding
  }
}

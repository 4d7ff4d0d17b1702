/// Why an edit is refused, and where.
package struct EditError: Error, Hashable, Sendable {
  /// What stands in the way.
  package enum Problem: Hashable, Sendable {
    /// The path does not lead to a place where the change could be made.
    case noSuchPath(Path)
    /// The value is shared through this anchor, so an edit would change its other users too.
    case sharedAnchor(String)
    /// The value comes in through a merge key (`<<`).
    case mergedKey(String)
    /// The path needs a collection here and something else stands there.
    case unexpected(found: String, expected: String)
    /// The edited text does not read as the data it should have.
    case unverified
    /// The text cannot be read.
    case unreadable(ParseError.Problem)
  }

  /// What stands in the way.
  package let problem: Problem
  /// The bytes of the text it is about.
  package let range: Range<Int>

  package init(_ problem: Problem, at range: Range<Int>) {
    self.problem = problem
    self.range = range
  }

  init(_ error: ParseError) {
    self.init(.unreadable(error.problem), at: error.range)
  }

  /// The same error, its place seen from a text in which this one starts at `offset`.
  package func moved(by offset: Int) -> EditError {
    EditError(problem, at: (range.lowerBound + offset)..<(range.upperBound + offset))
  }
}

extension EditError {
  /// What was found and what was expected, in one plain sentence without a place.
  package var message: String {
    switch problem {
    case .noSuchPath(let path): "there is no place for \(path.pointer) in this document"
    case .sharedAnchor(let name):
      "this value is shared through the anchor &\(name); an edit would change its other users too"
    case .mergedKey(let key):
      "\"\(key)\" comes in through a merge key (<<); an edit would change its other users too"
    case .unexpected(let found, let expected): "found \(found), expected \(expected)"
    case .unverified: "no edit of this text gives exactly the intended data"
    case .unreadable(let problem): ParseError(problem, at: range).message
    }
  }

  /// What to do about it, where that is known.
  package var hint: String? {
    switch problem {
    case .sharedAnchor, .mergedKey: "write the value out at this place, without the anchor"
    case .unverified: "write this part in plain block style, or make the change by hand"
    default: nil
    }
  }
}

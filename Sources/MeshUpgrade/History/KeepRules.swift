internal import Files
internal import YAML

/// Which side wins where a rollback meets a field that was edited since.
package struct KeepRules: Sendable {
  /// A side of a conflict.
  package enum Side: String, Sendable, CaseIterable {
    /// What the branch has today.
    case today
    /// What stood before the phase.
    case before
  }

  /// A side, for every conflict, for those of a file, or for those at a field and below it.
  package struct Rule: Sendable {
    /// The rule as it was written.
    let text: String
    let side: Side
    let file: RepositoryPath?
    let pointer: [String]

    /// Reads `today`, `before=FILE` or `before=FILE:/metadata/labels`; nil for anything else.
    package init?(_ text: String) {
      let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      guard let side = Side(rawValue: String(parts[0])) else { return nil }
      self.side = side
      self.text = text
      guard parts.count == 2 else {
        (file, pointer) = (nil, [])
        return
      }
      let place = String(parts[1])
      let colon = place.firstRange(of: ":/")
      let name = colon.map { String(place[..<$0.lowerBound]) } ?? place
      let path = colon.map { String(place[place.index(after: $0.lowerBound)...]) } ?? ""
      guard let file = RepositoryPath(name), let pointer = Path.referenceTokens(of: path) else {
        return nil
      }
      (self.file, self.pointer) = (file, pointer)
    }

    fileprivate func matches(_ path: Path, in file: RepositoryPath) -> Bool {
      guard self.file == nil || self.file == file else { return false }
      return (Path.referenceTokens(of: path.pointer) ?? []).starts(with: pointer)
    }
  }

  private let rules: [Rule]

  /// The rules about places that fit none of these fields, as they were written.
  func unused(by fields: [(path: Path, file: RepositoryPath)]) -> [String] {
    rules.filter { rule in
      rule.file != nil && !fields.contains { rule.matches($0.path, in: $0.file) }
    }.map(\.text)
  }

  package init(_ rules: [Rule] = []) { self.rules = rules }

  /// The side that wins at a field of a file, by the last rule that fits; nil where none does.
  func side(at path: Path, in file: RepositoryPath) -> Side? {
    rules.last { $0.matches(path, in: file) }?.side
  }
}

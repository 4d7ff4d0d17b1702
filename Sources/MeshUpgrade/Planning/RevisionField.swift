/// Whether a key is one that holds the name of a revision, by what it is called.
enum RevisionField {
  /// `istio.io/rev`, `rev`, `revision`, `defaultRevision`, `istioRevision`, `ISTIO_REVISION`,
  /// `pilot.revision`; not `prev`, and none of `targetRevision` and its like, which name versions of
  /// files.
  static func isName(_ key: String) -> Bool {
    let name = key.split(separator: ".").last ?? ""
    let words = words(of: name)
    guard let last = words.last else { return false }
    return (endings.contains(last) || last.hasSuffix("revision"))
      && !words.dropLast().contains(where: versioned.contains)
  }

  private static let endings: Set<String> = ["rev", "revs", "revision", "revisions"]

  /// What else has revisions in these repositories.
  private static let versioned: Set<String> = [
    "build", "chart", "commit", "git", "helm", "image", "repo", "source", "svn", "target",
  ]

  /// The words of a name in lower case: `istioRevision` and `ISTIO_REVISION` have two.
  private static func words(of name: some StringProtocol) -> [String] {
    var words: [String] = []
    var word = ""
    var isAfterSmall = false
    for character in name {
      let isLetter = character.isLetter || character.isNumber
      if !isLetter || (character.isUppercase && isAfterSmall) {
        if !word.isEmpty { words.append(word) }
        word = ""
      }
      if isLetter { word += character.lowercased() }
      isAfterSmall = character.isLowercase || character.isNumber
    }
    return word.isEmpty ? words : words + [word]
  }
}

package import YAMLDiff

/// A rename that the user states: `Deployment istiod-*=istiod-canary-*`.
///
/// It is `[KIND ][NAMESPACE/]OLD=[NAMESPACE/]NEW`; where the new side says no namespace, it stays. A
/// `*` stands for any text; each one of the new side is what the one with the same number stood for
/// in the old side.
package struct DeclaredRename: Hashable, Sendable {
  /// As it was written.
  package let text: String
  private let kind: String?
  private let old: Name
  private let new: Name

  /// A name with wildcards, and the namespace where one is said.
  private struct Name: Hashable {
    let namespace: [Substring]?
    let name: [Substring]

    init?(_ text: Substring) {
      let parts = text.split(separator: "/", omittingEmptySubsequences: false)
      guard parts.count <= 2, parts.allSatisfy({ !$0.isEmpty }), let last = parts.last else {
        return nil
      }
      namespace = parts.count == 2 ? Self.pieces(parts[0]) : nil
      name = Self.pieces(last)
    }

    /// What stands before, between and after the wildcards.
    private static func pieces(_ text: Substring) -> [Substring] {
      text.split(separator: "*", omittingEmptySubsequences: false)
    }

    /// How many wildcards there are.
    var wildcards: Int { (namespace ?? [""]).count + name.count - 2 }
  }

  /// Reads `OLD=NEW`; nil when it is none, or NEW has other wildcards than OLD.
  package init?(_ text: String) {
    let sides = text.split(separator: "=", omittingEmptySubsequences: false)
    guard sides.count == 2 else { return nil }
    let words = sides[0].split(separator: " ")
    guard words.count == 1 || words.count == 2, let old = words.last.flatMap(Name.init),
      let new = Name(sides[1].drop { $0 == " " }),
      old.namespace != nil || new.namespace == nil,
      new.wildcards == 0
        || new.wildcards == (new.namespace == nil ? old.name.count - 1 : old.wildcards)
    else { return nil }
    self.text = text
    kind = words.count == 2 ? String(words[0]) : nil
    self.old = old
    self.new = new
  }

  /// The new identity of an object; nil for one that is not meant.
  ///
  /// The parts of an identity are group, kind, namespace and name.
  package func renamed(_ identity: DocumentIdentity) -> DocumentIdentity? {
    var parts = identity.parts
    guard parts.count == 4, kind == nil || kind == parts[1] else { return nil }
    var texts: [Substring] = []
    if let namespace = old.namespace {
      guard let found = Self.match(namespace, parts[2][...]) else { return nil }
      if new.namespace != nil { texts += found }
    }
    guard let found = Self.match(old.name, parts[3][...]) else { return nil }
    texts += found
    if let namespace = new.namespace { parts[2] = Self.fill(namespace, &texts) }
    parts[3] = Self.fill(new.name, &texts)
    return DocumentIdentity(parts: parts, namePosition: identity.namePosition)
  }

  /// What the wildcards between pieces stand for in a text, each as little as possible but the
  /// last; nil when the text is another.
  private static func match(_ pieces: [Substring], _ text: Substring) -> [Substring]? {
    guard let first = pieces.first, let last = pieces.last, text.hasPrefix(first) else {
      return nil
    }
    if pieces.count == 1 { return text == first ? [] : nil }
    var rest = text.dropFirst(first.count)
    var found: [Substring] = []
    for piece in pieces.dropFirst().dropLast() {
      guard let range = rest.firstRange(of: piece) else { return nil }
      found.append(rest[..<range.lowerBound])
      rest = rest[range.upperBound...]
    }
    guard rest.hasSuffix(last) else { return nil }
    return found + [rest.dropLast(last.count)]
  }

  private static func fill(_ pieces: [Substring], _ texts: inout [Substring]) -> String {
    var result = pieces.first.map(String.init) ?? ""
    for piece in pieces.dropFirst() {
      result += texts.isEmpty ? "" : String(texts.removeFirst())
      result += piece
    }
    return result
  }
}

extension DocumentRules {
  /// These rules with renames that are stated; of several that are meant the first counts.
  package func renaming(_ renames: [DeclaredRename]) -> DocumentRules {
    var rules = self
    if !renames.isEmpty {
      rules.renamed = { identity in renames.lazy.compactMap { $0.renamed(identity) }.first }
    }
    return rules
  }
}

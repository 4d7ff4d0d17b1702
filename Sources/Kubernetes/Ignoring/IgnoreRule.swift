package import YAML
package import YAMLDiff

/// A rule about what a comparison leaves out: of some objects a place, or the objects as a whole.
package struct IgnoreRule: Hashable, Sendable {
  /// What is left out.
  package enum Subject: Hashable, Sendable {
    /// Changes at a place of the objects and below it.
    case place(IgnoreRules.PathRule)
    /// What may become of the objects as a whole.
    case objects(Set<DocumentChange.Kind>)
  }

  package let selector: ObjectSelector
  package let subject: Subject

  package init(_ selector: ObjectSelector, _ subject: Subject) {
    self.selector = selector
    self.subject = subject
  }
}

/// Rules of several origins, which add up.
package struct IgnoreList: Sendable {
  package let rules: [IgnoreRule]

  package init(_ rules: [IgnoreRule]) { self.rules = rules }

  /// What the rules say about one document; nil when they say nothing.
  package func rules(for document: Node) -> IgnoreRules? {
    let names = ObjectNames(document.resolved)
    var paths: [IgnoreRules.PathRule] = []
    var documents: Set<DocumentChange.Kind> = []
    for rule in rules where rule.selector.matches(names) {
      switch rule.subject {
      case .place(let rule): paths.append(rule)
      case .objects(let kinds): documents.formUnion(kinds)
      }
    }
    return paths.isEmpty && documents.isEmpty
      ? nil : IgnoreRules(paths: paths, documents: documents)
  }
}

extension DocumentRules {
  /// The same rules, leaving out what a list says.
  package func ignoring(_ list: IgnoreList) -> DocumentRules {
    guard !list.rules.isEmpty else { return self }
    var rules = self
    rules.ignored = { list.rules(for: $0) }
    return rules
  }
}

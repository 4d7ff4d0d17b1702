internal import Files
internal import Kubernetes
internal import YAML

extension TemplateLibrary {
  /// Everything that is wrong with the templates, found by expanding each for each family with
  /// every condition fulfilled.
  func check(table source: SourceFile) -> [Finding] {
    var findings: [Finding] = []
    var usedConditions: Set<String> = []
    for (position, family) in table.families.enumerated() {
      for form in TemplateForm.allCases {
        guard let template = template(of: form, inFamily: position) else { continue }
        let names = TemplateParameters(.sample(for: form), in: family, of: table)
        var engine = TemplateEngine(source: template.source, parameters: names.fulfilled)
        let value = engine.value(of: template.document.root)
        usedConditions.formUnion(engine.usedConditions)
        var found = engine.findings
        if found.isEmpty, let value, GeneratedManifest(value) == nil {
          found = [Self.notAnObject(template)]
        }
        // Two families that share a template share its defects, though not always the hints.
        findings += found.filter { one in
          !findings.contains { $0.place == one.place && $0.message == one.message }
        }
      }
    }
    return findings + unusedConditions(used: usedConditions, in: source)
  }

  /// A condition of the table that no template asks about is most likely misspelt.
  private func unusedConditions(used: Set<String>, in source: SourceFile) -> [Finding] {
    var ranges: [(name: String, range: Range<Int>)] = []
    for family in table.families {
      for (name, range) in family.conditions where !used.contains(name) {
        ranges.append((name, range))
      }
    }
    return ranges.sorted { $0.range.lowerBound < $1.range.lowerBound }.map { name, range in
      Finding(
        .template, in: source, at: range, message: "no template asks for the condition \(name)")
    }
  }

  static func notAnObject(_ template: Template) -> Finding {
    Finding(
      .template, in: template.source, at: 0..<0,
      message: "expected apiVersion, kind and metadata.name, all of them text")
  }
}

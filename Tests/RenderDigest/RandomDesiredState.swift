import MeshUpgrade
import TestSupport

/// Random texts of `meshphase.yaml`; now and then one that is refused.
enum RandomDesiredState {
  static func text(_ random: inout SeededRandom, minors: [TemplateVersion]) -> String {
    let from = random.below(minors.count)
    let to = min(from + random.below(3), minors.count - 1)
    let names = names(1 + random.below(5), &random)
    let tags = names.isEmpty ? [] : self.names(random.below(4), &random)
    let labels = self.names(1 + random.below(3), &random).map { "\($0): \"\(random.below(9))\"" }
    return """
      apiVersion: meshphase.io/v1alpha1
      kind: MeshUpgrade
      metadata: {name: \(name(&random))}
      spec:
        from: {revision: \(revision(minors[from], &random)), version: \(version(minors[from], &random))}
        to: {revision: \(revision(minors[to], &random)), version: \(version(minors[to], &random))}
        controlPlane: {namespace: \(random.pick(["istio-system", "mesh", name(&random)]))}
        namespaces: [\(names.joined(separator: ", "))]
        namespaceSelector: {matchLabels: {\(labels.joined(separator: ", "))}}
        tags: [\((random.chance(40) ? ["default"] + tags : tags).joined(separator: ", "))]

      """
  }

  private static func version(_ minor: TemplateVersion, _ random: inout SeededRandom) -> String {
    let suffix = random.pick(["", "", "-asm.\(random.below(9))", "-asm.1+config\(random.below(9))"])
    return "\(minor.minorText).\(random.below(12))\(suffix)"
  }

  private static func revision(_ minor: TemplateVersion, _ random: inout SeededRandom) -> String {
    switch random.below(4) {
    case 0: "asm-1\(minor.minor)\(random.below(9))-\(random.below(9))"
    case 1: "1-\(minor.minor)-\(random.below(9))"
    case 2: random.chance(5) ? "default" : "r\(random.below(100_000))"
    default: name(&random)
    }
  }

  private static func names(_ count: Int, _ random: inout SeededRandom) -> [String] {
    (0..<count).map { _ in name(&random) }
  }

  private static func name(_ random: inout SeededRandom) -> String {
    let letters = Array("abcdefghijklmnopqrstuvwxyz0123456789-")
    let middle = (0..<random.below(12)).map { _ in random.pick(letters) }
    return String(
      [random.pick(Array(letters.prefix(26)))] + middle + [random.pick(Array(letters.prefix(36)))])
  }
}

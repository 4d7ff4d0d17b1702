import Files
import Kubernetes
import Testing

@testable import MeshUpgrade

/// A small repository that breaks a rule, and the mended one.
struct RuleRepository: Sendable, CustomTestStringConvertible {
  let name: String
  let rule: Rule
  /// The lines of `spec`.
  let spec: String
  let files: [String: String]
  /// What the rule says: severity (`preexisting` for what the base has), phase, namespace, file.
  let told: [String]
  /// The state of the first counterexample; nil where the rule is not about states.
  let state: String?
  /// The other rules that the broken one breaks as well.
  let others: Set<String>
  /// The mended repository: its desired state and what differs in its files, nil for one that goes.
  let mendedSpec: String
  let mends: [String: String?]

  init(
    _ name: String, _ rule: Rule, _ spec: String, _ files: [String: String], told: [String],
    in state: String? = nil, others: Set<String> = [], mended mendedSpec: String? = nil,
    _ mends: [String: String?] = [:]
  ) {
    self.name = name
    self.rule = rule
    self.spec = spec
    self.files = files
    self.told = told
    self.state = state
    self.others = others
    self.mendedSpec = mendedSpec ?? spec
    self.mends = mends
  }

  var testDescription: String { "\(rule) \(name)" }

  var broken: PlanFixture { PlanFixture(spec, files: files) }

  var mended: PlanFixture {
    var files = files
    for (path, text) in mends { files[path] = text }
    return PlanFixture(mendedSpec, files: files)
  }

  /// A finding in one line: `error all shop ns.yaml`.
  static func line(_ finding: Finding) -> String {
    let kind = finding.isPreexisting ? "preexisting" : finding.severity.rawValue
    let file = finding.place.map { "\($0.file)" }
    return [kind, finding.phase ?? "-", finding.namespace ?? "-", file ?? "-"]
      .joined(separator: " ")
  }
}

extension PlanFixture {
  /// Everything that is found, whether the plan is refused or not.
  func found() -> [Finding] {
    do throws(Refusal) { return try plan().findings } catch { return error.findings }
  }
}

/// What the repositories have in common.
extension RuleRepository {
  static let old = "asm-1130-0"
  static let new = "asm-1140-0"
  static let revisions = "from: {revision: \(old)}\nto: {revision: \(new)}\n"
  static let shop = "namespaces: [shop]\n"
  static let move = "{name: all, actions: [Relabel, Restart], percent: 100}"
  static let promote = "{name: promote, actions: [MoveTags, MoveService, MoveValidator]}"
  /// Where an un-revisioned install has the bare Service.
  static let promoteTags = "{name: promote, actions: [MoveTags, MoveValidator]}"
  static let retire = "{name: retire, actions: [Retire]}"

  static func phases(_ phases: String...) -> String {
    "phases:\n" + phases.map { "- \($0)\n" }.joined()
  }

  /// A namespace of the old revision with a Deployment.
  static let app = [
    "ns.yaml": Manifests.namespace("shop"), "web.yaml": Manifests.deployment("web", in: "shop"),
  ]

  /// A namespace that follows the default, with a Deployment.
  static let follower = [
    "ns.yaml": Manifests.namespace("shop", "istio-injection: enabled"),
    "web.yaml": Manifests.deployment("web", in: "shop"),
  ]

  static func of(_ files: [String: String]..., with more: [String: String] = [:])
    -> [String: String]
  {
    (files + [more]).reduce(into: [:]) { all, some in all.merge(some) { _, last in last } }
  }

  static func pod(_ name: String, in namespace: String, _ labels: String) -> String {
    """
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: \(name), namespace: \(namespace)}
    spec:
      selector: {matchLabels: {app: \(name)}}
      template:
        metadata:
          labels: {app: \(name), \(labels)}
        spec: {containers: []}

    """
  }
}

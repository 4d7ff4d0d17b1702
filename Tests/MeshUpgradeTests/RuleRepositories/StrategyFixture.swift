import Files
import Kubernetes
import Testing

@testable import MeshUpgrade

/// A mesh with both control planes in Git, for each strategy and each old control plane.
struct StrategyFixture: Sendable, CustomTestStringConvertible {
  let strategy: String
  var order = "GatewaysLast"
  /// The revision to leave; `default` for the un-revisioned install.
  let from: String
  /// Whether each namespace has an Application of its own.
  var isApart = false
  /// Whether the un-revisioned install serves by a tag `default`, as istioctl leaves it.
  var hasOldTag = false

  var testDescription: String {
    "\(strategy) \(order) from \(from)\(isApart ? " apart" : "")\(hasOldTag ? " by tag" : "")"
  }

  static let all: [StrategyFixture] = ["GatewaysLast", "GatewaysFirst"].flatMap { order in
    [false, true].flatMap { isApart in
      [
        ("Relabel", RuleRepository.old, false), ("Relabel", "default", false),
        ("Relabel", "default", true), ("MoveTag", RuleRepository.old, false),
        ("FollowDefault", RuleRepository.old, false), ("FollowDefault", "default", false),
        ("FollowDefault", "default", true),
      ].map { strategy, from, hasOldTag in
        StrategyFixture(
          strategy: strategy, order: order, from: from, isApart: isApart, hasOldTag: hasOldTag)
      }
    }
  }

  private var tag: String { strategy == "MoveTag" ? "prod" : "default" }

  private var label: String {
    switch strategy {
    case "MoveTag": "istio.io/rev: prod"
    case "FollowDefault": "istio-injection: enabled"
    default: from == "default" ? "istio-injection: enabled" : "istio.io/rev: \(from)"
    }
  }

  private static let names = ["cart", "gateway", "pay", "shop"]

  var files: [String: String] {
    var files = ["mesh/new.yaml": MeshForms.controlPlane(RuleRepository.new)]
    files["mesh/old.yaml"] =
      hasOldTag
      ? MeshForms.stream(
        MeshForms.neutralisedInjector, MeshForms.service(from), MeshForms.istiod(from))
      : MeshForms.controlPlane(from)
    if from != "default" || hasOldTag {
      files["mesh/tag.yaml"] = MeshForms.tag(tag, names: from)
      if tag == "default" { files["mesh/validator.yaml"] = MeshForms.defaultValidator(from) }
    }
    for name in Self.names {
      files["\(name)/ns.yaml"] = Manifests.namespace(name, label)
      files["\(name)/web.yaml"] = Manifests.deployment("web", in: name)
    }
    guard isApart else { return files }
    for name in Self.names + ["mesh"] {
      files["argocd/\(name).yaml"] = Manifests.application(name, path: name, to: name)
    }
    return files
  }

  var plan: PlanFixture {
    PlanFixture(
      """
      from: {revision: \(from), version: 1.13.0}
      to: {revision: \(RuleRepository.new)}
      namespaces: [shop, pay, cart]
      gatewayNamespaces: [gateway]
      tags: [\(tag)]
      controlPlane: {management: GitOps}
      strategy: {type: \(strategy), order: \(order)}
      repository: {output: mesh}
      """, files: files)
  }

  /// The files after each phase, from those of the base on.
  func states(of plan: Plan) -> [[String: String]] {
    var fixture = self.plan
    return [fixture.files]
      + plan.phases.map { phase in
        fixture.apply(phase)
        return fixture.files
      }
  }
}

extension StepFixture {
  /// Goes from each state to the next.
  init(through states: [[String: String]]) {
    let steps = zip(states, states.dropFirst()).map { before, after in
      let paths = Set(before.keys).union(after.keys).filter { before[$0] != after[$0] }
      return Dictionary(uniqueKeysWithValues: paths.map { ($0, after[$0]) })
    }
    self.init(files: states.first ?? [:], steps: steps)
  }

  /// What refuses, as `MP001 step-1 shop`.
  func errors() -> [String] {
    findings().filter { $0.severity == .error }.map {
      "\($0.rule) \($0.phase ?? "-") \($0.namespace ?? "-")"
    }
  }
}

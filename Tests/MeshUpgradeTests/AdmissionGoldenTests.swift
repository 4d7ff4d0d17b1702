import Foundation
import Kubernetes
import TestSupport
import Testing
import YAML

@testable import MeshUpgrade

/// Admission against Istio's own cases and brute-forced decision tables.
@Suite(.enabled(if: TemplateGoldens.arePresent, "the goldens are not in the repository"))
struct AdmissionGoldenTests {
  private static func text(_ name: String) throws -> String {
    let folder = try #require(TemplateGoldens.folder)
    return try String(contentsOf: URL(filePath: "\(folder)/\(name)"), encoding: .utf8)
  }

  /// The webhooks of the configurations of a text.
  private static func webhooks(_ text: String) throws -> [InjectorWebhook] {
    try Document.parseAll(Array(text.utf8)).flatMap { document -> [InjectorWebhook] in
      let root = document.root
      guard let kind = root["kind"]?.text, let name = root[["metadata", "name"]]?.text else {
        return []
      }
      return InjectorWebhook.webhooks(
        of: root,
        key: ObjectKey(
          group: "admissionregistration.k8s.io", kind: kind, namespace: nil, name: name),
        labels: ManifestObject.texts(root[["metadata", "labels"]]))
    }
  }

  private struct Case: Decodable {
    let name: String
    let ns: [String: String]
    let pod: [String: String]
    let injectedBy: [String]
  }

  private struct Cases: Decodable { let cases: [Case] }

  @Test func `the cases of istioctl's check-inject are decided alike`() throws {
    let cases = try JSONDecoder().decode(
      Cases.self, from: Data(Self.text("istio-testdata/check-inject-cases.json").utf8)
    ).cases
    let files = ["default-injector", "rev-16-injector", "never-match-injector"]
    let admission = Admission(
      try files.flatMap { try Self.webhooks(Self.text("istio-testdata/check-inject/\($0).yaml")) })
    for one in cases {
      let matches = admission.matches(
        namespace: NamespaceLabels(name: "ns", labels: one.ns), pod: one.pod)
      #expect(matches.map(\.configuration) == one.injectedBy, "\(one.name)")
    }
    print("check-inject: \(cases.count) of 11 cases")
    #expect(cases.count == 11)
  }

  @Test func `the analyzer's overlapping webhooks both match`() throws {
    let admission = Admission(
      try Self.webhooks(Self.text("istio-testdata/analyzer-webhook-overlap.yaml")))
    func names(_ labels: [String: String]) -> [String] {
      admission.matches(namespace: NamespaceLabels(name: "ns", labels: labels), pod: [:])
        .map(\.configuration)
    }
    #expect(
      names(["istio-injection": "enabled"]) == [
        "istio-sidecar-injector-missing-overlap", "istio-sidecar-injector-overlap",
      ])
    #expect(names([:]).isEmpty)
  }

  // MARK: Decision tables

  /// A row: labels, the control planes that match, and the webhooks.
  private struct Row {
    let namespace: [String: String]
    let pod: [String: String]
    let planes: Set<String>
    let webhooks: [String]

    init(_ line: Substring) {
      let cells = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
      func labels(_ pairs: [(String, String)]) -> [String: String] {
        Dictionary(uniqueKeysWithValues: pairs.filter { $0.1 != "-" })
      }
      namespace = labels([("istio-injection", cells[0]), ("istio.io/rev", cells[1])])
      pod = labels([("sidecar.istio.io/inject", cells[2]), ("istio.io/rev", cells[3])])
      func list(_ cell: String) -> [String] {
        cell == "-" ? [] : cell.split(whereSeparator: { ", ".contains($0) }).map(String.init)
      }
      planes = Set(list(cells[5]))
      webhooks = list(cells[6])
    }
  }

  /// The injectors and tags that a table is about, from the goldens of its minor.
  private static func scenario(_ name: String) throws -> [InjectorWebhook] {
    let minor = String(name.prefix { $0 != "-" })
    func injector(_ form: String, as revision: String) throws -> [InjectorWebhook] {
      let text = try text("injector/injector-\(form)-\(minor).yaml")
      let old =
        text.split(separator: "\n").first { $0.contains("istio.io/rev:") }
        .map { $0.drop { $0 != ":" }.dropFirst().filter { !"\" ".contains($0) } } ?? ""
      return try webhooks(form == "rev" ? text.replacing(old, with: revision) : text)
    }
    func tag(_ tag: String, to revision: String, form: String = "tag-prod") throws
      -> [InjectorWebhook]
    {
      let text = try text("\(form)-\(minor).yaml")
      let old =
        text.split(separator: "\n").first { $0.contains("istio.io/rev:") }
        .map { $0.drop { $0 != ":" }.dropFirst().filter { !"\" ".contains($0) } } ?? ""
      var moved = text.replacing(old, with: revision)
      if form == "tag-prod" {
        moved = moved.replacing("revision-tag-prod", with: "revision-tag-\(tag)")
          .replacing("- prod\n", with: "- \(tag)\n").replacing(
            "istio.io/tag: prod", with: "istio.io/tag: \(tag)")
      }
      return try webhooks(moved)
    }
    let (a, b) = ("rev-a", "rev-b")
    switch name.dropFirst(minor.count + 1) {
    case "revA-revB-only": return try injector("rev", as: a) + injector("rev", as: b)
    case "revA-revB-tags":
      return try injector("rev", as: a) + injector("rev", as: b) + tag("prod", to: a)
        + tag("canary", to: b) + tag("default", to: a, form: "tag-default")
    case "tag-named-as-revision-overlap":
      return try injector("rev", as: a) + injector("rev", as: b) + tag(b, to: a)
    case "unrevisioned-and-default-tag-overlap":
      return try injector("default", as: "default") + injector("rev", as: b)
        + tag("default", to: b, form: "tag-default")
    case "unrevisioned-auto-plus-revB":
      return try injector("default-auto", as: "default") + injector("rev", as: b)
    case "unrevisioned-deactivated-and-default-tag":
      let never = LabelSelector(
        matchLabels: ["istio.io/deactivated": "never-match"], matchExpressions: [])
      return try injector("default", as: "default").map { $0.selecting(never) }
        + injector("rev", as: b) + tag("default", to: b, form: "tag-default")
    case "unrevisioned-plus-revB":
      return try injector("default", as: "default") + injector("rev", as: b)
    case "default-tag-auto":
      return try injector("rev", as: a) + injector("rev", as: b)
        + tag("default", to: a, form: "tag-default-auto-inject")
    default:
      Issue.record("no scenario for \(name)")
      return []
    }
  }

  private static let tables: [String] = {
    guard let folder = TemplateGoldens.folder else { return [] }
    let names = (try? FileManager.default.contentsOfDirectory(atPath: "\(folder)/decision")) ?? []
    return names.filter { !$0.hasPrefix("cross") }.map { String($0.dropLast(4)) }.sorted()
  }()

  @Test(arguments: tables)
  func `every row of a decision table is decided alike`(table: String) throws {
    let admission = Admission(try Self.scenario(table))
    let directory = RevisionDirectory()
    let rows = try Self.text("decision/\(table).tsv").split(separator: "\n").dropFirst(2).map {
      Row($0)
    }
    var equal = 0
    for row in rows {
      let matches = admission.matches(
        namespace: NamespaceLabels(name: "ns", labels: row.namespace), pod: row.pod)
      let webhooks = matches.map { "\($0.configuration)/\($0.name)" }
      let planes = Set(matches.compactMap { directory.revision(of: $0) })
      if Set(webhooks) == Set(row.webhooks), planes == row.planes {
        equal += 1
      } else {
        Issue.record(
          "\(table) \(row.namespace) \(row.pod): \(webhooks) \(planes), not \(row.webhooks) \(row.planes)"
        )
        return
      }
    }
    print("\(table): \(equal) of \(rows.count) rows")
  }
}

extension InjectorWebhook {
  /// The same webhook with one selector for both, as `istioctl tag set default` neutralises it.
  fileprivate func selecting(_ selector: LabelSelector) -> InjectorWebhook {
    InjectorWebhook(
      configuration: configuration, name: name, position: position, revisionLabel: revisionLabel,
      tag: tag, namespaceSelector: selector, objectSelector: selector, target: target,
      failurePolicy: failurePolicy, hasCABundle: hasCABundle)
  }
}

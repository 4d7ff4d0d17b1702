import Files
import Foundation
import Kubernetes
import TestSupport
import Testing

@testable import MeshUpgrade

/// The names of a revision's objects against the lists of what each chart makes.
@Suite(.enabled(if: TemplateGoldens.arePresent, "the goldens are not in the repository"))
struct ControlPlaneObjectsTests {
  /// Kinds whose presence depends on values of the chart, or that istioctl writes by itself.
  private static let conditional: Set<String> = ["PodDisruptionBudget"]

  private struct Listed {
    let revision: String
    let names: Set<String>
    let filters: [String]
  }

  /// Reads a list: kind, namespace, name, label, between tabs.
  private func listed(_ form: String, minor: Int) throws -> Listed {
    let folder = try #require(TemplateGoldens.folder)
    let file = "\(folder)/objects/objects-\(form)-1.\(minor).tsv"
    let text = try String(contentsOf: URL(filePath: file), encoding: .utf8)
    let rows = text.split(separator: "\n").dropFirst().map {
      $0.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
    }
    let prefix = "istio-sidecar-injector-"
    let webhook = try #require(rows.first { $0[0] == "MutatingWebhookConfiguration" })[2]
    return Listed(
      revision: form == "default" ? "default" : String(webhook.dropFirst(prefix.count)),
      names: Set(rows.filter { $0[0] != "EnvoyFilter" }.map { "\($0[0])/\($0[2])" }),
      filters: rows.filter { $0[0] == "EnvoyFilter" }.map { $0[2] })
  }

  @Test(arguments: ["rev", "default"], 6...30)
  func `a minor's objects are those of its chart`(form: String, minor: Int) throws {
    let listed = try listed(form, minor: minor)
    let objects = ControlPlaneObjects(
      revision: listed.revision, namespace: "istio-system",
      version: IstioVersion("1.\(minor).0"))
    let named = Set(objects.entries.flatMap { entry in entry.names.map { "\(entry.kind)/\($0)" } })
    let isConditional = { (name: String) in
      Self.conditional.contains { name.hasPrefix($0) }
    }
    // The Service of an un-revisioned install stays.
    let kept: Set = form == "default" ? ["Service/istiod"] : []
    #expect(listed.names.subtracting(named) == kept)
    #expect(named.subtracting(listed.names).allSatisfy(isConditional))
    for filter in listed.filters {
      let key = ObjectKey(
        group: "networking.istio.io", kind: "EnvoyFilter", namespace: "istio-system", name: filter)
      #expect(objects.mayOwn(key), "\(filter)")
    }
    let hasCommand = objects.deleteCommands().contains { $0.what == "telemetry filters" }
    #expect(hasCommand == !listed.filters.isEmpty)
  }
}

/// What is the old revision's by its name, and what only looks like it.
struct OwnedObjectTests {
  private func owns(_ manifest: String, revision: String = "asm-1130-0") throws -> Bool {
    let path = try #require(RepositoryPath("f.yaml"))
    let file = ManifestFile(
      path: path, bytes: Array(manifest.utf8), filter: DocumentFilter(names: ["kind"]))
    let object = try #require(file.objects.first)
    return ControlPlaneObjects(
      revision: revision, namespace: "istio-system",
      version: IstioVersion("1.13.0")
    ).owns(object, namespaces: [object.key.namespace ?? "istio-system"])
  }

  private func operator_(_ name: String, spec: String) -> String {
    "apiVersion: install.istio.io/v1alpha1\nkind: IstioOperator\n"
      + "metadata: {name: \(name), namespace: istio-system}\nspec: {\(spec)}\n"
  }

  @Test func `an installed state is the revision's that it names`() throws {
    #expect(try owns(operator_("installed-state-asm-1130-0", spec: "")))
    #expect(try owns(operator_("installed-state-prod-asm-1130-0", spec: "revision: asm-1130-0")))
    // The name ends like another revision's.
    #expect(try !owns(operator_("installed-state-asm-1130-0", spec: "revision: x"), revision: "0"))
    #expect(try owns(operator_("installed-state-x-0", spec: "revision: '0'"), revision: "0"))
  }

  @Test func `an IstioOperator of one's own stays`() throws {
    #expect(try !owns(operator_("istio-asm-1130-0", spec: "revision: asm-1130-0")))
    #expect(try !owns(operator_("installed-state", spec: "revision: asm-1130-0")))
  }

  @Test func `a label of another revision keeps an object`() throws {
    func configMap(_ label: String) -> String {
      "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: istio-asm-1130-0, namespace: istio-system,"
        + " labels: {istio.io/rev: \(label)}}\n"
    }
    #expect(try owns(configMap("asm-1130-0")))
    #expect(try !owns(configMap("asm-1140-0")))
  }

  @Test func `a name without a revision is the install's only in minors that make it`() throws {
    let values =
      "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: values, namespace: istio-system}\n"
    // From 1.26 the chart keeps its values in a ConfigMap; 1.13 does not.
    #expect(try !owns(values, revision: "default"))
    #expect(try owns(values.replacing("name: values", with: "name: istio"), revision: "default"))
  }
}

/// The file that says that a revision is gone.
struct RetirementMarkerTests {
  private let files = ["ns.yaml": Manifests.namespace()]

  @Test func `External management leaves a marker, once`() throws {
    let plan = try PlanFixture.upgrade("app", files: files).plan()
    let retire = try plan.phase("retire")
    #expect(retire.fileLines == ["added mesh/prod/retired-asm-1130-0.for-asm-1140-0.txt +2 -0"])
    #expect(retire.changes.isEmpty && !retire.manualSteps.isEmpty)
    var landed = files
    landed["mesh/prod/retired-asm-1130-0.for-asm-1140-0.txt"] = plan.text(
      "mesh/prod/retired-asm-1130-0.for-asm-1140-0.txt")
    let again = try PlanFixture.upgrade("app", files: landed).plan()
    #expect(try again.phase("retire").edits.isEmpty)
  }

  @Test func `once everything has moved, the marker says where the mesh comes from`() throws {
    let moved = ["ns.yaml": Manifests.namespace().replacing("asm-1130-0", with: "asm-1140-0")]
    func from(_ markers: String...) throws -> String {
      var files = moved
      for name in markers { files["mesh/prod/retired-\(name).txt"] = "" }
      return try PlanFixture("to: {revision: asm-1140-0}\nnamespaces: [app]", files: files)
        .plan().from.revision
    }
    #expect(try from("asm-1130-0.for-asm-1140-0") == "asm-1130-0")
    #expect(try from("default.for-asm-1140-0") == "default")
    // What an earlier upgrade retired, and what is no revision, say nothing.
    #expect(
      try from("asm-1120-0.for-asm-1130-0", "asm-1130-0.for-asm-1140-0") == "asm-1130-0")
    #expect(throws: Refusal.self) { try from() }
    #expect(throws: Refusal.self) { try from("asm-1120-0.for-asm-1130-0") }
    #expect(throws: Refusal.self) { try from("A B;rm -rf.for-asm-1140-0") }
    #expect(throws: Refusal.self) { try from(".for-asm-1140-0") }
    #expect(throws: Refusal.self) { try from("a.for-asm-1140-0", "b.for-asm-1140-0") }
  }

  @Test func `GitOps management needs none: the objects tell`() throws {
    var files = files
    files["istiod.yaml"] = Manifests.deployment("istiod-asm-1140-0", in: "istio-system")
    files["old.yaml"] = Manifests.deployment("istiod-asm-1130-0", in: "istio-system")
    let plan = try PlanFixture.upgrade(
      "app", "controlPlane: {management: GitOps}", files: files
    ).plan()
    #expect(try plan.phase("retire").fileLines == ["deleted old.yaml +0 -10"])
  }

  @Test func `a file in the way of the marker's folder is refused`() {
    let fixture = PlanFixture.upgrade(
      "app",
      "repository: {output: ns.yaml/mesh}\nphases:\n"
        + "- {name: app, actions: [Relabel], namespaces: [app]}\n- {name: gone, actions: [Retire]}",
      files: files)
    #expect(fixture.errors().first?.contains("ns.yaml is a file, and a folder for") == true)
  }

  @Test func `a folder in the marker's place is refused at the field that names the other`() {
    var files = files
    files["mesh/prod/retired-asm-1130-0.for-asm-1140-0.txt/note.txt"] = ""
    let errors = PlanFixture.upgrade(
      "app", "repository: {output: mesh/prod}", files: files
    ).errors()
    #expect(errors.count == 1 && errors[0].contains("meshphase.yaml:8:24 "), "\(errors)")
  }
}

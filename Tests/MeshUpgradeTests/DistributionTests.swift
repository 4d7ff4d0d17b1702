import Kubernetes
import Testing
import YAML

@testable import MeshUpgrade

/// Distributions: what `distribution` of a built-in overlay says, and what a plan makes of it.
struct DistributionTests {
  // MARK: The built-in ones

  @Test func `the default comes first, the others by name`() throws {
    let names = try Distribution.builtIn().map(\.name)
    #expect(names.first == "Istio")
    #expect(names.dropFirst().sorted() == Array(names.dropFirst()))
    #expect(Set(names).isSuperset(of: ["ASM", "ASMManaged", "ASMOnPrem"]))
  }

  @Test func `what code asked of the first four is what their data says`() throws {
    func facts(_ name: String) throws -> [Bool] {
      let distribution = try Distribution.named(name)
      #expect(distribution.revisionForm?.description == "asm-MAJORMINORPATCH-BUILD")
      return [distribution.bareService, distribution.channels, distribution.ingressGatewayAddress]
    }
    #expect(try facts("Istio") == [false, false, false])
    #expect(try facts("ASM") == [true, false, false])
    #expect(try facts("ASMManaged") == [false, true, false])
    #expect(try facts("ASMOnPrem") == [true, false, true])
  }

  @Test func `the patches of built-in overlays may all match nothing`() throws {
    // What the repository holds already is not generated.
    let overlays = try BuiltInOverlays.all()
    #expect(overlays.count == BuiltInOverlays.folders.count && overlays.count >= 6)
    #expect(overlays.flatMap(\.patches).allSatisfy { $0.isOptional })
  }

  // MARK: Naming one

  private static func errors(_ spec: String, files: [String: String] = [:]) -> [String] {
    PlanFixture.upgrade(
      "app", spec, files: files.merging(["app.yaml": Manifests.namespace()]) { $1 }
    ).errors()
  }

  @Test func `an unknown distribution is told with the known ones`() {
    #expect(
      Self.errors("distribution: GKE") == [
        "MP201 meshphase.yaml:8:17 spec.distribution: found \"GKE\", expected \(Distribution.names)"
      ])
  }

  @Test func `a misspelt one is told with the nearest`() throws {
    let fixture = PlanFixture.upgrade("app", "distribution: ASMonprem", files: [:])
    let refusal = try #require(throws: Refusal.self) { try fixture.plan() }
    #expect(refusal.findings.map(\.hint) == ["did you mean \"ASMOnPrem\"?"])
  }

  @Test func `an overlay that is no distribution is none, nor the other way round`() {
    #expect(
      Self.errors("distribution: openshift") == [
        "MP201 meshphase.yaml:8:17 spec.distribution: found \"openshift\", expected"
          + " \(Distribution.names)"
      ])
    #expect(
      Self.errors("overlays: [asm]") == [
        "MP203 meshphase.yaml:8:14 found no overlay \"asm\", expected multicloud, openshift or a"
          + " folder of the base commit with an overlay.yaml"
      ])
  }

  @Test func `a folder of the repository is no distribution`() {
    let overlay = """
      apiVersion: meshphase.io/v1alpha1
      kind: MeshOverlay
      distribution: {name: Mine}
      patches: []
      """
    #expect(
      Self.errors("overlays: [mine]", files: ["mine/overlay.yaml": overlay]) == [
        "MP213 mine/overlay.yaml:3:1 unknown key \"distribution\", expected apiVersion, kind,"
          + " parameters or patches"
      ])
  }

  // MARK: Reading

  /// The overlay of a folder with these lines below its head.
  private static func overlay(_ folder: String, _ text: String) throws(Refusal) -> Overlay {
    let head = "apiVersion: meshphase.io/v1alpha1\nkind: MeshOverlay\n"
    let source = SourceFile(name: "\(folder)/overlay.yaml", bytes: Array((head + text).utf8))
    return try OverlayReader.read(source, origin: .builtIn(folder)) { _ in nil }
  }

  private static func errors(reading texts: [String]) -> [String] {
    do throws(Refusal) {
      var overlays: [Overlay] = []
      for (index, text) in texts.enumerated() {
        overlays.append(try overlay(index == 0 ? "one" : "two", text))
      }
      _ = try Distribution.all(of: overlays)
      return []
    } catch {
      return error.findings.map(PlanFixture.line)
    }
  }

  @Test func `what is left out is as in Istio, without a form of revisions`() throws {
    let text = "distribution: {name: Mine}\npatches: []\n"
    let distribution = try #require(try Self.overlay("mine", text).distribution?.value)
    #expect(distribution == Distribution(name: "Mine", folder: "mine"))
    #expect(distribution.revisionForm == nil)
  }

  @Test(arguments: [
    (
      "distribution: {bareService: true}",
      "3:15 distribution.name is missing, expected the name that"
        + " spec.distribution has"
    ),
    (
      "distribution: {name: My Istio}",
      "3:22 distribution.name: found \"My Istio\", expected letters"
        + " and digits, such as ASMOnPrem"
    ),
    (
      "distribution: {name: A, bareservice: true}",
      "3:25 unknown key \"bareservice\" in distribution,"
        + " expected name, namespace, revisionForm, bareService, defaultValidator, channels,"
        + " ingressGatewayAddress, revisionObjects or removalCommand"
    ),
    (
      "distribution: {name: A, channels: yes please}",
      "3:35 distribution.channels: found the text"
        + " \"yes please\", expected true or false"
    ),
    (
      "distribution: {name: A, revisionForm: asm-MINOR}",
      "3:39 distribution.revisionForm: found"
        + " \"asm-MINOR\", expected the form of a revision with MAJOR and MINOR in it, maybe PATCH and"
        + " BUILD"
    ),
    (
      "distribution: {name: A, bareService: true, channels: true}",
      "3:38 distribution.bareService:"
        + " found true beside channels, which are called by URL; expected false"
    ),
    (
      "distribution: {name: A, ingressGatewayAddress: true}",
      "3:48"
        + " distribution.ingressGatewayAddress: found true in an overlay without a parameter"
        + " loadBalancerIP"
    ),
    (
      "distribution: {name: A, namespace: Mesh}",
      "3:36 distribution.namespace: found \"Mesh\", expected a DNS-1123 label: lower-case letters,"
        + " digits and inner \"-\", at most 63 characters"
    ),
    (
      "distribution: {name: A, revisionObjects: [ConfigMap/mesh-REVISION, ConfigMap/mesh]}",
      "3:68 distribution.revisionObjects[1]: found \"ConfigMap/mesh\", expected a kind and a name"
        + " with REVISION in it"
    ),
    (
      "distribution: {name: A, removalCommand: \"a\\nb\"}",
      "3:41 distribution.removalCommand: found several lines, expected a command of one"
    ),
    ("distribution: Mine", "3:15 distribution: found the text \"Mine\", expected a mapping"),
  ])
  func `what is wrong with a distribution is told with its place`(text: String, expected: String) {
    #expect(Self.errors(reading: [text]) == ["MP213 one/overlay.yaml:" + expected])
  }

  @Test func `a name that two folders have, and a default that is not there`() {
    let text = "distribution:\n  name: Istio\n"
    #expect(
      Self.errors(reading: [text, text]) == [
        "MP213 two/overlay.yaml:3:1 found the distribution Istio a second time, expected each name"
          + " only once"
      ])
    #expect(
      Self.errors(reading: ["distribution: {name: A}"]) == [
        "MP213 no overlay is the distribution Istio, the default"
      ])
  }
}

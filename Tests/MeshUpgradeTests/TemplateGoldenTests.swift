internal import Testing
internal import YAML

@testable internal import MeshUpgrade

@Suite(.enabled(if: TemplateGoldens.arePresent, "the goldens are not in the repository"))
struct TemplateGoldenTests {
  @Test(arguments: [
    ("1.6", "asm-1614-2", 6...6), ("1.7", "asm-173-6", 7...7), ("1.8", "ASM_REV", 8...8),
    ("1.9-to-1.28", "ASM_REV", 9...27),
  ])
  func `the bare istiod Service equals the one of ASM before 1.28`(
    name: String, revision: String, minors: ClosedRange<Int>
  ) throws {
    let expected = try #require(
      try TemplateGoldens.documents(of: "asm/istiod-service-\(name).yaml")?.last)
    for minor in minors {
      let service = try TemplateLibrary.builtIn().bareService(
        revision: revision, version: TemplateGoldens.version("1.\(minor).1"),
        namespace: "istio-system")
      #expect(service.value == expected, "1.\(minor)")
    }
    print("asm/istiod-service-\(name).yaml: equal for \(minors.count) minors")
  }

  @Test func `from 1.28 the bare istiod Service has the revision in its selector alone`() throws {
    var expected = try #require(
      try TemplateGoldens.documents(of: "asm/istiod-service-1.9-to-1.28.yaml")?.last?.mapping)
    var metadata = try #require(expected["metadata"]?.mapping)
    var labels = try #require(metadata["labels"]?.mapping)
    labels["istio.io/rev"] = nil
    metadata["labels"] = .mapping(labels)
    expected["metadata"] = .mapping(metadata)
    for minor in 28...TemplateGoldens.newest.minor {
      let service = try TemplateLibrary.builtIn().bareService(
        revision: "ASM_REV", version: TemplateGoldens.version("1.\(minor).0"),
        namespace: "istio-system")
      #expect(service.value == .mapping(expected), "1.\(minor)")
    }
  }
}

internal import Testing
internal import YAML

@testable internal import MeshUpgrade

@Suite(.enabled(if: TemplateGoldens.arePresent, "the goldens are not in the repository"))
struct TemplateGoldenTests {
  /// What `istioctl tag generate` prints: webhooks, validator (for the tag `default`), Service.
  private func generated(
    tag: String, like golden: TemplateGoldens.Golden, injectsByDefault: Bool
  ) throws -> [Value] {
    let library = try TemplateLibrary.builtIn()
    var manifests = try library.revisionTag(
      tag: tag, revision: golden.revision, version: golden.version, namespace: "istio-system",
      injectsByDefault: injectsByDefault)
    if tag == "default",
      let validator = try library.defaultValidator(
        revision: golden.revision, version: golden.version, namespace: "istio-system")
    {
      manifests.insert(validator, at: 1)
    }
    return manifests.map(\.value)
  }

  private func compare(_ name: String, tag: String, minors: ClosedRange<Int>) throws {
    var equal = 0
    for minor in minors {
      let golden = try #require(try TemplateGoldens.golden("\(name)-1.\(minor).yaml"))
      let values = try generated(
        tag: tag, like: golden, injectsByDefault: name.hasSuffix("auto-inject"))
      if values == golden.objects { equal += 1 }
      for (value, expected) in zip(values, golden.objects) where value != expected {
        Issue.record(
          """
          \(golden.name): generated
          \(CanonicalEmitter.emit(value))
          expected
          \(CanonicalEmitter.emit(expected))
          """)
      }
      #expect(values.count == golden.objects.count, "\(golden.name)")
    }
    print("\(name): \(equal) of \(minors.count) goldens equal")
    #expect(equal == minors.count)
  }

  @Test func `a tag equals what istioctl generates for every minor`() throws {
    try compare("tag-prod", tag: "prod", minors: 10...30)
  }

  @Test func `the tag default equals what istioctl generates for every minor`() throws {
    try compare("tag-default", tag: "default", minors: 10...30)
  }

  @Test func `the tag default with injection by default equals what istioctl generates`() throws {
    try compare("tag-default-auto-inject", tag: "default", minors: 12...30)
  }

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
    for minor in 28...30 {
      let service = try TemplateLibrary.builtIn().bareService(
        revision: "ASM_REV", version: TemplateGoldens.version("1.\(minor).0"),
        namespace: "istio-system")
      #expect(service.value == .mapping(expected), "1.\(minor)")
    }
  }
}

internal import Testing
internal import YAML

@testable internal import MeshUpgrade

/// Every golden of a form against what the templates make for its version, as data and without
/// ``TemplateGoldens/serverFields``.
@Suite(.enabled(if: TemplateGoldens.arePresent, "the goldens are not in the repository"))
struct TemplateFormGoldenTests {
  private typealias Golden = TemplateGoldens.Golden

  /// The values of a table, with what a golden's release and version are.
  private static func context(
    _ golden: Golden, revision: String? = nil, tag: String? = nil, release: String,
    variants: Set<RenderContext.Variant> = [], injectsByDefault: Bool = false
  ) -> RenderContext {
    var context = RenderContext(
      revision: revision ?? golden.revision, version: golden.version, namespace: "istio-system",
      tag: tag, injectsByDefault: injectsByDefault)
    context.release = release
    context.variants = variants
    return context
  }

  /// Compares all files of a folder, and says how many are equal; each has to be.
  private func compare(
    _ group: String, folder: String, prefix: String = "",
    _ generated: (_ name: String, Golden, TemplateLibrary) throws -> [Value]
  ) throws {
    let library = try TemplateLibrary.builtIn()
    let files = TemplateGoldens.known(
      try TemplateGoldens.files(in: folder).filter { $0.hasPrefix(prefix) })
    var equal = 0
    for file in files {
      let golden = try #require(try TemplateGoldens.golden("\(folder)/\(file)"), "\(file)")
      // `injector-rev-auto-1.9.yaml` is the minor 1.9 of `injector-rev-auto`.
      let name = file.split(separator: "-").dropLast().joined(separator: "-")
      let values = Self.ordered(try generated(name, golden, library))
      let expected = Self.ordered(golden.objects)
      if values == expected { equal += 1 } else { Self.record(file, values, expected) }
    }
    print("\(group): \(equal) of \(files.count) goldens equal")
    #expect(!files.isEmpty && equal == files.count, "\(group)")
  }

  /// Objects in the order of their kinds: tools differ in the order of documents.
  private static func ordered(_ objects: [Value]) -> [Value] {
    objects.sorted { ($0["kind"]?.string ?? "") < ($1["kind"]?.string ?? "") }
  }

  private static func record(_ file: String, _ values: [Value], _ expected: [Value]) {
    let texts = [values, expected].map { $0.map(CanonicalEmitter.emit).joined(separator: "---\n") }
    Issue.record("\(file): generated\n\(texts[0])\nexpected\n\(texts[1])")
  }

  // MARK: Tags

  @Test func `tags equal what istioctl generates, every file`() throws {
    try compare("tag-*", folder: ".", prefix: "tag-") { name, golden, library in
      let tag = name == "tag-prod" ? "prod" : "default"
      #expect(["tag-prod", "tag-default", "tag-default-auto-inject"].contains(name))
      var manifests = try library.revisionTag(
        tag: tag, revision: golden.revision, version: golden.version, namespace: "istio-system",
        injectsByDefault: name.hasSuffix("auto-inject"))
      if tag == "default",
        let validator = try library.defaultValidator(
          revision: golden.revision, version: golden.version, namespace: "istio-system")
      {
        manifests.append(validator)
      }
      return manifests.map(\.value)
    }
  }

  @Test func `tags of the chart equal what Helm renders, every file`() throws {
    let tags = ["tag-prod": "prod", "tag-default": "default"]
    try compare("helm/", folder: "helm") { name, golden, library in
      let tag = try #require(tags[name], "\(name)")
      return try library.chartTag(Self.context(golden, tag: tag, release: "istiod")).map(\.value)
    }
  }

  // MARK: Control planes

  /// What the names of injectors say: revision (nil for that of the golden), variants, by default.
  private static let injectors:
    [String: (revision: String?, variants: Set<RenderContext.Variant>, byDefault: Bool)] = [
      "injector-rev": (nil, [], false),
      "injector-rev-auto": (nil, [], true),
      "injector-rev-nonlegacy": (nil, [.namedSelectors], false),
      "injector-rev-objectselector-autoinject-true": (nil, [.objectSelector], false),
      "injector-rev-objectselector-autoinject-false": (
        nil, [.objectSelector, .objectSelectorOptIn], false
      ),
      "injector-default": ("default", [], false),
      "injector-default-auto": ("default", [], true),
      "injector-default-nonlegacy": ("default", [.namedSelectors], false),
    ]

  @Test func `injectors equal what charts render, every file`() throws {
    try compare("injector/", folder: "injector") { name, golden, library in
      let (revision, variants, byDefault) = try #require(Self.injectors[name], "\(name)")
      let context = Self.context(
        golden, revision: revision, release: "istiod", variants: variants,
        injectsByDefault: byDefault)
      return [try library.render(form: .injector, parameters: context)].compactMap { $0?.value }
    }
  }

  @Test func `Services equal what charts render, every file`() throws {
    let revisions = ["istiod-service-rev": nil, "istiod-service-default": "default"]
    try compare("service/", folder: "service") { name, golden, library in
      let revision = try #require(revisions[name], "\(name)")
      let context = Self.context(golden, revision: revision, release: "istiod")
      return [try library.render(form: .revisionService, parameters: context)]
        .compactMap { $0?.value }
    }
  }

  @Test func `validators equal what charts render, every file`() throws {
    let kinds: [String: (form: TemplateForm, revision: String?, release: String)] = [
      "base-rev": (.baseValidator, nil, "istio-base"),
      "base-default": (.baseValidator, "default", "istio-base"),
      "istio-validator-rev": (.revisionValidator, nil, "istiod"),
      "istio-validator-default": (.revisionValidator, "default", "istiod"),
    ]
    try compare("validator/", folder: "validator") { name, golden, library in
      let (form, revision, release) = try #require(kinds[name], "\(name)")
      let context = Self.context(golden, revision: revision, release: release)
      return [try library.render(form: form, parameters: context)].compactMap { $0?.value }
    }
  }

  // MARK: Istio's own test data

  /// The objects whose golden Istio made of a chart older than the release: the minor whose form
  /// they have.
  private static let olderForms: [String: (minors: ClosedRange<Int>, form: Int)] = [
    "1.8 MutatingWebhookConfiguration": (8...8, 7),
    "1.8 Service": (8...8, 7),
    "1.12 ValidatingWebhookConfiguration": (12...13, 11),
    "1.19 MutatingWebhookConfiguration": (19...20, 18),
    "1.23 MutatingWebhookConfiguration": (23...23, 22),
    "1.23 ValidatingWebhookConfiguration": (23...23, 22),
    "1.24 MutatingWebhookConfiguration": (24...29, 23),
    "1.24 ValidatingWebhookConfiguration": (24...29, 23),
    "1.24 Service": (24...29, 23),
  ]

  /// The objects that no template matches, and why; the file's chart is older than its release.
  private static let unmatched = [
    "1.6 MutatingWebhookConfiguration": "the chart of 1.6.0, without sideEffects",
    "1.6 Service": "the chart of 1.6.0, with the DNS port 53",
    "1.7 Service": "the chart of 1.6.0, with the DNS port 53",
    "1.9 MutatingWebhookConfiguration": "an older chart, without the Service's port",
    "1.10 MutatingWebhookConfiguration": "an older chart, without the Service's port",
    "1.11 ValidatingWebhookConfiguration":
      "an older chart, without telemetry.istio.io for what names no revision",
  ]

  /// The minor whose form an object of a minor's file has.
  private static func form(of kind: String, minor: Int) -> Int {
    olderForms.first { $0.key.hasSuffix(" " + kind) && $0.value.minors.contains(minor) }?
      .value.form ?? minor
  }

  @Test func `the un-revisioned install equals Istio's own test data, every object`() throws {
    let forms: [String: TemplateForm] = [
      "MutatingWebhookConfiguration": .injector, "Service": .revisionService,
      "ValidatingWebhookConfiguration": .revisionValidator,
    ]
    let library = try TemplateLibrary.builtIn()
    var (equal, total, reasons) = (0, 0, Set<String>())
    let files = try TemplateGoldens.files(in: "istio-testdata").filter {
      $0.hasPrefix("pilot_default-")
    }
    for name in TemplateGoldens.known(files) {
      let file = "istio-testdata/\(name)"
      let minor = TemplateGoldens.version(
        String(name.dropFirst("pilot_default-".count).dropLast(".yaml".count))
      ).minor
      for object in try #require(try TemplateGoldens.documents(of: file)) {
        let kind = object["kind"]?.string ?? ""
        let labels = object["metadata"]?["labels"]
        let text = labels?["app.kubernetes.io/version"]?.string ?? "1.\(minor).0"
        let context = RenderContext(
          revision: "default",
          version: TemplateVersion(major: 1, minor: Self.form(of: kind, minor: minor), text: text),
          namespace: "istio-system")
        let form = try #require(forms[kind], "\(kind)")
        let value = try library.render(form: form, parameters: context)?.value
        let expected = TemplateGoldens.withoutServerFields(object)
        total += 1
        if value == expected { equal += 1 }
        if let reason = Self.unmatched["1.\(minor) \(kind)"] {
          reasons.insert("\(file) \(kind): \(reason)")
          #expect(value != expected, "\(file) \(kind) is equal, so it needs no reason")
        } else if value != expected {
          Self.record("\(file) \(kind)", [value].compactMap(\.self), [expected])
        }
      }
    }
    print("istio-testdata/pilot_default: \(equal) of \(total) objects equal, not equal:")
    for reason in reasons.sorted() { print("  \(reason)") }
    #expect(reasons.count == Self.unmatched.count && equal == total - reasons.count)
  }
}

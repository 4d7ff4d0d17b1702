import Foundation
import TestSupport
import Testing
import YAML

@testable import MeshUpgrade

/// Whatever the templates make is valid for the Kubernetes versions that its Istio ran on.
@Suite struct KubernetesSchemaTests {
  /// The oldest and the newest minor of Kubernetes 1 that an Istio 1 minor supports, as its release
  /// notes say.
  static let kubernetes: [Int: [Int]] = [
    4: [13, 15], 5: [14, 16], 6: [15, 18], 7: [16, 18], 8: [16, 19], 9: [17, 20], 10: [18, 21],
    11: [18, 22], 12: [19, 22],
    13: [20, 23], 14: [21, 24], 15: [22, 25], 16: [22, 25], 17: [23, 26], 18: [24, 27],
    19: [25, 28], 20: [25, 29], 21: [26, 29], 22: [27, 30], 23: [27, 30], 24: [28, 31],
    25: [29, 32], 26: [29, 32], 27: [29, 33], 28: [30, 34], 29: [31, 35], 30: [32, 36],
  ]

  /// The contexts that manifests differ in, for one version.
  static func contexts(
    for form: TemplateForm, version: TemplateVersion
  ) -> [(name: String, context: RenderContext)] {
    let revision = "asm-1\(version.minor)0-0"
    func context(_ namespace: String, _ tag: String?, auto: Bool = false) -> RenderContext {
      RenderContext(
        revision: revision, version: version, namespace: namespace, tag: tag,
        injectsByDefault: auto)
    }
    guard form.hasTag else {
      var unrevisioned = context("istio-system", nil)
      unrevisioned.revision = "default"
      return [
        ("revision", context("istio-system", nil)), ("mesh", context("mesh", nil)),
        ("default", unrevisioned),
      ]
    }
    return [
      ("prod", context("istio-system", "prod")), ("mesh", context("mesh", "prod")),
      ("default", context("istio-system", "default")), ("number", context("mesh", "1130")),
      ("auto", context("istio-system", "default", auto: true)),
    ]
  }

  @Test func `every rendered object is valid for the Kubernetes versions of its Istio`() throws {
    guard Python.hasModule("kubernetes_validate") else {
      print("skipped: python3 with kubernetes-validate is not installed")
      return
    }
    let library = try TemplateLibrary.builtIn()
    let folder = try Python.temporaryFolder()
    defer { try? FileManager.default.removeItem(at: folder) }
    var forms: Set<TemplateForm> = []
    var checks = 0
    for version in library.minors {
      let supported = try #require(
        Self.kubernetes[version.minor], "which Kubernetes does Istio \(version.minorText) run on?")
      for form in TemplateForm.allCases {
        for (name, context) in Self.contexts(for: form, version: version) {
          guard let manifest = try library.render(form: form, parameters: context) else { continue }
          forms.insert(form)
          for minor in supported {
            let file = "\(version.minorText) \(form.rawValue) \(name) 1.\(minor)"
            try Data(CanonicalEmitter.emit(manifest.value).utf8)
              .write(to: folder.appendingPathComponent(file))
            checks += 1
          }
        }
      }
    }
    // Google's own kind has no schema there, and no version.
    let known = Set(TemplateForm.allCases).subtracting([.controlPlaneRevision])
    #expect(forms == known, "every form is rendered by some version")
    // One process for each of the two packages, which have one name.
    var valid = 0
    for age in ["old", "new"] {
      let result = try Python.run(Self.script, arguments: [folder.path, age])
      let lines = result.output.split(separator: "\n")
      try #require(result.status == 0 && !lines.isEmpty, "\(result.errors)")
      if lines.last == "absent" {
        print("skipped: Kubernetes before 1.25, whose kubernetes-validate is not installed")
        checks = 0
        continue
      }
      for line in lines.dropLast().prefix(20) { Issue.record("\(line)") }
      valid += lines.last.flatMap { Int($0) } ?? 0
    }
    if checks > 0 { #expect(valid == checks) }
    print("\(valid) objects of \(library.minors.count) Istio minors are valid for Kubernetes")
  }

  @Test func `apiVersion, kind and metadata come first, in it the names`() throws {
    let library = try TemplateLibrary.builtIn()
    let order = ["name", "namespace", "labels", "annotations"]
    for version in library.minors {
      for form in TemplateForm.allCases {
        for (_, context) in Self.contexts(for: form, version: version) {
          guard let value = try library.render(form: form, parameters: context)?.value else {
            continue
          }
          #expect(value.mapping?.keys.prefix(3) == ["apiVersion", "kind", "metadata"])
          let keys = value["metadata"]?.mapping?.keys ?? []
          #expect(Array(keys) == order.filter(keys.contains), "\(form) \(version.text)")
        }
      }
    }
  }

  @Test func `a template may write its keys in any order`() throws {
    let text =
      "kind: K\nspec: {b: 1, a: 2}\nmetadata: {x: 1, labels: {app: web}, namespace: mesh, name: one}\n"
    let document = try #require(try Document.parseSingle(Array((text + "apiVersion: v1\n").utf8)))
    let manifest = try #require(GeneratedManifest(try document.root.value()))
    #expect(
      CanonicalEmitter.emit(manifest.value) == """
        apiVersion: v1
        kind: K
        metadata:
          name: one
          namespace: mesh
          labels:
            app: web
          x: 1
        spec:
          b: 1
          a: 2

        """)
  }

  /// Validates the files of a folder that are for its package; the count is the last line.
  ///
  /// In the strict schemas, fields that are not known are errors.
  private static let script = #"""
    import os, sys
    folder, age = sys.argv[1:]
    if age == 'old':
        # Where Scripts/setup puts the package that has the schemas of Kubernetes before 1.25.
        old = os.path.join(sys.prefix, 'old-kubernetes')
        if not os.path.isdir(old):
            print('absent')
            sys.exit(0)
        sys.path.insert(0, old)
    import yaml, kubernetes_validate
    valid = 0
    for name in sorted(os.listdir(folder)):
        version = name.split(' ')[-1]
        if (int(version.split('.')[1]) < 25) != (age == 'old'):
            continue
        with open(os.path.join(folder, name), encoding='utf-8') as file:
            data = yaml.safe_load(file)
        try:
            used = kubernetes_validate.validate(data, version, True)
            if used != version:
                print('%s: there are only schemas of %s' % (name, used))
            else:
                valid += 1
        except Exception as error:
            print('%s: %s' % (name, getattr(error, 'message', error)))
    # A field that Kubernetes does not know is an error, or nothing was checked.
    try:
        kubernetes_validate.validate(dict(data, unknown=1), used, True)
        print('an unknown field is taken for valid')
    except kubernetes_validate.ValidationError:
        pass
    print(valid)
    """#
}

import Kubernetes
import MeshUpgrade
import TestSupport
import YAML

/// Renders the manifests of random desired states and prints one digest over all of their bytes.
///
///     render-digest SEED COUNT
///
/// A test runs it in two processes: hashing, whose seed differs, has no part in what is rendered.
@main enum RenderDigest {
  static func main() throws {
    let numbers = CommandLine.arguments.dropFirst().compactMap { UInt64($0) }
    guard numbers.count == 2 else { return print("usage: render-digest SEED COUNT") }
    var random = SeededRandom(seed: numbers[0])
    let library = try TemplateLibrary.builtIn()
    var digest = Digest()
    var objects = 0
    var refused = 0
    for number in 0..<numbers[1] {
      let text = RandomDesiredState.text(&random, minors: library.minors)
      do throws(Refusal) {
        for manifest in try manifests(of: text, library) {
          digest.add(CanonicalEmitter.emit(manifest.value))
          objects += 1
        }
      } catch {
        // What a refusal says is output, too.
        refused += 1
        for finding in error.findings { digest.add("\(number) \(finding)") }
      }
    }
    print("\(numbers[1]) states, \(objects) objects, \(refused) refused: \(digest)")
  }

  /// Every form, for each tag of a desired state.
  private static func manifests(
    of text: String, _ library: TemplateLibrary
  ) throws(Refusal) -> [GeneratedManifest] {
    let file = SourceFile(name: "meshphase.yaml", bytes: Array(text.utf8))
    let state = try DesiredState.decode(file).state
    guard let istio = state.to.effectiveVersion else { return [] }
    let version = TemplateVersion(major: istio.major, minor: istio.minor, text: istio.text)
    var manifests: [GeneratedManifest] = []
    for form in TemplateForm.allCases {
      let tags: [String?] = form.hasTag ? state.tags.map { $0 } : [nil]
      for tag in tags {
        let context = RenderContext(
          revision: state.to.revision, version: version, namespace: state.controlPlane.namespace,
          tag: tag, injectsByDefault: state.namespaces.count.isMultiple(of: 2))
        if let manifest = try library.render(form: form, parameters: context) {
          manifests.append(manifest)
        }
      }
    }
    return manifests
  }
}

internal import Files
internal import Kubernetes
internal import YAML

/// The overlays of a plan in the order they are applied: the distribution's, then those that the
/// desired state names.
struct OverlaySet: Sendable {
  /// A patch, by the positions of its overlay and of itself.
  struct PatchID: Hashable, Sendable {
    let overlay: Int
    let patch: Int
  }

  let overlays: [Overlay]
  private let parameters: [TemplateParameters]
  /// What the desired state says of parameters, and what follows from it.
  let given: [String: Value]

  /// Reads the overlays that a desired state asks for, built in or in the base commit.
  ///
  /// `injectionURL` is the parameter `injectionUrl` where the desired state does not say it itself.
  init(
    _ desired: DesiredState, source: DesiredStateSource, files: RepositoryFiles,
    injectionURL: String?
  ) throws(Refusal) {
    var overlays = [try BuiltInOverlays.overlay(desired.distribution.folder)]
    let named = desired.overlays.isEmpty ? [] : try BuiltInOverlays.named()
    var findings: [Finding] = []
    for (index, name) in desired.overlays.enumerated() {
      do throws(Refusal) {
        let place = Path([.key("spec"), .key("overlays"), .index(index)])
        overlays.append(
          named.contains(name)
            ? try BuiltInOverlays.overlay(name)
            : try Self.own(name, at: place, besides: named, source: source, files: files))
      } catch {
        findings += error.findings
      }
    }
    guard findings.isEmpty else { throw Refusal(findings) }
    self.overlays = overlays
    let given = desired.overlayParameters(injectionURL)
    self.given = given
    parameters = overlays.map { overlay in
      let values = overlay.parameters.compactMapValues { $0 }.merging(given) { _, given in given }
      return TemplateParameters(
        values: values, unset: Set(overlay.parameters.keys.filter { values[$0] == nil }))
    }
    try refuseUnknown(desired.parameters.keys.sorted(), source: source)
  }

  /// A parameter that no overlay has is most likely misspelt.
  private func refuseUnknown(_ names: [String], source: DesiredStateSource) throws(Refusal) {
    let known = Set(overlays.flatMap(\.parameters.keys)).sorted()
    let findings = names.filter { !known.contains($0) }.map { name in
      let nearest = NearestName.of(name, among: known)
      let all = known.isEmpty ? "they have none" : "they have \(alternatives(known))"
      return source.finding(
        .desiredState, at: Path(keys: ["spec", "parameters", name]),
        message: "no overlay of this plan has a parameter \(quoted(name))",
        hint: nearest.map { "did you mean \"\($0)\"?" } ?? all)
    }
    guard findings.isEmpty else { throw Refusal(findings) }
  }

  /// The folders of the repository that hold overlays, and so no manifests of the mesh.
  var folders: [RepositoryPath] { overlays.compactMap(\.folder) }

  // MARK: Applying

  /// A manifest after every patch that is for it, in order; notes which those are.
  func applied(
    to manifest: GeneratedManifest, matched: inout Set<PatchID>
  ) throws(Refusal) -> GeneratedManifest {
    var result = manifest
    for (position, overlay) in overlays.enumerated() {
      for (index, patch) in overlay.patches.enumerated()
      where patch.target.matches(result.object.key, labels: result.labels) {
        matched.insert(PatchID(overlay: position, patch: index))
        result = try patch.applied(to: result, with: parameters[position])
      }
    }
    return result
  }

  /// The errors about patches that match nothing: neither of what the plan generates, nor of what
  /// it would generate, were it not in the repository already.
  func unmatched(
    _ matched: Set<PatchID>, generated: [ObjectReference], there: [ManifestObject]
  ) -> [Finding] {
    var findings: [Finding] = []
    for (position, overlay) in overlays.enumerated() {
      for (index, patch) in overlay.patches.enumerated() {
        let isMatched =
          patch.isOptional || matched.contains(PatchID(overlay: position, patch: index))
          || there.contains { patch.target.matches($0.key, labels: $0.labels) }
        if isMatched { continue }
        let names = generated.map(\.description)
        findings.append(
          Finding(
            .overlay, in: overlay.source, at: patch.range,
            message: "the patch of \(patch.target) matches nothing, expected one of the manifests"
              + " that the plan generates",
            hint: names.isEmpty
              ? "this plan generates none; write optional: true where that may be"
              : "the plan generates \(names.joined(separator: ", ")); write optional: true where"
                + " they may be others"))
      }
    }
    return findings
  }
}

// MARK: Where overlays are

extension OverlaySet {
  /// An overlay of the user's own: a folder of the base commit.
  private static func own(
    _ name: String, at place: Path, besides named: [String], source: DesiredStateSource,
    files: RepositoryFiles
  ) throws(Refusal) -> Overlay {
    let folder = RepositoryPath.resolve(name, from: nil)
    func file(_ name: String) -> SourceFile? {
      guard let path = RepositoryPath.resolve(name, from: folder), let bytes = files.contents[path]
      else { return nil }
      return SourceFile(name: path.description, bytes: bytes)
    }
    guard let folder, let text = file(Overlay.fileName) else {
      let nearest = NearestName.of(name, among: named)
      throw Refusal(
        source.finding(
          .notFound, at: place,
          message:
            "found no overlay \(quoted(name)), expected \(named.joined(separator: ", ")) or a"
            + " folder of the base commit with an \(Overlay.fileName)",
          hint: nearest.map { "did you mean \"\($0)\"?" }))
    }
    return try OverlayReader.read(text, origin: .repository(folder), file: file)
  }
}

extension DesiredState {
  /// The parameters that overlays are given: the stated ones, and what follows from the rest.
  fileprivate func overlayParameters(_ injectionURL: String?) -> [String: Value] {
    var parameters = parameters
    parameters["injectionUrl"] = injectionURL.map { .string($0) }
    parameters["namespace"] = .string(controlPlane.namespace)
    parameters["revision"] = .string(to.revision)
    // As asmcli has it: the validation webhook's URL is the injector's up to there.
    var injection = InjectionSettings()
    injection.url = injectionURL
    if parameters["validationUrl"] == nil, let url = injection.validationURL {
      parameters["validationUrl"] = .string(url)
    }
    return parameters
  }
}

extension GeneratedManifest {
  /// The labels of the object.
  var labels: [String: String] {
    (value["metadata"]?["labels"]?.mapping?.entries ?? []).reduce(into: [:]) { labels, entry in
      labels[entry.key] = entry.value.string
    }
  }
}

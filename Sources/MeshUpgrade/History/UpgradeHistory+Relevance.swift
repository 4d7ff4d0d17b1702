internal import Files
internal import Kubernetes

extension UpgradeHistory {
  /// Whether a file's difference can tell something about the upgrade.
  func isTelling(_ file: EarlierState.File) -> Bool {
    let path = file.path
    let settings = planner.desired
    if Kustomization.fileNames.contains(path.name) {
      let output = RepositoryPath.resolve(settings.repository.output, from: nil)
      let texts = [files[path], file.content].compactMap { $0 }
      let names = DocumentFilter(names: ["istio", settings.to.revision])
      return output.map(path.isInside) == true
        || texts.contains { names.matches($0, in: $0.indices) }
    }
    if path.description == settings.controlPlane.clusterObjects { return true }
    let inputs = [settings.repository.output] + settings.overlays
    if !RepositoryFiles.isManifestName(path.name) {
      return inputs.contains { input in
        RepositoryPath.resolve(input, from: nil).map(path.isInside) ?? false
      }
    }
    return facts(path, files[path]) != facts(path, file.content)
  }

  private func facts(_ path: RepositoryPath, _ bytes: [UInt8]?) -> MeshFacts {
    MeshFacts(
      bytes.map { ManifestFile(path: path, bytes: $0, filter: MeshRepository.filter) })
  }
}

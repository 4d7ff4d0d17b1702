import Foundation
import PackagePlugin

/// Makes one Swift table of the package's templates and overlays.
///
/// The tool runs without the folders, which stay at the top level, where people look for them.
@main
struct EmbedTemplates: BuildToolPlugin {
  func createBuildCommands(context: PluginContext, target: any Target) throws -> [Command] {
    let root = context.package.directoryURL
    let files = ["templates", "overlays"].flatMap { yamlFiles(below: $0, of: root) }
    let output = context.pluginWorkDirectoryURL.appending(path: "EmbeddedFiles.swift")
    return [
      .buildCommand(
        displayName: "Embedding templates and overlays",
        executable: try context.tool(named: "embed-templates").url,
        arguments: [output.path(), root.path()] + files,
        inputFiles: files.map { root.appending(path: $0) },
        outputFiles: [output])
    ]
  }

  /// The YAML files below a folder of the package, as paths from its root, sorted.
  private func yamlFiles(below folder: String, of root: URL) -> [String] {
    let base = root.appending(path: folder)
    let names = FileManager.default.enumerator(atPath: base.path())
    let paths = names?.compactMap { $0 as? String } ?? []
    return paths.filter { $0.hasSuffix(".yaml") }.map { "\(folder)/\($0)" }.sorted()
  }
}

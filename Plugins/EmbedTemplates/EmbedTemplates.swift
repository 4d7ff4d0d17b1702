import Foundation
import PackagePlugin

/// Makes one Swift table of the package's templates, overlays and pages about rules.
///
/// The tool runs without the folders, which stay at the top level, where people look for them.
@main
struct EmbedTemplates: BuildToolPlugin {
  /// The folders, and the ending of what is taken from them.
  private static let folders = [
    ("templates", ".yaml"), ("overlays", ".yaml"), ("Documentation/rules", ".md"),
  ]

  func createBuildCommands(context: PluginContext, target: any Target) throws -> [Command] {
    let root = context.package.directoryURL
    let output = context.pluginWorkDirectoryURL.appending(path: "EmbeddedFiles.swift")
    return [
      .buildCommand(
        displayName: "Embedding templates, overlays and pages about rules",
        executable: try context.tool(named: "embed-templates").url,
        arguments: [output.path(), root.path()] + Self.folders.flatMap { [$0.0, $0.1] },
        inputFiles: Self.folders.flatMap { Self.inputs(below: $0.0, of: root) },
        outputFiles: [output])
    ]
  }

  /// The files below a folder of the package, and the folders, which change when a file comes or
  /// goes: a change of any makes the table anew.
  ///
  /// The list is made with the package's structure, not with every build.
  private static func inputs(below folder: String, of root: URL) -> [URL] {
    let base = root.appending(path: folder)
    let names = FileManager.default.enumerator(atPath: base.path())
    let paths = names?.compactMap { $0 as? String } ?? []
    return [base] + paths.sorted().map { base.appending(path: $0) }
  }
}

internal import FoundationEssentials
internal import MeshUpgrade

/// Reads the templates of `--templates DIR`.
enum TemplateFolder {
  /// The built-in templates, or those of a folder, which replace them.
  static func load(_ folder: String?) throws(Refusal) -> TemplateLibrary {
    guard let folder else { return try TemplateLibrary.builtIn() }
    guard let names = try? FileManager.default.subpathsOfDirectory(atPath: folder) else {
      throw Refusal(
        Finding(.notFound, message: "the folder of templates \(folder) cannot be read"))
    }
    let files = names.sorted().filter { $0.hasSuffix(".yaml") }.compactMap { name in
      DesiredStateFile.read("\(folder)/\(name)").map {
        (path: name, text: String(decoding: $0, as: UTF8.self))
      }
    }
    return try TemplateLibrary(files: files, folder: folder)
  }
}

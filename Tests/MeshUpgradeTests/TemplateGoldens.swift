internal import FoundationEssentials
internal import TestSupport
internal import YAML

@testable internal import MeshUpgrade

/// Manifests made by other tools, outside the repository: the folder `shared` beside the package,
/// or the one that MESHPHASE_SHARED names.
enum TemplateGoldens {
  /// One file, with what its comment lines say about it.
  struct Golden {
    let name: String
    let revision: String
    let version: TemplateVersion
    let objects: [Value]
  }

  static let folder: String? = {
    let folder = SharedData.folder.path + "/data/goldens"
    return FileManager.default.fileExists(atPath: folder) ? folder : nil
  }()

  /// Whether there are any; says so on standard output when there are not.
  static let arePresent: Bool = {
    if folder == nil { print("no goldens: neither ../shared nor MESHPHASE_SHARED is a folder") }
    return folder != nil
  }()

  /// The documents of a file as data; nil when there is no such file.
  static func documents(of name: String) throws -> [Value]? {
    guard let bytes = folder.flatMap({ FileManager.default.contents(atPath: "\($0)/\(name)") })
    else { return nil }
    return try Document.parseAll(Array(bytes)).map { try $0.root.value() }
  }

  /// A file that starts with `# istio 1.14.6; …` and `# revision=1-14-6 …`.
  static func golden(_ name: String) throws -> Golden? {
    guard let folder, let bytes = FileManager.default.contents(atPath: "\(folder)/\(name)"),
      let objects = try documents(of: name)
    else { return nil }
    let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n").prefix(2)
    guard let version = lines.first?.dropFirst("# istio ".count).prefix(while: { $0 != ";" }),
      let revision = lines.last?.dropFirst("# revision=".count).prefix(while: { $0 != " " })
    else { return nil }
    return Golden(
      name: name, revision: String(revision), version: TemplateGoldens.version(String(version)),
      objects: objects.map(withoutServerFields))
  }

  /// A version of its text.
  static func version(_ text: String) -> TemplateVersion {
    let parts = text.split(separator: ".").map { Int($0) ?? 0 }
    return TemplateVersion(major: parts[0], minor: parts[1], text: text)
  }

  /// An object without `status` and `metadata.creationTimestamp`, which no Git file should have.
  static func withoutServerFields(_ object: Value) -> Value {
    guard case .mapping(var object) = object else { return object }
    object["status"] = nil
    if case .mapping(var metadata)? = object["metadata"] {
      metadata["creationTimestamp"] = nil
      object["metadata"] = .mapping(metadata)
    }
    return .mapping(object)
  }
}

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

  // MARK: The newest minor

  /// The newest minor of the table.
  static let newest: TemplateVersion =
    (try? TemplateLibrary.builtIn())?.minors.last ?? version("1.0.0")

  /// The minor that follows it, which no test may take for known.
  static let next = "\(newest.major).\(newest.minor + 1)"

  /// The family of the newest minor.
  static func newestFamily() throws -> String {
    let table = try TemplateLibrary.builtIn().table
    return table.minors.last.map { table.families[$0.family].name } ?? ""
  }

  /// What is said of the minor that follows.
  static let nextIsMissing =
    "Istio \(next) has no templates; the nearest is \(newest.minorText), family"
    + " \((try? newestFamily()) ?? "")"

  // MARK: Files

  /// The documents of a file as data; nil when there is no such file.
  static func documents(of name: String) throws -> [Value]? {
    guard let bytes = folder.flatMap({ FileManager.default.contents(atPath: "\($0)/\(name)") })
    else { return nil }
    return try Document.parseAll(Array(bytes)).map { try $0.root.value() }
  }

  /// The files of a folder of goldens that are YAML, in order.
  static func files(in folder: String) throws -> [String] {
    guard let root = Self.folder else { return [] }
    return try FileManager.default.contentsOfDirectory(atPath: "\(root)/\(folder)")
      .filter { $0.hasSuffix(".yaml") }.sorted()
  }

  /// Those of the minors that the table knows; says which are of newer ones, as the folder may be
  /// ahead of the table.
  static func known(_ files: [String]) -> [String] {
    files.filter { file in
      let minor = file.split(separator: "-").last.map { $0.dropLast(".yaml".count) } ?? ""
      let isKnown = version(String(minor)).minor <= newest.minor
      if !isKnown { print("ahead of the table: \(file)") }
      return isKnown
    }
  }

  /// A file that starts with `# istio 1.14.6; …` and, where that is not `1-14-6`, `# revision=…`.
  static func golden(_ name: String) throws -> Golden? {
    guard let folder, let bytes = FileManager.default.contents(atPath: "\(folder)/\(name)"),
      let objects = try documents(of: name)
    else { return nil }
    let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n").prefix(2)
    guard let first = lines.first, first.hasPrefix("# istio ") else { return nil }
    let version = String(first.dropFirst("# istio ".count).prefix { $0 != ";" })
    var revision = String(version.map { $0 == "." ? "-" : $0 })
    let mark = "# revision="
    if let line = lines.last, line.hasPrefix(mark) {
      revision = String(line.dropFirst(mark.count).prefix { $0 != " " })
    }
    return Golden(
      name: name, revision: revision, version: TemplateGoldens.version(version),
      objects: objects.map(withoutServerFields))
  }

  /// A version of its text.
  static func version(_ text: String) -> TemplateVersion {
    let parts = text.split(separator: ".").map { Int($0) ?? 0 }
    return TemplateVersion(major: parts[0], minor: parts[1], text: text)
  }

  /// What no template writes: the API server fills in the first two, istiod the last.
  static let serverFields = [
    "status", "metadata/creationTimestamp", "webhooks/*/clientConfig/caBundle",
  ]

  /// An object without ``serverFields``, which no Git file should have.
  static func withoutServerFields(_ object: Value) -> Value {
    serverFields.reduce(object) { removing($1.split(separator: "/")[...], from: $0) }
  }

  private static func removing(_ path: ArraySlice<Substring>, from value: Value) -> Value {
    guard let step = path.first else { return value }
    let rest = path.dropFirst()
    if step == "*" { return .sequence((value.sequence ?? []).map { removing(rest, from: $0) }) }
    guard var mapping = value.mapping, let inner = mapping[String(step)] else { return value }
    mapping[String(step)] = rest.isEmpty ? nil : removing(rest, from: inner)
    return .mapping(mapping)
  }
}

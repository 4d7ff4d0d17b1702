import Foundation

/// Part of a public repository, as plain files beside the package; absent on most machines.
struct Corpus: Sendable, CustomStringConvertible {
  /// The folder's name: owner and repository.
  let name: String
  /// The files that are not of the mesh, as globs: they define namespaces a second time.
  var exclude: [String] = []
  var from = "default"
  /// Given phases in place of the default ones.
  var phases: String?
  /// Namespaces that cannot be moved: their names or labels contradict it.
  var leave: Set<String> = []

  var description: String { name }
  var folder: String { "\(Package.shared)/data/corpora/open/\(name)" }

  static var areThere: Bool { FileManager.default.fileExists(atPath: Package.shared + "/data") }
  static let reason = "no public repositories beside the package (MESHPHASE_SHARED)"

  /// The namespaces that the plain manifests define, outside the excluded files.
  func namespaces() throws -> [String] {
    var names: Set<String> = []
    let files = FileManager.default.enumerator(atPath: folder)?.compactMap { $0 as? String } ?? []
    for file in files where file.hasSuffix(".yaml") && !isExcluded(file) {
      guard let bytes = FileManager.default.contents(atPath: "\(folder)/\(file)") else { continue }
      names.formUnion(Self.namespaces(in: String(decoding: bytes, as: UTF8.self)))
    }
    return names.subtracting(leave).sorted()
  }

  private func isExcluded(_ file: String) -> Bool {
    exclude.contains { glob in
      file.hasPrefix(glob.replacingOccurrences(of: "/**", with: "/")) || file == glob
    }
  }

  /// The names under `metadata` of documents of kind Namespace, found line by line: on purpose in
  /// another way than the tool's.
  private static func namespaces(in text: String) -> [String] {
    var found: [String] = []
    var isNamespace = false
    var name: String?
    for line in text.split(separator: "\n").map(String.init) + ["---"] {
      if line.hasPrefix("---") {
        if isNamespace, let name { found.append(name) }
        (isNamespace, name) = (false, nil)
      } else if line.trimmingCharacters(in: .whitespaces) == "kind: Namespace", line.first == "k" {
        isNamespace = true
      } else if name == nil, line.hasPrefix("  name: ") {
        name = line.dropFirst(8).trimmingCharacters(in: CharacterSet(charactersIn: "\" '"))
      }
    }
    return found
  }

  /// A desired state over the namespaces found.
  func desiredState(excluding: [String]? = nil) throws -> String {
    let exclude = (excluding ?? exclude).map { "\"\($0)\"" }.joined(separator: ", ")
    return """
      apiVersion: meshphase.io/v1alpha1
      kind: MeshUpgrade
      metadata: {name: corpus}
      spec:
        from: {revision: \(from)}
        to: {revision: asm-1140-0}
        distribution: ASM
        tags: [prod]
        namespaces: [\(try namespaces().joined(separator: ", "))]
        repository: {output: mesh/corpus, exclude: [\(exclude)]}
        \(phases.map { "phases: \($0)" } ?? "")

      """
  }
}

package import Foundation

/// `kubectl kustomize` as an independent judge, where the machine has it.
package enum Kubectl {
  /// Whether `kubectl kustomize` runs here.
  package static let isHere: Bool = {
    guard let folder = try? Python.temporaryFolder() else { return false }
    defer { try? FileManager.default.removeItem(at: folder) }
    try? Data("resources: []\n".utf8)
      .write(to: folder.appendingPathComponent("kustomization.yaml"))
    return (try? kustomize(folder))?.status == 0
  }()

  /// What `kubectl kustomize` builds of a folder.
  package static func kustomize(_ folder: URL) throws -> (status: Int32, output: [UInt8]) {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["kubectl", "kustomize", folder.path]
    process.standardInput = FileHandle.nullDevice
    let output = Pipe()
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    try process.run()
    let bytes = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return (process.terminationStatus, Array(bytes))
  }

  /// What kustomize makes of objects and patches of them; a JSON Patch needs the `name` of its
  /// object.
  package static func patched(
    _ objects: String, by patches: [String], name: String? = nil
  ) throws -> [UInt8]? {
    let folder = try Python.temporaryFolder()
    defer { try? FileManager.default.removeItem(at: folder) }
    var files = ["objects.yaml": objects]
    var kustomization = "resources: [objects.yaml]\npatches:\n"
    for (index, patch) in patches.enumerated() {
      files["patch\(index).yaml"] = patch
      kustomization += "- path: patch\(index).yaml\n"
      if let name { kustomization += "  target: {name: \(name)}\n" }
    }
    files["kustomization.yaml"] = kustomization
    for (name, text) in files {
      try Data(text.utf8).write(to: folder.appendingPathComponent(name))
    }
    let built = try kustomize(folder)
    return built.status == 0 ? built.output : nil
  }
}

import Dispatch
package import Foundation

/// Python 3 as an independent judge, where the machine has it.
package enum Python {
  /// What a script wrote, and how it ended.
  package struct Result: Sendable {
    package let status: Int32
    package let output: String
    package let errors: String
  }

  /// Whether `python3` runs here and has PyYAML.
  package static let hasYAML: Bool = (try? run("import yaml"))?.status == 0

  /// Whether `python3` runs here and has a module.
  package static func hasModule(_ name: String) -> Bool {
    (try? run("import \(name)"))?.status == 0
  }

  /// Runs a script; it has no standard input.
  package static func run(_ script: String, arguments: [String] = []) throws -> Result {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["python3", "-c", script] + arguments
    let output = Pipe()
    let folder = try temporaryFolder()
    defer { try? FileManager.default.removeItem(at: folder) }
    // Errors go to a file, so that neither of two full pipes can block the other.
    let errorFile = folder.appendingPathComponent("errors")
    try Data().write(to: errorFile)
    let errors = try FileHandle(forWritingTo: errorFile)
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = output
    process.standardError = errors
    // Not waitUntilExit(): beside other tests it notices the end seconds late.
    let end = DispatchSemaphore(value: 0)
    process.terminationHandler = { _ in end.signal() }
    try process.run()
    let text = output.fileHandleForReading.readDataToEndOfFile()
    end.wait()
    try errors.close()
    return Result(
      status: process.terminationStatus, output: String(decoding: text, as: UTF8.self),
      errors: String(decoding: try Data(contentsOf: errorFile), as: UTF8.self))
  }

  /// A new empty folder; whoever asks for it removes it.
  package static func temporaryFolder() throws -> URL {
    let url = FileManager.default.temporaryDirectory
      .appendingPathComponent("meshphase-tests-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    return url
  }
}

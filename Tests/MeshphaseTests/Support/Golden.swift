import Foundation
import Testing

/// Compares files with those of a folder; with `RECORD_GOLDENS` set it writes the folder anew and
/// fails, so that nobody records without looking.
func expectGolden(
  _ files: [String: String], in folder: String,
  sourceLocation: SourceLocation = #_sourceLocation
) throws {
  let manager = FileManager.default
  let names = (manager.enumerator(atPath: folder)?.compactMap { $0 as? String } ?? []).filter {
    let attributes = try? manager.attributesOfItem(atPath: "\(folder)/\($0)")
    return attributes?[.type] as? FileAttributeType == .typeRegular
  }
  var recorded: [String: String] = [:]
  for name in names {
    recorded[name] = manager.contents(atPath: "\(folder)/\(name)").map {
      String(decoding: $0, as: UTF8.self)
    }
  }
  guard ProcessInfo.processInfo.environment["RECORD_GOLDENS"] != nil else {
    for name in Set(files.keys).union(recorded.keys).sorted() where files[name] != recorded[name] {
      Issue.record(
        "\(folder)/\(name) \(difference(recorded[name], files[name]))",
        sourceLocation: sourceLocation)
    }
    return
  }
  guard files != recorded else { return }
  try? manager.removeItem(atPath: folder)
  for (name, text) in files {
    let file = URL(fileURLWithPath: folder).appendingPathComponent(name)
    try manager.createDirectory(
      at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(text.utf8).write(to: file)
  }
  Issue.record("recorded \(folder); look at it, then run again", sourceLocation: sourceLocation)
}

/// The first line that differs.
private func difference(_ expected: String?, _ actual: String?) -> String {
  guard let expected else { return "is new:\n\(actual ?? "")" }
  guard let actual else { return "was expected and is not there" }
  let old = expected.split(separator: "\n", omittingEmptySubsequences: false)
  let new = actual.split(separator: "\n", omittingEmptySubsequences: false)
  let line = zip(old, new).prefix { $0 == $1 }.count
  let was = line < old.count ? String(old[line]) : "(end)"
  let now = line < new.count ? String(new[line]) : "(end)"
  return "differs in line \(line + 1)\n  expected: \(was)\n  actual:   \(now)"
}

package import Files

/// A pattern for paths: `**` any folders, `*` any part of one name, `?` one character.
///
/// A pattern without `/` matches the file's name in any folder, as in gitignore(5); one that ends
/// with `/` matches everything below that folder.
package struct PathGlob: Hashable, Sendable {
  private let parts: [[UInt8]]

  /// Makes a glob of its text.
  package init(_ pattern: String) {
    var pattern = pattern.hasPrefix("/") ? String(pattern.dropFirst()) : pattern
    let isRooted = pattern.dropLast().contains("/")
    if pattern.hasSuffix("/") { pattern += "**" }
    if !isRooted, !pattern.hasPrefix("**") { pattern = "**/" + pattern }
    parts = pattern.split(separator: "/").map { Array($0.utf8) }
  }

  /// Whether a path matches; so does everything below a folder that a pattern names in full.
  package func matches(_ path: RepositoryPath) -> Bool {
    if parts.count == 1, parts[0].elementsEqual("**".utf8) { return true }
    let names = path.bytes.split(separator: UInt8(ascii: "/"))
    return Self.matches(parts[...], names[...])
  }

  private static func matches(
    _ parts: ArraySlice<[UInt8]>, _ names: ArraySlice<ArraySlice<UInt8>>
  ) -> Bool {
    guard let part = parts.first else { return true }
    if part.elementsEqual("**".utf8) {
      if parts.count == 1 { return true }
      return names.indices.contains { matches(parts.dropFirst(), names[$0...]) }
    }
    guard let name = names.first, matchesName(part[...], name) else { return false }
    return matches(parts.dropFirst(), names.dropFirst())
  }

  private static func matchesName(_ part: ArraySlice<UInt8>, _ name: ArraySlice<UInt8>) -> Bool {
    guard let byte = part.first else { return name.isEmpty }
    if byte == UInt8(ascii: "*") {
      let rest = part.dropFirst()
      // What follows the last wildcard ends the name.
      guard rest.contains(where: { $0 == UInt8(ascii: "*") || $0 == UInt8(ascii: "?") }) else {
        return name.count >= rest.count && name.suffix(rest.count).elementsEqual(rest)
      }
      return matchesName(rest, name) || (!name.isEmpty && matchesName(part, name.dropFirst()))
    }
    guard let other = name.first, byte == UInt8(ascii: "?") || byte == other else { return false }
    return matchesName(part.dropFirst(), name.dropFirst())
  }
}

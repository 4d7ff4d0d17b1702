/// The path of a file inside a repository: relative, `/`-separated, never absolute, never with
/// `.` or `..`, and ordered bytewise as Git orders tree entries of files.
///
/// Paths are bytes, because Git's are: a path that is not UTF-8 is kept as it is, and only its
/// ``description`` repairs it.
package struct RepositoryPath: Hashable, Comparable, Sendable, CustomStringConvertible {
  /// The bytes of the path, without a leading or trailing `/`.
  package let bytes: [UInt8]

  /// Makes a path of bytes; nil when they are empty, absolute, or hold an empty, `.` or `..`
  /// component or a NUL byte.
  package init?(bytes: [UInt8]) {
    var start = 0
    for position in 0...bytes.count {
      if position < bytes.count, bytes[position] != UInt8(ascii: "/") {
        guard bytes[position] != 0 else { return nil }
        continue
      }
      // A component ends here.
      let isDotted = bytes[start..<position].allSatisfy { $0 == UInt8(ascii: ".") }
      guard position > start, !isDotted || position - start > 2 else { return nil }
      start = position + 1
    }
    self.bytes = bytes
  }

  /// Makes a path of text, by the same rules as ``init(bytes:)``.
  package init?(_ text: String) {
    self.init(bytes: Array(text.utf8))
  }

  /// The path as text; bytes that are not UTF-8 show as U+FFFD.
  package var description: String { String(decoding: bytes, as: UTF8.self) }

  /// The path's components, first folder first.
  package var components: [String] {
    bytes.split(separator: UInt8(ascii: "/")).map { String(decoding: $0, as: UTF8.self) }
  }

  /// The last component.
  package var name: String {
    guard let slash = bytes.lastIndex(of: UInt8(ascii: "/")) else { return description }
    return String(decoding: bytes[(slash + 1)...], as: UTF8.self)
  }

  /// Whether the last component is this.
  package func isNamed(_ name: String) -> Bool {
    let start = bytes.count - name.utf8.count
    return start >= 0 && bytes[start...].elementsEqual(name.utf8)
      && (start == 0 || bytes[start - 1] == UInt8(ascii: "/"))
  }

  /// The folder that holds the file; nil at the repository's root.
  package var folder: RepositoryPath? {
    guard let slash = bytes.lastIndex(of: UInt8(ascii: "/")) else { return nil }
    return RepositoryPath(bytes: Array(bytes[..<slash]))
  }

  /// Whether this path is `folder` itself or lies below it.
  package func isInside(_ folder: RepositoryPath) -> Bool {
    guard bytes.starts(with: folder.bytes) else { return false }
    return bytes.count == folder.bytes.count || bytes[folder.bytes.count] == UInt8(ascii: "/")
  }

  /// The path that `relative` names seen from `folder` (the root when nil), with `.` and `..`
  /// resolved; nil when it leaves the repository or names its root.
  package static func resolve(_ relative: String, from folder: RepositoryPath?) -> RepositoryPath? {
    guard !relative.hasPrefix("/") else { return nil }
    var parts = folder?.components ?? []
    for component in relative.split(separator: "/", omittingEmptySubsequences: true) {
      switch component {
      case ".": continue
      case "..":
        if parts.isEmpty { return nil }
        parts.removeLast()
      default: parts.append(String(component))
      }
    }
    return RepositoryPath(parts.joined(separator: "/"))
  }
}

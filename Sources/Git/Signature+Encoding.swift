extension Signature {
  /// The signature with its name and address trimmed as Git trims them.
  ///
  /// An address or a name that Git would have to rewrite in its middle, or that is empty after the
  /// trimming, is refused, and so are a time before 1970 and an offset of 100 hours.
  func normalized() throws(GitError) -> Signature {
    guard seconds >= 0, abs(offsetMinutes) < 100 * 60 else {
      throw Self.refusal("time \(seconds) with offset \(offsetMinutes) minutes is out of range")
    }
    return Signature(
      name: try Self.trimmed(name, field: "name"), email: try Self.trimmed(email, field: "email"),
      seconds: seconds, offsetMinutes: offsetMinutes)
  }

  /// The signature as a commit's `author` and `committer` headers hold it.
  func encoded() throws(GitError) -> String {
    let valid = try normalized()
    return "\(valid.name) <\(valid.email)> \(seconds) \(encodedOffset)"
  }

  /// The offset as `+hhmm` or `-hhmm`; UTC is `+0000`.
  private var encodedOffset: String {
    let minutes = abs(offsetMinutes)
    let digits = String(minutes / 60 * 100 + minutes % 60)
    return (offsetMinutes < 0 ? "-" : "+") + String(repeating: "0", count: 4 - digits.count)
      + digits
  }

  private static func trimmed(_ text: String, field: String) throws(GitError) -> String {
    let bytes = Array(text.utf8)
    guard !bytes.contains(where: { "<>\n\0".utf8.contains($0) }) else {
      throw refusal("\(field) holds '<', '>', a line break or NUL")
    }
    guard let first = bytes.firstIndex(where: { !isTrimmed($0) }),
      let last = bytes.lastIndex(where: { !isTrimmed($0) })
    else { throw refusal("\(field) is empty") }
    return String(decoding: bytes[first...last], as: UTF8.self)
  }

  /// Whether Git removes the byte from the ends of a name or address (`crud` in its `ident.c`).
  private static func isTrimmed(_ byte: UInt8) -> Bool {
    byte <= 32 || ".,:;\"\\'".utf8.contains(byte)
  }

  private static func refusal(_ message: String) -> GitError {
    GitError(operation: "make signature", category: .invalid, message: message)
  }
}

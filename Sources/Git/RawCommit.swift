package import Files

/// The content of one commit object: its headers in the order they are stored in, and its message.
///
/// Writing a parsed commit gives its own bytes again.
package struct RawCommit: Sendable, Hashable {
  /// A line `name value`, with the lines that continue it, which begin with a blank.
  private struct Header: Hashable {
    var name: String
    /// The value, with the line breaks inside it but without the blanks that mark them.
    var value: [UInt8]
  }

  private var headers: [Header] = []
  /// Everything after the empty line that ends the headers.
  package private(set) var message: [UInt8]

  /// The headers that hold signatures: of the object in SHA-1 form, and in SHA-256 form.
  private static let signatureNames: Set<String> = ["gpgsig", "gpgsig-sha256"]
  private static let lineBreak = UInt8(ascii: "\n")
  private static let blank = UInt8(ascii: " ")

  /// Reads the bytes of a commit object; nil where Git would not have written them.
  package init?(parsing bytes: [UInt8]) {
    var rest = bytes[...]
    while let end = rest.firstIndex(of: Self.lineBreak), end != rest.startIndex {
      let line = rest[..<end]
      rest = rest[(end + 1)...]
      if line.first == Self.blank {
        guard !headers.isEmpty else { return nil }
        headers[headers.count - 1].value += [Self.lineBreak] + line.dropFirst()
        continue
      }
      guard let gap = line.firstIndex(of: Self.blank) else { return nil }
      headers.append(
        Header(
          name: String(decoding: line[..<gap], as: UTF8.self), value: Array(line[(gap + 1)...])))
    }
    guard rest.first == Self.lineBreak else { return nil }
    message = Array(rest.dropFirst())
  }

  /// The bytes of the commit object.
  package var bytes: [UInt8] {
    var bytes: [UInt8] = []
    for header in headers {
      bytes += Array(header.name.utf8) + [Self.blank]
      for byte in header.value {
        bytes.append(byte)
        if byte == Self.lineBreak { bytes.append(Self.blank) }
      }
      bytes.append(Self.lineBreak)
    }
    return bytes + [Self.lineBreak] + message
  }

  /// The id of the tree, nil where there is none.
  package var tree: ObjectID? { ids(in: "tree").first }

  /// The ids of the parents, first parent first.
  package var parents: [ObjectID] { ids(in: "parent") }

  /// Whether it carries a signature.
  package var isSigned: Bool { headers.contains { Self.signatureNames.contains($0.name) } }

  /// The commit without its signatures.
  package var unsigned: RawCommit {
    var commit = self
    commit.headers.removeAll { Self.signatureNames.contains($0.name) }
    return commit
  }

  /// The commit with a signature as its last header, as `git commit -S` puts it.
  package func signed(_ signature: [UInt8]) -> RawCommit {
    var commit = unsigned
    let value = signature.last == Self.lineBreak ? signature.dropLast() : signature[...]
    commit.headers.append(Header(name: "gpgsig", value: Array(value)))
    return commit
  }

  /// The commit with other ids in place of some parents, and in the trailers of its message that
  /// name them.
  package func replacing(_ ids: [ObjectID: ObjectID]) -> RawCommit {
    var commit = self
    for position in headers.indices where headers[position].name == "parent" {
      guard let old = ObjectID(String(decoding: headers[position].value, as: UTF8.self)),
        let new = ids[old]
      else { continue }
      commit.headers[position].value = Array(new.description.utf8)
    }
    let lines = message.split(separator: Self.lineBreak, omittingEmptySubsequences: false)
    commit.message = Array(lines.map { Self.replacing(ids, in: $0) }.joined(separator: [0x0A]))
    return commit
  }

  /// A line `Name: id` of the message.
  private static func replacing(
    _ ids: [ObjectID: ObjectID], in line: ArraySlice<UInt8>
  ) -> ArraySlice<UInt8> {
    guard line.count > 42, let old = ObjectID(String(decoding: line.suffix(40), as: UTF8.self)),
      line.dropLast(40).suffix(2).elementsEqual(": ".utf8), let new = ids[old]
    else { return line }
    return line.dropLast(40) + Array(new.description.utf8)
  }

  private func ids(in name: String) -> [ObjectID] {
    headers.filter { $0.name == name }
      .compactMap { ObjectID(String(decoding: $0.value, as: UTF8.self)) }
  }
}

extension Repository {
  /// The commit object of an id, as it is stored.
  package func rawCommit(_ id: ObjectID) throws(GitError) -> RawCommit {
    guard let commit = RawCommit(parsing: try object(id, kind: .commit)) else {
      throw GitError(
        operation: "read commit \(id)", category: .invalid, message: "the commit is malformed")
    }
    return commit
  }
}

import Files

/// One entry of a raw tree, kept as the bytes that Git stores: `mode name NUL id`.
struct TreeEntry {
  /// What an entry stands for.
  enum Kind: Hashable {
    /// A folder, which is a tree of its own.
    case folder
    /// Anything else: a file, a link, a submodule's commit.
    case file(FileMode)
  }

  /// The whole entry.
  let raw: ArraySlice<UInt8>
  /// Folder or file.
  let kind: Kind
  private let nameStart: Int
  private let idStart: Int

  /// Takes the entry at the start of `bytes`; nil when they do not start with one.
  init?(startOf bytes: ArraySlice<UInt8>) {
    guard let space = bytes.prefix(12).firstIndex(of: UInt8(ascii: " ")),
      let mode = Self.value(of: bytes[bytes.startIndex..<space]),
      let zero = bytes[space...].firstIndex(of: 0), zero > space + 1,
      !bytes[space..<zero].contains(UInt8(ascii: "/")), bytes.endIndex - zero > 20
    else { return nil }
    raw = bytes[bytes.startIndex..<(zero + 21)]
    kind = Self.kind(ofMode: mode)
    nameStart = space + 1
    idStart = zero + 1
  }

  /// Makes an entry of its parts; the mode is Git's text, such as `100644`.
  init(mode: some Collection<UInt8>, kind: Kind, name: ArraySlice<UInt8>, id: ObjectID) {
    var bytes = Array(mode)
    bytes.append(UInt8(ascii: " "))
    nameStart = bytes.count
    bytes += name
    bytes.append(0)
    idStart = bytes.count
    bytes += id.bytes
    raw = bytes[...]
    self.kind = kind
  }

  /// The mode's text as it is stored, which need not be one that Git writes today.
  var mode: ArraySlice<UInt8> { raw[raw.startIndex..<(nameStart - 1)] }

  /// The name's bytes.
  var name: ArraySlice<UInt8> { raw[nameStart..<(idStart - 1)] }

  /// The id of the content: a blob, a tree, or a submodule's commit.
  var id: ObjectID { ObjectID(bytes: raw[idStart...]) ?? .zero }

  /// Whether the entry comes first in Git's order, where a folder's name ends in `/`.
  func precedes(_ other: TreeEntry) -> Bool {
    sortedName.lexicographicallyPrecedes(other.sortedName)
  }

  private var sortedName: [UInt8] {
    kind == .folder ? name + [UInt8(ascii: "/")] : Array(name)
  }

  private static func value(of digits: ArraySlice<UInt8>) -> UInt32? {
    guard !digits.isEmpty else { return nil }
    var value: UInt32 = 0
    for digit in digits {
      guard case UInt8(ascii: "0")...UInt8(ascii: "7") = digit, value < 1 << 24 else { return nil }
      value = value << 3 | UInt32(digit - UInt8(ascii: "0"))
    }
    return value
  }

  /// Reads a mode as Git does: the type decides, and of the permissions only the owner's execute.
  private static func kind(ofMode mode: UInt32) -> Kind {
    switch mode & 0o170000 {
    case 0o040000: .folder
    case 0o120000: .file(.symbolicLink)
    case 0o160000: .file(.submodule)
    case 0o100000: .file(mode & 0o100 == 0 ? .file : .executable)
    default: .file(.file)
    }
  }
}

import Files

/// A list of tree edits, arranged by folder.
struct EditNode {
  /// What happens to a file.
  enum Action {
    case write([UInt8])
    case remove
  }

  /// What happens at this path itself.
  private(set) var action: Action?
  /// What happens below this path, by the next name.
  private(set) var children: [ArraySlice<UInt8>: EditNode] = [:]

  /// How many folders deep a path may be, so that no input can exhaust the stack.
  static let depthLimit = 512

  private init() {}

  /// Arranges edits; two edits of one path are refused.
  init(_ edits: [TreeEdit]) throws(GitError) {
    for edit in edits {
      let names = edit.path.bytes.split(separator: UInt8(ascii: "/"))
      guard names.count <= Self.depthLimit else {
        throw Self.refusal(edit.path.bytes, .unsupported, "is over \(Self.depthLimit) folders deep")
      }
      guard insert(edit, at: names[...]) else {
        throw Self.refusal(edit.path.bytes, .invalid, "is edited twice")
      }
    }
  }

  /// The children, ordered bytewise by name.
  var sortedChildren: [(name: ArraySlice<UInt8>, node: EditNode)] {
    children.sorted { $0.key.lexicographicallyPrecedes($1.key) }.map { ($0.key, $0.value) }
  }

  /// The error for an edit that cannot be made.
  static func refusal(_ path: [UInt8], _ category: GitError.Category, _ message: String) -> GitError
  {
    GitError(
      operation: "edit tree", category: category,
      message: "\(String(decoding: path, as: UTF8.self)) \(message)")
  }

  private mutating func insert(_ edit: TreeEdit, at names: ArraySlice<ArraySlice<UInt8>>) -> Bool {
    if let name = names.first {
      return children[name, default: EditNode()].insert(edit, at: names.dropFirst())
    }
    guard action == nil else { return false }
    switch edit {
    case .write(_, let bytes): action = .write(bytes)
    case .remove: action = .remove
    }
    return true
  }
}

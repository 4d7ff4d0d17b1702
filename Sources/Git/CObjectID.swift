import CLibGit2
import Files

extension ObjectID {
  /// Makes an id of libgit2's.
  init(_ id: git_oid) {
    self = unsafe withUnsafeBytes(of: id.id) { unsafe ObjectID(bytes: $0) } ?? .zero
  }

  /// The id as libgit2 has it (`git_oid_fromraw`).
  var cValue: git_oid {
    var id = git_oid()
    unsafe git_oid_fromraw(&id, bytes)
    return id
  }
}

extension ObjectKind {
  /// The kind as libgit2 has it.
  var cValue: git_object_t {
    switch self {
    case .blob: GIT_OBJECT_BLOB
    case .tree: GIT_OBJECT_TREE
    case .commit: GIT_OBJECT_COMMIT
    }
  }
}

internal import Glibc

/// Paths are the keys of what is looked up most, so their bytes are taken together, not one by one.
extension RepositoryPath {
  package static func == (left: RepositoryPath, right: RepositoryPath) -> Bool {
    left.bytes.count == right.bytes.count && left.comparedPrefix(with: right) == 0
  }

  package static func < (left: RepositoryPath, right: RepositoryPath) -> Bool {
    let order = left.comparedPrefix(with: right)
    return order == 0 ? left.bytes.count < right.bytes.count : order < 0
  }

  package func hash(into hasher: inout Hasher) {
    unsafe bytes.withUnsafeBytes { unsafe hasher.combine(bytes: $0) }
  }

  /// How the bytes that both have compare: below, above or equal to 0.
  ///
  /// The C function is `memcmp`.
  private func comparedPrefix(with other: RepositoryPath) -> Int32 {
    let count = min(bytes.count, other.bytes.count)
    return unsafe bytes.withUnsafeBytes { left in
      unsafe other.bytes.withUnsafeBytes { right in
        guard let left = left.baseAddress, let right = right.baseAddress else { return 0 }
        return unsafe memcmp(left, right, count)
      }
    }
  }
}

import CZlib

/// Compresses bytes as packs hold them, one stream of zlib for each object.
@safe struct Deflater: ~Copyable {
  /// Level 1: packs made here live until the next `git gc`, which compresses anew, so time counts.
  private static let level: Int32 = 1
  /// Objects are small: a window of 4 KiB instead of 32 makes each stream a fifth cheaper.
  private static let windowBits: Int32 = 12
  private static let memoryLevel: Int32 = 5

  /// zlib's state; it has an address of its own, because zlib keeps a pointer back to it.
  private let stream: UnsafeMutablePointer<z_stream>
  private var chunk: [UInt8]

  /// Prepares zlib (`deflateInit2`).
  init() throws(GitError) {
    chunk = Array(repeating: 0, count: 1 << 14)
    unsafe stream = .allocate(capacity: 1)
    unsafe stream.initialize(to: z_stream())
    let status = unsafe deflateInit2_(
      stream, Self.level, Z_DEFLATED, Self.windowBits, Self.memoryLevel, Z_DEFAULT_STRATEGY,
      ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
    guard status == Z_OK else {
      unsafe stream.deallocate()
      throw Self.failure(status)
    }
  }

  deinit {
    unsafe deflateEnd(stream)
    unsafe stream.deallocate()
  }

  /// Appends the compressed form of `bytes` (`deflateReset`, `deflate`).
  mutating func deflate(_ bytes: [UInt8], to output: inout [UInt8]) throws(GitError) {
    guard let count = UInt32(exactly: bytes.count) else {
      throw GitError(
        operation: "compress an object", category: .unsupported, message: "it is over 4 GiB")
    }
    let reset = unsafe deflateReset(stream)
    guard reset == Z_OK else { throw Self.failure(reset) }
    let status = unsafe bytes.withUnsafeBufferPointer { input in
      // zlib declares its input as mutable, and only reads it.
      unsafe stream.pointee.next_in = unsafe UnsafeMutablePointer(mutating: input.baseAddress)
      unsafe stream.pointee.avail_in = count
      return finish(to: &output)
    }
    guard status == Z_STREAM_END else { throw Self.failure(status) }
  }

  /// Compresses what is left of the input, a chunk at a time.
  private mutating func finish(to output: inout [UInt8]) -> Int32 {
    var status = Z_OK
    while status == Z_OK {
      status = unsafe chunk.withUnsafeMutableBufferPointer { chunk in
        unsafe stream.pointee.next_out = chunk.baseAddress
        unsafe stream.pointee.avail_out = UInt32(chunk.count)
        return unsafe CZlib.deflate(stream, Z_FINISH)
      }
      unsafe output += chunk[..<(chunk.count - Int(stream.pointee.avail_out))]
    }
    return status
  }

  /// The CRC-32 of bytes (`crc32_z`).
  static func checksum(of bytes: ArraySlice<UInt8>) -> UInt32 {
    unsafe bytes.withUnsafeBufferPointer { unsafe UInt32(crc32_z(0, $0.baseAddress, $0.count)) }
  }

  private static func failure(_ status: Int32) -> GitError {
    GitError(
      operation: "compress an object", category: .other, code: status,
      message: "zlib's status \(status)")
  }
}

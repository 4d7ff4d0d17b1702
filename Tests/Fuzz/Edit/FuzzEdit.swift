internal import FuzzLaws

/// libFuzzer's entry point: one input, which must not break a law of EditLaw.
@_cdecl("LLVMFuzzerTestOneInput")
public func testOneInput(_ bytes: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  let input = unsafe Array(UnsafeBufferPointer(start: bytes, count: count))
  do throws(Violation) { try EditLaw.check(input) } catch { fatalError(error.description) }
  return 0
}

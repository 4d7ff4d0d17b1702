import Kubernetes
import TestSupport
import Testing
import YAML

/// Amounts, as apimachinery's `resource.ParseQuantity` reads them.
@Suite struct `quantities are equal when their amounts are` {
  @Test(arguments: [
    ["1", "1000m", "1.0", "+1", "01", "1e0", "1E0", ".001k", "1.", "1000000000n", "10e-1"],
    ["0.5", "500m", ".5", "5e-1", "500000u", "0.50"],
    ["1k", "1e3", "1E3", "1000", "1e+3", "0.001M", "1000000m"],
    ["1Ki", "1024", "1.024k"],
    ["1Gi", "1024Mi", "1048576Ki", "1073741824", "1073741824000m"],
    ["1.5Gi", "1536Mi"],
    ["0.5Ki", "512"],
    ["1E", "1e18", "1000P", "1000000000000000000"],
    ["1Ei", "1024Pi", "1152921504606846976"],
    ["0", "0.0", "-0", "0k", "0Gi", "0e5", "0.000", "+0"],
    ["-1", "-1000m", "-1.0"],
    // What is finer than nano is rounded away from zero.
    ["1n", "0.1n", "0.0000000001", "1e-300", "0.9n"],
    ["2n", "1.1n", "0.0000000015"],
    ["-1n", "-0.1n"],
    ["1", "0.9999999999", "0.99999999999999"],
    // A binary quantity is at most 2^63-1, a decimal one is not limited.
    ["8Ei", "9223372036854775807", "100Ei", "9007199254740992Ki"],
    ["7Ei", "8070450532247928832"],
    ["-8Ei", "-9223372036854775807"],
    ["10E", "10000000000000000000", "1e19"],
    ["1e1000000", "10e999999"],
  ])
  func equal(spellings: [String]) throws {
    let quantities = try spellings.map { try #require(Quantity($0), "\($0)") }
    for (spelling, quantity) in zip(spellings, quantities) {
      #expect(quantity == quantities[0], "\(spelling) is \(spellings[0])")
      #expect(quantity.canonical == quantities[0].canonical)
      #expect(Quantity(quantity.canonical) == quantity)
    }
  }

  @Test func `different amounts are different`() throws {
    let texts = [
      "1", "1m", "1u", "1n", "1k", "1M", "1G", "1T", "1P", "1E", "1Ki", "1Mi", "1Gi", "1Ti", "1Pi",
      "1Ei", "-1", "0", "10", "1.1", "1e1000000", "8Ei", "9223372036854775808",
      "1000000000.000000001",
    ]
    #expect(Set(try texts.map { try #require(Quantity($0), "\($0)") }).count == texts.count)
    #expect(Quantity("10") == Quantity("1e1"))
    #expect(Quantity("1") != Quantity("1m"))
  }

  @Test(arguments: [
    "", " ", "1 ", " 1", "a", "1K", "1ki", "1mi", "1g", "m", "Gi", ".", "+", "-", "--1", "1..2",
    "1.2.3", "1e", "1e1.5", "1e+", "1Gi1", "0x10", "1_000", "inf", ".inf", "NaN", "1e99999999999",
    "१",
  ])
  func `what is no quantity`(text: String) { #expect(Quantity(text) == nil) }

  @Test func `one random amount in every notation is one quantity, another amount is not`() throws {
    let seed = UInt64.random(in: .min ... .max)
    var random = SeededRandom(seed: seed)
    let decimal = [("n", -9), ("u", -6), ("m", -3), ("", 0), ("k", 3), ("M", 6), ("G", 9)]
    for _ in 0..<400 {
      // Nanos: every notation below is exact.
      let nanos = random.below(random.pick([10, 100_000, Int.max]))
      func spelling(_ nanos: Int, _ power: Int) -> String {
        let digits = String(repeating: "0", count: 40) + String(nanos)
        let cut = digits.index(digits.endIndex, offsetBy: -(power + 9))
        return "\(digits[..<cut]).\(digits[cut...])"
      }
      let quantity = try #require(Quantity("\(nanos)n"))
      for (suffix, power) in decimal {
        #expect(Quantity(spelling(nanos, power) + suffix) == quantity, "seed \(seed), \(nanos)")
        #expect(Quantity(spelling(nanos, power) + "e\(power)") == quantity, "seed \(seed)")
        #expect(Quantity(spelling(nanos ^ 1, power) + suffix) != quantity, "seed \(seed)")
      }
      let whole = random.below(1 << 30)
      let kibi = try #require(Quantity("\(whole)Ki"))
      #expect(kibi == Quantity("\(whole * 1024)"), "seed \(seed), \(whole)")
      #expect(Quantity("\(whole)Mi") == Quantity("\(whole * 1024)Ki"), "seed \(seed), \(whole)")
      #expect(kibi != Quantity("\(whole + 1)Ki"), "seed \(seed), \(whole)")
    }
  }

  @Test func `a long number is read in one go`() throws {
    let long = String(repeating: "9", count: 100_000)
    #expect(Quantity(long + "Ei") == Quantity("8Ei"))
    #expect(try #require(Quantity("0." + long)).canonical == "1")
  }
}

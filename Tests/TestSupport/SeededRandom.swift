import Foundation

/// A small deterministic random number generator: SplitMix64.
///
/// The same seed gives the same numbers on every machine and in every version of Swift.
package struct SeededRandom: RandomNumberGenerator {
  private var state: UInt64

  /// The seed of a run: the usual one, or for a longer hunt the one that `MESHPHASE_SEED` names.
  package static func seed(_ usual: UInt64) -> UInt64 {
    ProcessInfo.processInfo.environment["MESHPHASE_SEED"].flatMap { UInt64($0) } ?? usual
  }

  package init(seed: UInt64) { state = seed }

  package mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }

  /// True in `percent` of 100 cases.
  package mutating func chance(_ percent: Int) -> Bool { below(100) < percent }

  /// A number from 0 up to, but not including, `limit`.
  package mutating func below(_ limit: Int) -> Int {
    limit <= 0 ? 0 : Int(next() % UInt64(limit))
  }

  /// One of the elements, all equally likely; the collection must not be empty.
  package mutating func pick<Element>(_ elements: [Element]) -> Element {
    elements[below(elements.count)]
  }
}

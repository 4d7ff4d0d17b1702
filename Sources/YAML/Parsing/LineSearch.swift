/// Looks for entries of block mappings in a text line by line, without reading it as YAML.
///
/// What it finds is what manifests mostly are; whoever needs to be certain parses.
package enum LineSearch {
  /// The entry of a key among lines that are indented by so many blanks or more.
  ///
  /// It is what follows the key on its line, and where the next line starts; `key` has its colon.
  package static func entry(
    _ key: [UInt8], indentation: Int, in range: Range<Int>, of source: [UInt8]
  ) -> (value: ArraySlice<UInt8>, next: Int)? {
    var line = range.lowerBound
    while line < range.upperBound {
      let end = source.firstPosition(of: 0x0A, in: line..<range.upperBound) ?? range.upperBound
      var start = line
      while start < end, source[start] == 0x20 { start += 1 }
      if start - line < indentation, start < end { return nil }
      let valueStart = start + key.count
      if start - line == indentation, valueStart <= end, source[start..<valueStart] == key[...] {
        let value = source[valueStart..<end].drop { $0 == 0x20 }
        return (value, min(end + 1, range.upperBound))
      }
      line = end + 1
    }
    return nil
  }

  /// Whether a value is a plain word: letters, digits, `-` and `.`, and not empty.
  package static func isWord(_ value: ArraySlice<UInt8>) -> Bool {
    !value.isEmpty
      && value.allSatisfy { byte in
        switch byte {
        case UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "0")...UInt8(ascii: "9"),
          UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"):
          true
        default: false
        }
      }
  }
}

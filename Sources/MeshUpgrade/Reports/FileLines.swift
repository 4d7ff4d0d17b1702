internal import YAML
internal import YAMLDiff

/// The line difference of two files that are not compared as data.
package enum FileLines {
  package static func text(
    from: [UInt8], to: [UInt8], isFull: Bool, options: DiffReport.Options
  ) -> StyledText {
    var text = StyledText()
    guard let old = self.text(from), let new = self.text(to) else {
      text.line("  binary files differ", .dim)
      return text
    }
    if !options.showsSecrets, SecretMask.holdsSecret(old) || SecretMask.holdsSecret(new) {
      text.line("  not shown, as it holds a Secret; --show-secrets shows it", .dim)
      return text
    }
    let change = TextChange(
      diff: LineDiff(from: old, to: new, context: options.context), from: nil, to: nil)
    text.add(ChangeTeller(isFull: isFull).lines(of: change), indentation: 2)
    return text
  }

  /// The bytes as text; nil when they are none.
  private static func text(_ bytes: [UInt8]) -> String? {
    bytes.contains(0) ? nil : String(validating: bytes, as: UTF8.self)
  }
}

/// A case of the YAML test suite that libyaml, and so our parser, reads otherwise than the suite.
///
/// PyYAML's binding of libyaml 0.2.5 deviates in the same way in every one of these.
package struct SuiteDeviation: Sendable {
  /// What becomes of the case.
  package enum Outcome: Sendable {
    /// It is YAML, and libyaml does not read it.
    case refused
    /// It is not YAML, and libyaml reads it.
    case accepted
    /// libyaml reports other events.
    case differs
  }

  package let outcome: Outcome
  package let reason: String

  /// The deviations by the id of the case; every other case is as the suite says.
  package static let table: [String: SuiteDeviation] = [
    "2JQS": refused("a key that is nothing: `: a`"),
    "2LFX": refused("a directive with an unknown name, %FOO"),
    "2SXE": refused("a colon in an anchor's name, &a:"),
    "4ABK": refused("`http://foo.com,` as a key of a flow mapping"),
    "4MUZ/00": refused("a flow mapping's colon on the line after a quoted key"),
    "4MUZ/01": refused("a flow mapping's colon on the line after a quoted key"),
    "4MUZ/02": refused("a flow mapping's colon on the line after a plain key"),
    "58MP": refused("plain text that starts with a colon in a flow mapping, `{x: :x}`"),
    "5MUD": refused("a flow mapping's colon on the line after a quoted key"),
    "5T43": refused("plain text that starts with a colon in a flow mapping"),
    "652Z": differs("`?` right before a flow mapping's key is read as the mark of a key"),
    "6BCT": refused("a tab between the dashes of nested lists"),
    "6CA3": refused("a tab before a flow collection at the start of a line"),
    "6LVF": refused("a directive with an unknown name, %FOO"),
    "6M2F": refused("a key that is nothing, below an explicit one"),
    "8XYN": refused("an anchor's name that is not ASCII"),
    "96NN/00": refused("a tab after the indentation of a block scalar's first line"),
    "96NN/01": refused("a tab after the indentation of a block scalar's first line"),
    "9C9N": accepted("lines of a flow list that are not indented"),
    "9HCY": accepted("a directive after a document without `...` between them"),
    "9JBA": accepted("a comment right after a closing bracket, without a space"),
    "9SA2": refused("a flow mapping's quoted key over two lines"),
    "A2M4": refused("a tab between the dashes of nested lists"),
    "BEC7": refused("%YAML 1.3"),
    "CFD4": refused("a pair without a key in a flow list"),
    "CVW2": accepted("a comment right after a comma, without a space"),
    "DBG4": refused("plain text that starts with colons in a flow list"),
    "DK3J": refused("a block scalar that is not indented, at the top"),
    "DK95/00": refused("a tab after the indentation of a plain scalar"),
    "DK95/01": accepted("a tab in place of the indentation of a quoted scalar's line"),
    "DK95/03": refused("a blank line with a tab before the first key"),
    "DK95/04": refused("a line that is a tab between two keys"),
    "EB22": accepted("a directive after a document without `...` between them"),
    "FP8R": refused("a block scalar that is not indented, at the top"),
    "FRK4": refused("a key that is nothing in a flow mapping"),
    "G5U8": accepted("a dash alone as an item of a flow list"),
    "HM87/00": refused("plain text that starts with a colon in a flow list"),
    "HM87/01": differs("`?` right before text in a flow list is read as the mark of a key"),
    "JEF9/02": differs("spaces without a line end after `|+` are no line"),
    "K3WX": refused("a flow mapping's colon on the line after a key with a comment"),
    "L24T/01": differs("a block scalar's last line of spaces without a line end gets none"),
    "M2N8/00": refused("a key that is a mapping without a key, `? : x`"),
    "M7A3": refused("a block scalar at the top with a line that starts with %"),
    "MUS6/00": accepted("a comment right after %YAML 1.1, without a space"),
    "MUS6/01": accepted("a directive after a document without `...` between them"),
    "MUS6/05": refused("a directive with an unknown name, %YAM"),
    "MUS6/06": refused("a directive with an unknown name, %YAMLL"),
    "NHX8": refused("a key that is nothing"),
    "NJ66": refused("a flow mapping's plain key over two lines"),
    "NKF9": refused("a key that is nothing"),
    "Q5MG": refused("a tab before a flow collection at the start of a line"),
    "QB6E": accepted("lines of a quoted scalar that are not indented"),
    "R4YG": refused("a tab after the indentation of a block scalar's first line"),
    "RHX7": accepted("a directive after a document without `...` between them"),
    "S3PD": refused("a key that is nothing"),
    "S98Z": accepted("blank lines of a block scalar that are longer than its indentation"),
    "SM9W/01": refused("a key that is nothing"),
    "SU5Z": accepted("a comment right after a closing quote, without a space"),
    "UKK6/00": refused("a key that is nothing, in a list"),
    "UT92": refused("a flow mapping's colon on the line after a plain key"),
    "VJP3/01": refused("a flow mapping's colon on the line after a plain key"),
    "W4TN": refused("a block scalar at the top with a line that starts with %"),
    "W5VH": refused("an anchor's name of punctuation marks"),
    "X4QW": accepted("a comment right after the mark of a block scalar, without a space"),
    "Y2GN": differs("a colon in an anchor's name ends the name"),
    "Y79Y/001": refused("a tab after the indentation of a block scalar's first line"),
    "Y79Y/003": accepted("a tab in place of the indentation in a flow list"),
    "Y79Y/010": refused("a tab after a dash"),
    "YJV2": accepted("a dash alone as an item of a flow list"),
  ]

  private static func refused(_ reason: String) -> SuiteDeviation {
    SuiteDeviation(outcome: .refused, reason: reason)
  }

  private static func accepted(_ reason: String) -> SuiteDeviation {
    SuiteDeviation(outcome: .accepted, reason: reason)
  }

  private static func differs(_ reason: String) -> SuiteDeviation {
    SuiteDeviation(outcome: .differs, reason: reason)
  }
}

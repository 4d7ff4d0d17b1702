/// A name, an address and a moment, as commits and reflogs record them.
package struct Signature: Sendable, Hashable {
  /// The person's or the tool's name.
  package let name: String
  /// The e-mail address, without angle brackets.
  package let email: String
  /// Seconds since the beginning of 1970 in UTC.
  package let seconds: Int64
  /// The offset of the local time from UTC, in minutes; east is positive.
  package let offsetMinutes: Int

  package init(name: String, email: String, seconds: Int64, offsetMinutes: Int) {
    self.name = name
    self.email = email
    self.seconds = seconds
    self.offsetMinutes = offsetMinutes
  }
}

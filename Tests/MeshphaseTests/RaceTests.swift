import Foundation
import Testing

@Suite struct `Processes at once` {
  /// The script says what must hold; `Scripts/soak race` runs it for a thousand rounds.
  @Test func `sixteen commits while a branch is moved lose no update`() throws {
    let sandbox = try Sandbox()
    let outcome = try sandbox.run(
      "'\(Package.root)/Tests/Soak/race' \"$MESHPHASE\" 20", in: sandbox.path)
    #expect(outcome.status == 0, "\(outcome.messageText)")
    #expect(outcome.text.hasPrefix("20 rounds of 16 processes: "), "\(outcome.text)")
  }
}

import Foundation
import TestSupport
import Testing

/// Rendering depends on the desired state and the templates alone.
@Suite struct RenderDigestTests {
  /// `MESHPHASE_RENDER_DIGEST` names another build of it: with optimisation it is many times faster.
  private static let tool = Package.program("render-digest", namedBy: "MESHPHASE_RENDER_DIGEST")

  @Test func `two processes that render 10,000 random desired states print one digest`() throws {
    let seed = SeededRandom.seed(4_106)
    // Nothing of the test's environment, so that hashing is seeded anew in each process.
    let environments = [
      "LC_ALL=C TZ=UTC HOME=/",
      "LC_ALL=tr_TR.UTF-8 LANG=de_DE.UTF-8 TZ=Pacific/Kiritimati HOME=/tmp COLUMNS=40 USER=ada",
    ]
    let outcome = try Sandbox().run(
      """
      set -e
      env -i \(environments[0]) '\(Self.tool)' \(seed) 10000 >"$HOME/first" &
      env -i \(environments[1]) '\(Self.tool)' \(seed) 10000
      wait $!
      cat "$HOME/first"
      '\(Self.tool)' \(seed &+ 1) 10
      '\(Self.tool)' \(seed) 10
      """, in: "/")
    #expect(outcome.status == 0, "\(outcome.messageText)")
    let lines = outcome.text.split(separator: "\n")
    try #require(lines.count == 4)
    #expect(lines[0] == lines[1])
    #expect(lines[0].hasPrefix("10000 states, "))
    #expect(lines[2] != lines[3], "other desired states give other bytes")
    print("seed \(seed): \(lines[0])")
  }
}

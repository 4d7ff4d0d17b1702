import Files
import Kubernetes
import Testing
import YAML

@testable import MeshUpgrade

/// Where later messages about a desired state point at.
struct DesiredStateSourceTests {
  @Test(arguments: [
    ("spec/tags/0", "16:10", "default"),
    ("spec/tags/7", "16:9", "[default]"),
    ("spec/to/version", "7:39", "1.14.0"),
    ("spec/from/nothing/here", "6:9", "{revision: asm-1130-0, version: 1.13.0}"),
    ("spec/phases/4/actions/1", "28:41", "MoveService"),
    ("spec/phases", "23:3", "phases"),
    ("spec/strategy/nothing", "17:3", "strategy"),
    ("nothing", "2:1", "apiVersion: meshphase.io/v1alpha1"),
  ])
  func `a finding points at the value of a path, else at what is around it`(
    _ path: String, _ place: String, _ underlined: String
  ) throws {
    let file = desiredStateFile(DesiredStateDecodingTests.example)
    let source = try DesiredState.decode(file).source
    let finding = source.finding(
      .notFound, at: Path(desiredState: path), message: "gone", hint: "look")
    let found = try #require(finding.place)
    let excerpt = try #require(finding.excerpt)
    #expect("\(found.line):\(found.column)" == place)
    #expect(String(excerpt.text.dropFirst(excerpt.start).prefix(excerpt.length)) == underlined)
    #expect(found.file == "meshphase.yaml")
    #expect(finding.message == "gone")
    #expect(finding.hint == "look")
    #expect(finding.rule == .notFound)
  }

  @Test func `a path that is there is told from one that is not`() throws {
    let source = try DesiredState.decode(desiredStateFile(DesiredStateDecodingTests.example)).source
    #expect(source.has(Path(desiredState: "spec/phases/1/percent")))
    #expect(!source.has(Path(desiredState: "spec/phases/0/percent")))
    #expect(
      source.name(of: Path(desiredState: "spec/phases/1/percent")) == "spec.phases[1].percent")
  }
}

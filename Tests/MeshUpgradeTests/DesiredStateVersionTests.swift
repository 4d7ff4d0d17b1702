import Kubernetes
import Testing

@testable import MeshUpgrade

/// Versions, as they are stated and as revisions name them.
struct DesiredStateVersionTests {
  @Test(
    arguments: [
      ("1.14.0", 1, 14, 0), ("1.14", 1, 14, nil), ("1.14.0-asm.3", 1, 14, 0),
      ("1.14.1-asm.3+config1", 1, 14, 1), ("1.7.3+config1", 1, 7, 3), ("1.30.0-rc.0", 1, 30, 0),
      ("1.14-alpha.abc", 1, 14, nil),
    ] as [(String, Int, Int, Int?)])
  func `a version has numbers and keeps its text`(
    _ text: String, _ major: Int, _ minor: Int, _ patch: Int?
  ) throws {
    let version = try #require(IstioVersion(text))
    #expect(version.major == major)
    #expect(version.minor == minor)
    #expect(version.patch == patch)
    #expect(version.text == text)
  }

  @Test(arguments: [
    "", "1", "1.", ".14", "1.14.", "1.14.0.1", "v1.14.0", "1.x", "1.014", "1.14.0-", "1.14.0 ",
    "1.14.0-asm/3", "1.14.0-asm.", "-1.14", "1.99999", "1.１",
  ])
  func `anything else is no version`(_ text: String) {
    #expect(IstioVersion(text) == nil)
  }

  @Test(arguments: [
    ("asm-1140-0", "1.14.0"), ("asm-173-6", "1.7.3"), ("asm-168-9", "1.6.8"),
    ("asm-198-6", "1.9.8"), ("asm-1141-3", "1.14.1"), ("asm-1112-17", "1.11.2"),
    ("asm-12010-1", "1.20.10"), ("asm-1106-2", "1.10.6"),
  ])
  func `a revision of asmcli names its version`(_ revision: String, _ version: String) throws {
    let form = try Distribution.named("ASM").revisionForm
    #expect(form?.version(in: revision)?.text == version)
    let plane = ControlPlane(revision: revision, revisionForm: form)
    #expect(plane.effectiveVersion?.text == version)
    #expect(ControlPlane(revision: revision).effectiveVersion == nil)
  }

  @Test(arguments: [
    "asm-managed", "asm-managed-rapid", "asm-1-23", "asm-1140", "asm-11-0", "asm-114-0",
    "asm-16-1", "asm-1340-0", "asm-2140-0", "asm-1140-0-0", "asm-1140-", "asm--0", "1-14-0",
    "canary", "default", "", "asm-11401x-0", "asm-11407777777-0",
  ])
  func `other revisions name no version`(_ revision: String) throws {
    let form = try #require(try Distribution.named("ASM").revisionForm)
    #expect(form.version(in: revision) == nil)
  }

  @Test(arguments: [
    ("asm-MAJOR-MINOR", "asm-1-23", "1.23"), ("asm-MAJOR-MINOR", "asm-1-23-0", nil),
    ("asm-MAJOR-MINOR", "asm-123", nil), ("asm-MAJOR-MINOR", "asm-1-x", nil),
    ("asm-MAJOR-MINOR", "asm-1-023", nil), ("asm-MAJOR-MINOR", "my-asm-1-23", nil),
    ("MAJOR-MINOR-PATCH", "1-24-3", "1.24.3"), ("MAJOR-MINOR-PATCH", "1-24", nil),
    ("default-vMAJOR-MINOR-PATCH", "default-v1-24-3", "1.24.3"),
    ("rMAJOR-MINORbBUILD", "r1-9b3", "1.9"), ("asm-MAJORMINORPATCH", "asm-173", "1.7.3"),
  ])
  func `a form says which version a revision names`(
    form: String, revision: String, version: String?
  )
    throws
  {
    let form = try #require(RevisionForm(form))
    #expect(form.version(in: revision)?.text == version)
  }

  @Test(arguments: [
    "", "asm", "asm-MAJOR", "asm-MINOR-MAJOR", "MAJORMINOR", "MAJOR-MINORPATCH",
    "MAJOR-MINOR-MINOR",
    "MAJOR-MINOR-BUILD-BUILD", "asm1MAJOR-MINOR", "MAJOR-MINOR2x", "Asm-MAJOR-MINOR",
    "asm_MAJOR_MINOR", "-MAJOR-MINOR", "MAJOR-MINOR-", "MAJOR-PATCH",
  ])
  func `a form that can be read in two ways, or names no minor, is none`(form: String) {
    #expect(RevisionForm(form) == nil)
  }

  @Test func `a stated version goes before the one of the revision`() {
    let plane = ControlPlane(revision: "asm-1140-0", version: IstioVersion("1.14.0-asm.3"))
    #expect(plane.effectiveVersion?.text == "1.14.0-asm.3")
    #expect(plane.statedVersion == "1.14.0-asm.3")
    #expect(ControlPlane(revision: "asm-1140-0").statedVersion == nil)
  }
}

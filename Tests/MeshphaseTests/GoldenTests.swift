import Testing

/// Each folder of `examples/` is a test: its commands give what stands in `expected/`.
@Suite struct `The examples` {
  @Test(arguments: Example.all)
  func `a command gives what its page shows`(example: Example) throws {
    let run = try ExampleRun(example)
    try expectGolden(run.files, in: example.expected)
  }

  @Test(arguments: Example.all.filter(\.isAboutAPlan))
  func `the laws of planning and committing hold`(example: Example) throws {
    let arguments = try example.commands[0].split(separator: " ").dropFirst(2)
      .filter { $0 != "-q" && $0 != "--quiet" && $0 != "--verbose" }.joined(separator: " ")
    let laws = Laws(
      try TestRepository(importing: example.input), options: absolute(arguments, example))
    if example.name.hasPrefix("refusals/") {
      _ = try laws.checkRefusal()
    } else {
      try laws.check()
    }
  }

  /// Options whose paths do not depend on the folder that a run starts in.
  private func absolute(_ options: String, _ example: Example) -> String {
    options.replacing("--templates ", with: "--templates \(example.input)/")
  }

  @Test func `there are examples`() { #expect(Example.all.count > 20) }
}

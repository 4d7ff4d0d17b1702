import Testing
import YAML
import YAMLDiff

/// The laws of changes that say no more than a report does, over the small world of values.
@Suite struct `changes without what moved` {
  private func recorded(_ change: ValueChange) -> RecordedChange {
    func tokens(_ path: Path) -> [String] { Path.referenceTokens(of: path.pointer) ?? [] }
    return RecordedChange(
      change.kind, path: tokens(change.path), oldPath: change.oldPath.map(tokens),
      from: change.kind == .moved ? nil : change.from, to: change.kind == .moved ? nil : change.to)
  }

  @Test func `make b of a, and their inverses make a of b`() throws {
    let laws = `the laws of differences hold for every pair of small values`()
    for from in `the laws of differences hold for every pair of small values`.world {
      for to in `the laws of differences hold for every pair of small values`.world {
        let changes = try laws.difference(from, to).map(recorded)
        let label = "\(from.json()) to \(to.json())"
        #expect(try RecordedChange.apply(changes, to: from) == to, "\(label)")
        #expect(try RecordedChange.apply(changes.map(\.inverse), to: to) == from, "\(label)")
        #expect(changes.map(\.inverse.inverse) == changes)
      }
    }
  }

  @Test func `refuse what they do not expect`() throws {
    func problem(
      _ change: RecordedChange, _ value: Value
    ) -> (path: [String], problem: RecordedChange.Problem)? {
      do throws(RecordedChange.Misfit) {
        _ = try RecordedChange.apply([change], to: value)
        return nil
      } catch { return (error.path, error.problem) }
    }
    let value: Value = ["a": ["x", "y"], "b": ["c": 1]]
    let changed = RecordedChange(
      .changed, path: ["b"], oldPath: nil, from: ["c": 2], to: ["c": 3])
    #expect(problem(changed, value)?.path == ["b", "c"])
    #expect(problem(changed, value)?.problem == .differs(found: 1, expected: 2))
    let added = RecordedChange(.added, path: ["b", "c"], oldPath: nil, from: nil, to: 3)
    #expect(problem(added, value)?.problem == .differs(found: 1, expected: nil))
    let inserted = RecordedChange(.added, path: ["a", "3"], oldPath: nil, from: nil, to: 3)
    #expect(problem(inserted, value)?.problem == .noPlace)
    let lost = RecordedChange(.added, path: ["n", "x"], oldPath: nil, from: nil, to: 3)
    #expect(problem(lost, value)?.problem == .noPlace)
    let moved = RecordedChange(.moved, path: ["a", "0"], oldPath: ["a", "2"], from: nil, to: nil)
    #expect(problem(moved, value)?.problem == .noItem)
    let swapped = RecordedChange(
      .moved, path: ["a", "0"], oldPath: ["a", "1"], from: nil, to: nil)
    #expect(problem(swapped, value) == nil)
  }

  @Test func `a mapping whose only key is exchanged keeps its style`() throws {
    let text = try DocumentPatch.rewrite(
      Array("labels:\n  a: x # here\nb: 1\n".utf8), to: ["labels": ["c": "x"], "b": 1])
    #expect(String(decoding: text, as: UTF8.self) == "labels:\n  c: x\nb: 1\n")
  }
}

import Foundation
import Testing

/// A report holds exactly the edits that were made: nothing is missed and nothing is invented.
@Suite(.enabled(if: GeneratedCorpus.canBeMade, Comment(rawValue: GeneratedCorpus.reason)))
struct `The edits of a generated corpus` {
  private static let count = 1500

  @Test func `the report holds exactly the edits made`() throws {
    let corpus = try GeneratedCorpus(count: Self.count)
    for form in GeneratedCorpus.Form.allCases {
      let told = try diff(form, of: corpus)
      expectEdits(told, corpus, form)
      #expect(told.comments.isEmpty, "\(form)")
    }
  }

  @Test(.enabled(if: tellsComments, "diff has no --comments yet"))
  func `changed comments are told where they are asked for`() throws {
    let corpus = try GeneratedCorpus(count: Self.count)
    let edited = corpus.edited("comment").sorted()
    #expect(!edited.isEmpty)
    for form in GeneratedCorpus.Form.allCases {
      let told = try diff(form, of: corpus, "--comments")
      expectEdits(told, corpus, form)
      #expect(told.comments.keys.sorted() == (form.hasComments ? edited : []), "\(form)")
      for comments in told.comments.values {
        #expect(comments.map(\.place) == ["above"])
        #expect(comments.allSatisfy { !$0.from.isEmpty && $0.to == $0.from + " (reviewed)" })
      }
    }
  }

  @Test func `the same documents as a stream, a list and JSON do not differ`() throws {
    let corpus = try GeneratedCorpus(count: Self.count)
    for sides in ["from.yaml from.list.yaml", "from.json from.yaml", "to.list.yaml to.json"] {
      let outcome = try run("diff --brief \(sides)", corpus)
      #expect(outcome.status == 0 && outcome.output.isEmpty && outcome.messages.isEmpty)
    }
  }

  private static let tellsComments =
    (try? Sandbox().run("\"$MESHPHASE\" diff --help", in: "/").text.contains("--comments")) ?? false

  private func run(_ arguments: String, _ corpus: GeneratedCorpus) throws -> Sandbox.Outcome {
    try corpus.sandbox.run("\"$MESHPHASE\" \(arguments)", in: corpus.sandbox.path)
  }

  private func diff(
    _ form: GeneratedCorpus.Form, of corpus: GeneratedCorpus, _ options: String = ""
  ) throws -> ToldEdits {
    let outcome = try run("diff -o json \(options) \(form.sides.from) \(form.sides.to)", corpus)
    #expect(outcome.status == 1 && outcome.messages.isEmpty, "\(outcome.messageText)")
    return try ToldEdits(outcome.output)
  }

  /// Nothing but the edits is told, in any form; comments apart.
  private func expectEdits(
    _ told: ToldEdits, _ corpus: GeneratedCorpus, _ form: GeneratedCorpus.Form
  ) {
    #expect(told.lines.count > 40)
    for change in told.lines.difference(from: corpus.expectedLines.sorted()) {
      switch change {
      case .insert(_, let line, _): Issue.record("\(form): invented: \(line)")
      case .remove(_, let line, _): Issue.record("\(form): missed: \(line)")
      }
    }
    #expect(told.lines.count { $0.contains("/labels/istio.io~1rev: ") } == corpus.labelCount)
    expectItemMoves(told, corpus)
    if form == .folders {
      expectFiles(told, corpus)
    } else {
      expectDocumentMoves(told, corpus)
    }
  }

  /// The fewest documents are told as moved: without them, the rest stands in one order.
  ///
  /// They need not be the ones that the generator took: one that it put behind its neighbour may as
  /// well be told by the neighbour's move.
  private func expectDocumentMoves(_ told: ToldEdits, _ corpus: GeneratedCorpus) {
    let old = corpus.old.names.map { corpus.renamed[$0] ?? $0 }
    let moves = MoveCheck(from: old, to: corpus.new.names)
    #expect(moves.minimum > 20 && moves.minimum <= corpus.edited("moved").count)
    #expect(told.moved.count == moves.minimum)
    #expect(moves.isExplained(by: told.moved))
  }

  private func expectItemMoves(_ told: ToldEdits, _ corpus: GeneratedCorpus) {
    #expect(told.movedItems.keys.sorted() == corpus.edited("listorder").sorted())
    for (name, paths) in told.movedItems {
      let list = "/spec/template/spec/containers/0/env"
      func items(_ side: GeneratedCorpus.Side) -> [String] {
        let items = side.value(list, of: name) as? [[String: Any]] ?? []
        return items.compactMap { $0["name"] as? String }
      }
      let moves = MoveCheck(from: items(corpus.old), to: items(corpus.new))
      let moved = paths.compactMap { path in
        corpus.new.value(path + "/name", of: name) as? String
      }
      #expect(paths.allSatisfy { $0.hasPrefix(list + "/") })
      #expect(paths.count == moves.minimum && moves.isExplained(by: moved), "\(name)")
    }
  }

  /// In folders only a renamed object has another file, and the order says nothing.
  private func expectFiles(_ told: ToldEdits, _ corpus: GeneratedCorpus) {
    let renamed = corpus.renamed
    #expect(told.moved.sorted() == renamed.values.sorted())
    let before = Dictionary(uniqueKeysWithValues: renamed.map { ($1, $0) })
    let (added, removed) = (corpus.edited("added"), corpus.edited("removed"))
    for (name, files) in told.files {
      let from = added.contains(name) ? "" : GeneratedCorpus.path(of: before[name] ?? name)
      let to = removed.contains(name) ? "" : GeneratedCorpus.path(of: name)
      // A change inside has no place where there was, or is, nothing.
      #expect(files.subtracting([["", to], [from, ""]]).isSubset(of: [[from, to]]))
    }
  }
}

extension GeneratedCorpus {
  /// What a report has to say, but moves and comments: a line for each change.
  ///
  /// The values before and after are those of the generator's JSON.
  fileprivate var expectedLines: [String] {
    let container = "/spec/template/spec/containers/0"
    var lines =
      edited("added").map { line("added", $0) } + edited("removed").map { line("removed", $0) }
    lines += renamed.map { ToldEdits.line("renamed", $1, "", from: $0, to: $1) }
    let labels = ["/metadata/labels", "/spec/template/metadata/labels"].flatMap { path in
      edited("label").filter { new.value(path, of: $0) != nil }.map { name in
        line("changed", name, path + "/istio.io~1rev")
      }
    }
    lines += labels
    lines += edited("value").map { line("changed", $0, container + "/image") }
    lines += edited("type").map { line("changed", $0, "/metadata/labels/cost-center") }
    lines += edited("listadd").map { line("added", $0, container + "/env/2") }
    return lines + edited("text").flatMap(textLines)
  }

  private func line(_ kind: String, _ name: String, _ path: String = "") -> String {
    ToldEdits.line(
      kind, name, path, from: kind == "added" ? nil : old.value(path, of: name),
      to: kind == "removed" ? nil : new.value(path, of: name))
  }

  /// A changed text is YAML, so the change of its data is told inside it.
  private func textLines(_ name: String) -> [String] {
    let path = "/metadata/annotations/example.com~1config"
    func threads(_ side: Side) -> Int? {
      (side.value(path, of: name) as? String)?.firstMatch(of: /threads: ([0-9]+)/)
        .flatMap { Int($0.1) }
    }
    return [
      line("changed", name, path),
      ToldEdits.line(
        "changed", "inside \(name)", "/server/threads", from: threads(old), to: threads(new)),
    ]
  }
}

/// What the order of names before and after says about moves.
private struct MoveCheck {
  private let from: [String: Int]
  private let to: [String]
  /// The fewest moves: all but the longest part that keeps its order.
  let minimum: Int

  init(from: [String], to: [String]) {
    let positions = Dictionary(uniqueKeysWithValues: zip(from, from.indices))
    self.from = positions
    self.to = to.filter { positions[$0] != nil }
    let order = self.to.compactMap { positions[$0] }
    // The last position of the best increasing part of each length: patience sorting.
    var lasts: [Int] = []
    for position in order {
      var (index, end) = (0, lasts.count)
      while index < end {
        let middle = (index + end) / 2
        if lasts[middle] < position { index = middle + 1 } else { end = middle }
      }
      if index == lasts.count { lasts.append(position) } else { lasts[index] = position }
    }
    minimum = order.count - lasts.count
  }

  /// Whether the rest stands in the same order on both sides.
  func isExplained(by moved: [String]) -> Bool {
    let moved = Set(moved)
    let rest = to.filter { !moved.contains($0) }.compactMap { from[$0] }
    return zip(rest, rest.dropFirst()).allSatisfy { $0 < $1 }
  }
}

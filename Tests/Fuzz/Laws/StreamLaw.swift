import Kubernetes
import YAML
import YAMLDiff

/// What must hold for the comparison of every two streams, and for their merge with a third.
enum StreamLaw {
  static func check(_ from: ReadText, _ to: ReadText, _ other: ReadText) throws(Violation) {
    for ordersCount in [true, false] {
      let evidence = [("from", from.bytes.shown), ("to", to.bytes.shown)]
      let outcome = try compare(from, to, ordersCount: ordersCount)
      if from.values == to.values {
        try require(
          outcome.changes.isEmpty, "streams of the same data have no difference",
          evidence + [("changes", "\(outcome.changes)")])
      }
      if outcome.changes.isEmpty, !from.hasLists, !to.hasLists {
        let isSame = ordersCount ? from.values == to.values : from.values.count == to.values.count
        try require(isSame, "streams without a difference have the same data", evidence)
      }
    }
    try checkMerge(from, to, other)
  }

  private static func compare(
    _ from: ReadText, _ to: ReadText, ordersCount: Bool
  ) throws(Violation) -> StreamDiff.Outcome {
    do throws(StreamError) {
      return try StreamDiff.compare(
        from: [StreamSource(name: "a.yaml", bytes: from.bytes)],
        to: [StreamSource(name: "a.yaml", bytes: to.bytes)], rules: .kubernetes,
        ordersCount: ordersCount)
    } catch {
      throw Violation(
        law: "texts that can be read can be compared: \(error.error)",
        evidence: [("from", from.bytes.shown), ("to", to.bytes.shown)])
    }
  }

  private static func checkMerge(
    _ base: ReadText, _ ours: ReadText, _ theirs: ReadText
  ) throws(Violation) {
    let evidence = [
      ("base", base.bytes.shown), ("ours", ours.bytes.shown), ("theirs", theirs.bytes.shown),
    ]
    if let same = merge(base, ours, ours) {
      try require(
        same.text == ours.bytes && same.conflicts.isEmpty,
        "merging a text with itself gives that text", evidence)
    }
    guard let merge = merge(base, ours, theirs) else { return }
    guard let documents = try? Document.parseAll(merge.text) else {
      throw Violation(
        law: "a merged text can be read", evidence: evidence + [("merged", merge.text.shown)])
    }
    try require(
      documents.allSatisfy { (try? $0.root.value()) != nil }, "a merged text is data", evidence)
    try checkUnchanged(base, ours, evidence)
  }

  /// What one side alone changed is what comes out, in whatever order.
  private static func checkUnchanged(
    _ base: ReadText, _ theirs: ReadText, _ evidence: [(name: String, text: String)]
  ) throws(Violation) {
    guard let merge = merge(base, base, theirs) else { return }
    let evidence = evidence + [("merged", merge.text.shown)]
    let values = (try? Document.parseAll(merge.text))?.map { try? $0.root.value() }
    guard let values else { throw Violation(law: "a merged text can be read", evidence: evidence) }
    try require(
      merge.conflicts.isEmpty && Set(values) == Set(theirs.values),
      "merging an unchanged ours gives what theirs holds", evidence)
  }

  /// Nil where the merge is refused.
  private static func merge(
    _ base: ReadText, _ ours: ReadText, _ theirs: ReadText
  ) -> StreamMerge? {
    try? StreamMerge(
      base: SourceFile(name: "base.yaml", bytes: base.bytes),
      ours: SourceFile(name: "ours.yaml", bytes: ours.bytes),
      theirs: SourceFile(name: "theirs.yaml", bytes: theirs.bytes))
  }
}

extension ReadText {
  /// Whether a document is a list of documents, whose own fields a comparison does not look at.
  fileprivate var hasLists: Bool {
    documents.contains { $0.root["kind"]?.text?.hasSuffix("List") ?? false }
  }
}

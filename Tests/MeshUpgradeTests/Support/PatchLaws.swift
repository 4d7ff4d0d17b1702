import Kubernetes
import Testing
import YAML
import YAMLDiff

@testable import MeshUpgrade

/// The law of reports for a pair of streams: the report of `a` and `b`, written as JSON and read
/// again, makes `b` of `a`, in its order; the inverse makes `a` of `b`.
enum PatchLaws {
  /// What became of a pair.
  enum Outcome {
    case done
    /// The text is refused, such as one with shared anchors.
    case refused(StreamPatch.Problem)
    case unreadable
  }

  static func source(_ text: String) -> StreamSource {
    StreamSource(name: "f.yaml", bytes: Array(text.utf8))
  }

  /// The documents of a text as data; items of lists are documents.
  static func documents(_ text: String) throws -> [Value] {
    try Document.parseAll(Array(text.utf8)).flatMap { document in
      try (DocumentRules.kubernetes.items(document.root)?.items ?? [document.root]).map {
        try $0.value()
      }
    }
  }

  /// The report of a pair as `meshphase diff -o json --show-secrets` writes it.
  static func report(_ a: String, _ b: String, showsSecrets: Bool = true) throws -> String {
    let (from, to) = ([source(a)], [source(b)])
    var options = DiffReport.Options()
    options.showsSecrets = showsSecrets
    options.ordersCount = true
    let outcome = try StreamDiff.compare(from: from, to: to, rules: .kubernetes, ordersCount: true)
    return try DiffReport(outcome, from: from, to: to, options: options).json().json()
  }

  static func patch(_ report: String) throws -> StreamPatch {
    let root = try #require(try Document.parseSingle(Array(report.utf8))).root
    return try ReportedPatch(root).patch
  }

  static func apply(_ patch: StreamPatch, _ text: String) throws(StreamPatch.Problem) -> String {
    let bytes = try patch.applied(to: source(text), rules: .kubernetes)
    return String(decoding: bytes, as: UTF8.self)
  }

  static func check(_ a: String, _ b: String, _ label: @autoclosure () -> String) throws -> Outcome
  {
    guard let old = try? documents(a), let new = try? documents(b) else { return .unreadable }
    let report = try report(a, b)
    let patch = try patch(report)
    do throws(StreamPatch.Problem) {
      let forwards = try apply(patch, a)
      let back = try apply(patch.inverse, b)
      try? compare(forwards, new, "forwards", label(), a, b, report)
      try? compare(back, old, "back", label(), b, a, report)
      checkKept(from: a, to: b, forwards, label())
      if patch.edits.isEmpty, forwards != a { Issue.record("\(label()): nothing to do, and done") }
    } catch { return .refused(error) }
    return .done
  }

  private static func compare(
    _ text: String, _ wanted: [Value], _ direction: String, _ label: String, _ from: String,
    _ to: String, _ report: String
  ) throws {
    if try documents(text) == wanted { return }
    Issue.record(
      "\(label), \(direction): not the same\n\(from)\n=== to\n\(to)\n=== gave\n\(text)\n\(report)")
  }

  /// A document that is the same on both sides keeps its text; beside lists, it may have to stand
  /// in one afterwards.
  private static func checkKept(from: String, to: String, _ result: String, _ label: String) {
    guard !from.contains("List") else { return }
    let there = Set(ownDocuments(to))
    for chunk in ownDocuments(from) where there.contains(chunk) && !result.contains(chunk) {
      Issue.record(
        "\(label): lost the text of\n\(chunk)\nin\n\(from)\n=== to\n\(to)\ngave\n\(result)")
    }
  }

  /// The texts of the documents that are in no list, without the marker before them.
  private static func ownDocuments(_ text: String) -> [String] {
    let bytes = Array(text.utf8)
    return DocumentSplitter.chunks(of: bytes).compactMap { chunk in
      let documents = try? Document.parse(bytes, chunk: chunk)
      guard let root = documents?.first?.root, DocumentRules.kubernetes.items(root) == nil else {
        return nil
      }
      let text = String(decoding: bytes[chunk], as: UTF8.self)
      return text.hasPrefix("---\n") ? String(text.dropFirst(4)) : text
    }
  }
}

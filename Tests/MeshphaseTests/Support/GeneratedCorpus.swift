import Foundation
import TestSupport

/// Manifests before and after, made by a generator that says every edit it makes.
struct GeneratedCorpus {
  /// A form that the same documents are written in.
  enum Form: CaseIterable {
    case streams
    case folders
    case lists
    case json

    /// The old and the new side.
    var sides: (from: String, to: String) {
      switch self {
      case .streams: ("from.yaml", "to.yaml")
      case .folders: ("tree-from", "tree-to")
      case .lists: ("from.list.yaml", "to.list.yaml")
      case .json: ("from.json", "to.json")
      }
    }

    /// Whether the generator writes comments in it.
    var hasComments: Bool { self == .streams || self == .folders }
  }

  /// The documents of one side, in order.
  struct Side {
    let names: [String]
    let documents: [String: [String: Any]]

    init(_ items: [[String: Any]]) {
      names = items.map(GeneratedCorpus.name)
      documents = Dictionary(uniqueKeysWithValues: zip(names, items))
    }

    /// What a JSON pointer leads to in a document.
    func value(_ pointer: String, of name: String) -> Any? {
      var value: Any? = documents[name]
      for step in pointer.split(separator: "/") {
        if let list = value as? [Any] {
          value = Int(step).flatMap { list.indices.contains($0) ? list[$0] : nil }
        } else {
          value = (value as? [String: Any])?[step.replacingOccurrences(of: "~1", with: "/")]
        }
      }
      return value
    }
  }

  static let script = Package.shared + "/tools/gen-corpus.py"
  static let reason = "no generator beside the package (MESHPHASE_SHARED), or no python3"
  static let canBeMade =
    FileManager.default.fileExists(atPath: script) && Python.hasModule("json")

  let sandbox: Sandbox
  let old: Side
  let new: Side
  /// The edits by kind, each with the documents that have it.
  private let truth: [String: Any]

  /// Writes a corpus of so many documents.
  init(count: Int) throws {
    let sandbox = try Sandbox()
    let made = try Python.run(
      String(contentsOfFile: Self.script, encoding: .utf8),
      arguments: [String(count), sandbox.path])
    guard made.status == 0 else { throw Sandbox.Failure(description: made.errors) }
    func read(_ file: String) throws -> [String: Any] {
      let data = try Data(contentsOf: URL(fileURLWithPath: "\(sandbox.path)/\(file)"))
      return try JSONSerialization.jsonObject(with: data) as? [String: Any] ?? [:]
    }
    func side(_ file: String) throws -> Side {
      Side(try read(file)["items"] as? [[String: Any]] ?? [])
    }
    self.sandbox = sandbox
    (old, new) = (try side("from.json"), try side("to.json"))
    truth = try read("truth.json")
  }

  /// The names of the documents with a kind of edit.
  func edited(_ kind: String) -> [String] {
    entries(kind).map { entry in
      // Labels come with the number of values, `[name, 2]`.
      Self.name(entry as? [String] ?? (entry as? [Any])?.first as? [String] ?? [])
    }
  }

  /// The renamed documents: the name after, by the name before.
  var renamed: [String: String] {
    let pairs = entries("rename").compactMap { $0 as? [[String]] }
    return Dictionary(uniqueKeysWithValues: pairs.map { (Self.name($0[0]), Self.name($0[1])) })
  }

  /// How many label values were changed.
  var labelCount: Int { (truth["counts"] as? [String: Int])?["label_values"] ?? -1 }

  private func entries(_ kind: String) -> [Any] { truth[kind] as? [Any] ?? [] }

  /// The file of a document below the folder of its side.
  static func path(of name: String) -> String {
    let parts = name.split(separator: " ", omittingEmptySubsequences: false)
    return "\(parts[2].isEmpty ? "_cluster" : parts[2])/\(parts[1].lowercased())-\(parts[3]).yaml"
  }

  /// `apps/v1 Deployment shop web`.
  private static func name(_ parts: [String]) -> String { parts.joined(separator: " ") }

  private static func name(_ document: [String: Any]) -> String {
    let metadata = document["metadata"] as? [String: Any]
    let parts = [
      document["apiVersion"], document["kind"], metadata?["namespace"], metadata?["name"],
    ]
    return name(parts.map { $0 as? String ?? "" })
  }
}

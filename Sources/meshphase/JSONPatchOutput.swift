internal import Kubernetes
internal import MeshUpgrade
internal import YAML
internal import YAMLDiff

/// Writes the difference of two single documents as a JSON Patch (RFC 6902).
enum JSONPatchOutput {
  /// Writes the patch that turns the old document into the new one; tells whether it is empty.
  static func write(
    _ old: DiffInput, _ new: DiffInput, _ console: Console?
  ) throws(Refusal) -> Bool {
    let from = try single(old)
    let to = try single(new)
    let schema = KnownSchemas.schema(of: to)
    do throws(ParseError) {
      var changes: [ValueChange] = []
      for change in NodeDiff.changes(from: from, to: to, schema: schema) {
        changes.append(try change.value())
      }
      let operations = ValueChange.jsonPatch(for: changes)
      console?.output(.sequence(operations))
      return !operations.isEmpty
    } catch { throw Refusal(Finding(.unreadableFile, message: error.message)) }
  }

  private static func single(_ input: DiffInput) throws(Refusal) -> Node {
    guard input.sources.count == 1, let source = input.sources.first else {
      throw Refusal(
        Finding(.unreadableFile, message: "a JSON Patch is for two single documents"))
    }
    let documents: [Document]
    do throws(ParseError) {
      documents = try Document.parseAll(source.bytes)
      for document in documents { try document.root.checkData() }
    } catch { throw Refusal(DiffCommand.finding(StreamError(source: source, error: error))) }
    guard documents.count == 1, let document = documents.first else {
      throw Refusal(
        Finding(
          .unreadableFile,
          message: "a JSON Patch is for two single documents, \(source.name) holds "
            + "\(documents.count)"))
    }
    return document.root
  }
}

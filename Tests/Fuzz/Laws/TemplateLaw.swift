package import YAML

/// What must hold for edits beside a template in place of a value, as in `name: {{ .Values.name }}`.
///
/// YAML reads it as a mapping with a mapping as its key, which is no data. An edit of anything else
/// must be what it is without the template, and leave the template as it is.
package enum TemplateLaw {
  private static let template = Array("{{ .Values.zqx }}".utf8)

  /// Puts a template in place of a scalar of one document of a chunk, and makes the operations.
  ///
  /// `intended` is what they make of the chunk as it is: the template taken out again, the edited
  /// text must read as that.
  package static func check(
    _ operations: [EditOperation], on chunk: [UInt8], position: Int, inPlaceOf scalar: Range<Int>,
    intended: Value
  ) throws(Violation) -> Outcome {
    let text = chunk[..<scalar.lowerBound] + template + chunk[scalar.upperBound...]
    guard let before = read(Array(text)), before.indices.contains(position),
      (try? before[position].root.value()) == nil
    else { return .unread }
    guard
      let edited = try? DocumentEditor.apply(operations, to: Array(text), position: position)
    else { return .refused }
    let evidence = [
      ("chunk", chunk.shown), ("text", Array(text).shown), ("edited", edited.shown),
      ("operations", "\(operations)"),
    ]
    let places = edited.ranges(of: template)
    try require(places.count <= 1, "a template is not copied", evidence)
    let whole =
      places.first.map { edited[..<$0.lowerBound] + chunk[scalar] + edited[$0.upperBound...] }
      ?? edited[...]
    let after = read(Array(whole))
    try require(after?.count == before.count, "the documents stay", evidence)
    let value = after.flatMap { try? $0[position].root.value() }
    try require(value == intended, "beside a template an edit is what it is without", evidence)
    return .changed
  }

  private static func read(_ text: [UInt8]) -> [Document]? {
    try? Document.parse(text, chunk: 0..<text.count)
  }
}

import Testing

/// What `meshphase merge` tells of Secrets.
@Suite struct `The conflicts of a merge` {
  private static func secret(_ value: String, _ annotation: String = "x") -> String {
    "apiVersion: v1\nkind: Secret\n"
      + "metadata: {name: s, annotations: {note: \(annotation)}}\nstringData: {a: \(value)}\n"
  }

  private static func list(_ value: String) -> String {
    "apiVersion: v1\nkind: List\nitems:\n- {apiVersion: v1, kind: ConfigMap, metadata: {name: c}}\n"
      + "- apiVersion: v1\n  kind: Secret\n  metadata: {name: s}\n  data: {a: \(value)}\n"
  }

  private static func typedList(_ value: String) -> String {
    "apiVersion: v1\nkind: SecretList\nitems:\n- metadata: {name: s}\n  data: {a: \(value)}\n"
  }

  private func repository(_ text: (String) -> String) throws -> TestRepository {
    try TestRepository([
      "base.yaml": text("HIDDEN1"), "ours.yaml": text("HIDDEN2"), "theirs.yaml": text("HIDDEN3"),
    ])
  }

  @Test func `do not show what a Secret keeps, and the merged file does`() throws {
    let repository = try repository { Self.secret($0, $0.replacing("HIDDEN", with: "note")) }
    let text = try repository.meshphase("merge base.yaml ours.yaml theirs.yaml")
    #expect(text.status == 1 && text.text.contains("stringData: {a: HIDDEN2}"))
    #expect(
      text.messageText == """
        conflict in Secret s at /metadata/annotations/note
          base   note1
          ours   note2
          theirs note3
        conflict in Secret s at /stringData/a
          base   ***
          ours   ***
          theirs ***

        """)
    let json = try repository.meshphase("merge -o json base.yaml ours.yaml theirs.yaml")
    #expect(json.text.contains("\"masked\": true"))
    #expect(json.text.split(separator: "\"masked\"").count == 2)
    #expect(json.text.split(separator: "HIDDEN").count == 2, "in the result alone")
    let shown = try repository.meshphase("merge --show-secrets base.yaml ours.yaml theirs.yaml")
    #expect(shown.messageText.contains("theirs HIDDEN3") && shown.text == text.text)
  }

  @Test func `hide Secrets in lists, in lists of Secrets, and those that one side has`() throws {
    for text in [Self.list, Self.typedList] {
      let repository = try repository(text)
      let outcome = try repository.meshphase("merge base.yaml ours.yaml theirs.yaml")
      #expect(outcome.status == 1 && outcome.messageText.contains("theirs ***"))
      #expect(!outcome.messageText.contains("HIDDEN"), "\(outcome.messageText)")
    }
    let repository = try repository { Self.secret($0) }
    try repository.write("", to: "ours.yaml")
    let gone = try repository.meshphase("merge base.yaml ours.yaml theirs.yaml")
    #expect(gone.status == 1 && gone.messageText.contains("ours   (nothing)"))
    #expect(!gone.messageText.contains("HIDDEN"), "\(gone.messageText)")
  }
}

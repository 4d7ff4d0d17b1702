package import Kubernetes
internal import YAML

extension DesiredState {
  /// Reads and checks a desired state; what is wrong with it is told all at once.
  ///
  /// The warnings, and the errors of the refusal, are in the order of the file.
  package static func decode(
    _ file: SourceFile
  ) throws(Refusal) -> (state: DesiredState, source: DesiredStateSource, warnings: [Finding]) {
    try decode(file, distributions: try Distribution.builtIn())
  }

  /// The same with other distributions than the built-in ones, the default first.
  static func decode(
    _ file: SourceFile, distributions: [Distribution]
  ) throws(Refusal) -> (state: DesiredState, source: DesiredStateSource, warnings: [Finding]) {
    let source = DesiredStateSource(file: file, root: try root(of: file))
    var decoder = DesiredStateDecoder(distributions: distributions)
    let state = decoder.decode(Field(root: source.root))
    var findings = decoder.reader.problems.map {
      Finding(.desiredState, in: file, at: $0.range, message: $0.message, hint: $0.hint)
    }
    if let state {
      var check = DesiredStateCheck(state: state, source: source)
      check.run()
      findings += check.findings
    }
    let ordered = inFileOrder(findings)
    let errors = ordered.filter { $0.severity == .error }
    guard let state, errors.isEmpty else { throw Refusal(errors) }
    return (state, source, ordered)
  }

  private static func inFileOrder(_ findings: [Finding]) -> [Finding] {
    findings.enumerated().sorted { one, other in
      guard let place = one.element.place, let otherPlace = other.element.place,
        place != otherPlace
      else { return one.offset < other.offset }
      return place < otherPlace
    }.map(\.element)
  }

  /// The topmost value of a file that must hold one document with data that JSON can say.
  private static func root(of file: SourceFile) throws(Refusal) -> Node {
    let documents = try documents(of: file)
    guard let document = documents.first else {
      throw Refusal(
        Finding(
          .desiredState, in: file, at: 0..<0,
          message: "found no YAML document, expected one of kind MeshUpgrade"))
    }
    if documents.count > 1 {
      throw Refusal(
        Finding(
          .desiredState, in: file, at: documents[1].root.range,
          message: "found \(documents.count) YAML documents, expected one",
          hint: "write one file for each mesh"))
    }
    return document.root
  }

  private static func documents(of file: SourceFile) throws(Refusal) -> [Document] {
    do throws(ParseError) {
      let documents = try Document.parseAll(file.bytes)
      for document in documents { _ = try document.root.value() }
      return documents
    } catch {
      throw Refusal(finding(about: error, in: file))
    }
  }

  private static func finding(about error: ParseError, in file: SourceFile) -> Finding {
    var notes: [Finding.Note] = []
    if case .duplicateKey(_, let first) = error.problem {
      notes.append(Finding.Note(place: file.place(at: first), message: "the first one"))
    }
    var hint = error.hint
    if !notes.isEmpty { hint = "remove one of the two" }
    if error.problem == .collectionKey {
      hint = "a value such as {{ … }} belongs to a template; this file is read as plain YAML"
    }
    return Finding(
      .desiredState, in: file, at: error.range, message: error.message, hint: hint, notes: notes)
  }
}

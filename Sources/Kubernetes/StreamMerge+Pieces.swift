internal import YAML

extension StreamMerge {
  /// The merged documents with their texts, before they are put into order.
  struct Pieces {
    private struct Piece {
      let value: Value
      let text: [UInt8]
      /// The position of ours that the text is the continuation of; nil for text of theirs.
      let position: Int?
      /// What stands before it in ours and holds no document.
      let before: [UInt8]
      let isFollowed: Bool
    }

    let theirs: SourceFile
    let isJSONStream: Bool
    private var pieces: [[String]: Piece] = [:]
    /// What holds no document, and has not been put before one.
    private var waiting: [UInt8] = []

    init(theirs: SourceFile, isJSONStream: Bool) {
      self.theirs = theirs
      self.isJSONStream = isJSONStream
    }

    var keys: Set<[String]> { Set(pieces.keys) }

    /// Keeps text of ours that holds no document.
    mutating func keep(_ text: ArraySlice<UInt8>) { waiting += text }

    /// Adds a document of ours.
    mutating func add(_ key: [String], _ value: Value, _ text: [UInt8], at position: Int) {
      add(
        Piece(value: value, text: text, position: position, before: waiting, isFollowed: false), key
      )
    }

    /// Adds a document of theirs, with its own text.
    mutating func take(_ document: Documents.Entry, _ value: Value, isFollowed: Bool) {
      let text = Array(theirs.bytes[document.chunk])
      add(
        Piece(value: value, text: text, position: nil, before: waiting, isFollowed: isFollowed),
        document.key)
    }

    private mutating func add(_ piece: Piece, _ key: [String]) {
      pieces[key] = piece
      waiting = []
    }

    /// Writes the documents in an order, and gives their values.
    func write(in order: [[String]], to text: inout [UInt8]) -> [Value] {
      var values: [Value] = []
      var last: Int? = -1
      for key in order {
        guard let piece = pieces[key] else { continue }
        text += piece.before
        // What follows in ours as well needs nothing between.
        let continues =
          piece.position.map { position in last.map { $0 < position } ?? false } ?? false
        if !continues { separate(&text, before: piece.text) }
        text += piece.text
        if piece.isFollowed { Self.endLine(&text) }
        last = piece.position ?? (piece.isFollowed ? last : nil)
        values.append(piece.value)
      }
      text += waiting
      return values
    }

    private func separate(_ text: inout [UInt8], before next: [UInt8]) {
      Self.endLine(&text)
      let needsMarker =
        !text.isEmpty && !DocumentSplitter.startsWithMarker(next)
        && !(isJSONStream && next.first == UInt8(ascii: "{"))
      if needsMarker { text += "---\n".utf8 }
    }

    private static func endLine(_ text: inout [UInt8]) {
      if let last = text.last, last != 0x0A { text.append(0x0A) }
    }
  }
}

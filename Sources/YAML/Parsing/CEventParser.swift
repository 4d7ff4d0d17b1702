internal import CLibYAML
internal import Glibc

/// What libyaml found at one place of the source: `yaml_event_t`, with byte offsets.
struct Event {
  enum Kind {
    case documentStart
    case documentEnd
    case scalar
    case sequenceStart
    case sequenceEnd
    case mappingStart
    case mappingEnd
    case alias
  }

  var kind: Kind
  var style: NodeStyle
  /// Where the event starts: at its anchor or tag where it has one.
  var start: Int
  var end: Int
  /// What few events have; most are passed on without it, as it is counted.
  var details: EventDetails?
}

/// What few events have.
final class EventDetails: Sendable {
  let anchor: String?
  let tag: String?
  /// A scalar's value, when it is not simply the source between `start` and `end` (less quotes).
  let value: [UInt8]?

  init(anchor: String?, tag: String?, value: [UInt8]? = nil) {
    self.anchor = anchor
    self.tag = tag
    self.value = value
  }
}

/// Reads the libyaml events of `source[range]`, which holds no byte-order mark and is UTF-8.
///
/// `receive` returns false to stop early. The corresponding C function is `yaml_parser_parse`;
/// libyaml's marks count code points, so they are turned into byte offsets here.
func readEvents(
  of source: [UInt8], in range: Range<Int>,
  _ receive: (Event) throws(ParseError) -> Bool
) throws(ParseError) {
  let offsets = ByteOffsets(of: source, in: range)
  let outcome = unsafe source.withUnsafeBufferPointer { buffer -> Result<Void, ParseError> in
    // One heap allocation: libyaml stores a pointer to the parser inside the parser, so it may
    // not move (yaml_parser_set_input_string sets read_handler_data to it).
    let parser = UnsafeMutablePointer<yaml_parser_t>.allocate(capacity: 1)
    defer { unsafe parser.deallocate() }
    guard unsafe yaml_parser_initialize(parser) == 1, let base = buffer.baseAddress else {
      return .failure(ParseError(.outOfMemory, at: range.lowerBound..<range.lowerBound))
    }
    defer { unsafe yaml_parser_delete(parser) }
    unsafe yaml_parser_set_encoding(parser, YAML_UTF8_ENCODING)
    unsafe yaml_parser_set_input_string(parser, base + range.lowerBound, range.count)
    do throws(ParseError) {
      while true {
        var raw = unsafe yaml_event_t()
        guard unsafe yaml_parser_parse(parser, &raw) == 1 else {
          throw unsafe failure(of: parser.pointee, offsets: offsets)
        }
        defer { unsafe yaml_event_delete(&raw) }
        if unsafe raw.type == YAML_STREAM_END_EVENT { return .success(()) }
        guard let event = unsafe event(raw, source: buffer, offsets: offsets) else { continue }
        if try !receive(event) { return .success(()) }
      }
    } catch {
      return .failure(error)
    }
  }
  try outcome.get()
}

/// Copies one C event into a value; nil for the start of the stream.
@inline(__always)
private func event(
  _ raw: yaml_event_t, source: UnsafeBufferPointer<UInt8>, offsets: ByteOffsets
) -> Event? {
  var result = unsafe Event(
    kind: .alias, style: .plain, start: offsets[raw.start_mark.index],
    end: offsets[raw.end_mark.index])
  switch unsafe raw.type {
  case YAML_DOCUMENT_START_EVENT: result.kind = .documentStart
  case YAML_DOCUMENT_END_EVENT: result.kind = .documentEnd
  case YAML_ALIAS_EVENT:
    result.details = unsafe details(raw.data.alias.anchor, nil)
  case YAML_SCALAR_EVENT:
    let scalar = unsafe raw.data.scalar
    result.kind = .scalar
    result.style = unsafe style(scalar.style)
    let isBare = unsafe scalar.anchor == nil && scalar.tag == nil
    let value = unsafe UnsafeBufferPointer(start: scalar.value, count: scalar.length)
    if !isBare {
      result.details = unsafe details(scalar.anchor, scalar.tag, value: Array(value))
    } else if unsafe !isSlice(value, of: source, event: result) {
      result.details = unsafe EventDetails(anchor: nil, tag: nil, value: Array(value))
    }
  case YAML_SEQUENCE_START_EVENT:
    let sequence = unsafe raw.data.sequence_start
    result.kind = .sequenceStart
    result.style = unsafe sequence.style == YAML_FLOW_SEQUENCE_STYLE ? .flow : .block
    result.details = unsafe details(sequence.anchor, sequence.tag)
  case YAML_SEQUENCE_END_EVENT: result.kind = .sequenceEnd
  case YAML_MAPPING_START_EVENT:
    let mapping = unsafe raw.data.mapping_start
    result.kind = .mappingStart
    result.style = unsafe mapping.style == YAML_FLOW_MAPPING_STYLE ? .flow : .block
    result.details = unsafe details(mapping.anchor, mapping.tag)
  case YAML_MAPPING_END_EVENT: result.kind = .mappingEnd
  default: return nil
  }
  return result
}

private func style(_ style: yaml_scalar_style_t) -> NodeStyle {
  switch style {
  case YAML_SINGLE_QUOTED_SCALAR_STYLE: .singleQuoted
  case YAML_DOUBLE_QUOTED_SCALAR_STYLE: .doubleQuoted
  case YAML_LITERAL_SCALAR_STYLE: .literal
  case YAML_FOLDED_SCALAR_STYLE: .folded
  default: .plain
  }
}

/// The anchor and the tag of an event; nil when it has neither.
private func details(
  _ anchor: UnsafeMutablePointer<yaml_char_t>?, _ tag: UnsafeMutablePointer<yaml_char_t>?,
  value: [UInt8]? = nil
) -> EventDetails? {
  if unsafe anchor == nil && tag == nil { return nil }
  return unsafe EventDetails(anchor: text(anchor), tag: text(tag), value: value)
}

private func text(_ pointer: UnsafeMutablePointer<yaml_char_t>?) -> String? {
  guard let pointer = unsafe pointer else { return nil }
  return unsafe String(cString: pointer)
}

/// Whether the value of a scalar without anchor and tag is the source itself, less its quotes: 98
/// of 100 are.
private func isSlice(
  _ value: UnsafeBufferPointer<UInt8>, of source: UnsafeBufferPointer<UInt8>, event: Event
) -> Bool {
  let quotes = event.style == .plain ? 0 : 1
  guard event.style != .literal, event.style != .folded,
    event.end - event.start == value.count + 2 * quotes
  else { return false }
  guard let base = source.baseAddress, let start = value.baseAddress else { return true }
  return unsafe memcmp(base + event.start + quotes, start, value.count) == 0
}

private func failure(of parser: yaml_parser_t, offsets: ByteOffsets) -> ParseError {
  let problem = unsafe parser.problem.map { unsafe String(cString: $0) } ?? "not valid YAML"
  // A reader error has no mark, only the byte it stumbled over.
  if unsafe parser.error == YAML_READER_ERROR {
    let at = unsafe offsets.base + Int(parser.problem_offset)
    return ParseError(.syntax(problem, context: nil), at: at..<at)
  }
  let context = unsafe parser.context.map { unsafe String(cString: $0) }
  let at = unsafe offsets[parser.problem_mark.index]
  return ParseError(.syntax(problem, context: context), at: at..<at)
}

/// Turns libyaml's code-point indices into byte offsets of the whole source.
private struct ByteOffsets {
  /// Where the parsed range starts.
  let base: Int
  /// The offset of each code point, or nil when every one is a byte.
  private let table: [UInt32]?

  init(of source: [UInt8], in range: Range<Int>) {
    base = range.lowerBound
    guard !source.isASCII(in: range) else {
      table = nil
      return
    }
    var table: [UInt32] = []
    table.reserveCapacity(range.count + 1)
    for offset in range where source[offset] & 0xC0 != 0x80 { table.append(UInt32(offset)) }
    table.append(UInt32(range.upperBound))
    self.table = table
  }

  subscript(index: Int) -> Int {
    guard let table else { return base + index }
    return Int(table[min(index, table.count - 1)])
  }
}

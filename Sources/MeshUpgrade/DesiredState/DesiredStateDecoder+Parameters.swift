internal import Kubernetes
internal import YAML

extension DesiredStateDecoder {
  /// What the parameters of overlays are: one plain value each.
  mutating func parameters(of field: Field) -> [String: Value] {
    var parameters: [String: Value] = [:]
    for entry in reader.entries(of: field) ?? [] {
      guard let name = entry.key?.text else { continue }
      if Overlay.givenNames.contains(name) {
        reader.report(
          "found a parameter that every overlay is given, expected another name", at: entry)
      }
      parameters[name] = reader.scalar(of: entry)
    }
    return parameters
  }
}

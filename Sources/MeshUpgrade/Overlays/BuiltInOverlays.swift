internal import Kubernetes

/// The overlays that meshphase brings with it: the folders of `overlays/`.
enum BuiltInOverlays {
  private static let root = "overlays/"

  /// The names of the folders, in their own order.
  static let folders = EmbeddedFiles.all.compactMap { file -> String? in
    let end = "/" + Overlay.fileName
    guard file.path.hasPrefix(root), file.path.hasSuffix(end) else { return nil }
    return String(file.path.dropFirst(root.count).dropLast(end.count))
  }

  /// The overlay of a folder.
  static func overlay(_ folder: String) throws(Refusal) -> Overlay {
    func file(_ name: String) -> SourceFile? {
      EmbeddedFiles.all.first { $0.path == "\(root)\(folder)/\(name)" }.map {
        SourceFile(name: $0.path, bytes: Array($0.text.utf8))
      }
    }
    guard let source = file(Overlay.fileName) else {
      throw Refusal(Finding(.overlay, message: "there is no built-in overlay \(folder)"))
    }
    return try OverlayReader.read(source, origin: .builtIn(folder), file: file)
  }

  /// All of them.
  static func all() throws(Refusal) -> [Overlay] {
    var overlays: [Overlay] = []
    for folder in folders { overlays.append(try overlay(folder)) }
    return overlays
  }

  /// Those that `spec.overlays` may name: the ones that are no distribution.
  static func named() throws(Refusal) -> [String] {
    try all().compactMap { overlay in
      guard case .builtIn(let folder) = overlay.origin else { return nil }
      return overlay.distribution == nil ? folder : nil
    }
  }
}

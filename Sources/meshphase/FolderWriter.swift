internal import Files
internal import FoundationEssentials
internal import Glibc
internal import MeshUpgrade

/// Writes files below a folder: nothing is written where one of them has no place.
struct FolderWriter {
  let folder: String

  func write(_ rendering: Rendering) throws(Refusal) {
    let files = rendering.files.compactMap { file in file.rendered.map { (file.path, $0) } }
    if let kind = FileReading.kind(of: folder), kind != .folder {
      throw Refusal(
        Finding(
          .notFound, message: "\(folder) is no folder, and files are to be written into it",
          hint: "choose another name for --out"))
    }
    for (path, _) in files {
      if let obstacle = obstacle(to: path) { throw Refusal(obstacle) }
    }
    do {
      try FileManager.default.createDirectory(
        atPath: folder, withIntermediateDirectories: true)
      for (path, bytes) in files {
        let parent = path.folder.map { "\(folder)/\($0)" } ?? folder
        try FileManager.default.createDirectory(
          atPath: parent, withIntermediateDirectories: true)
        try FileWriting.write(bytes, to: "\(folder)/\(path)")
      }
    } catch {
      throw Refusal(
        Finding(
          .notFound, message: "the folder \(folder) cannot be written to: \(reason(error))",
          hint: "name a folder that you may write to, with room for the files"),
        outcome: "some of the files may be there")
    }
  }

  /// What stands in a file's way: a folder in its place, or a link, which may lead anywhere.
  private func obstacle(to path: RepositoryPath) -> Finding? {
    var places = ["\(folder)/\(path)"]
    var parent = path.folder
    while let folder = parent {
      places.append("\(self.folder)/\(folder)")
      parent = folder.folder
    }
    for (index, place) in places.enumerated() {
      let type =
        try? FileManager.default.attributesOfItem(atPath: place)[.type] as? FileAttributeType
      let expected: FileAttributeType = index == 0 ? .typeRegular : .typeDirectory
      guard let type, type != expected else { continue }
      return Finding(
        .notFound,
        message: "\(place) is in the way of \(path), expected a"
          + (index == 0 ? " file or nothing" : " folder or nothing"),
        hint: "choose another folder for --out")
    }
    return nil
  }

  private func reason(_ error: any Error) -> String {
    if let failure = error as? FileWriting.Failure { return failure.reason }
    guard let error = error as? CocoaError, let cause = error.underlying as? POSIXError else {
      return "\(error)"
    }
    return FileWriting.Failure(code: cause.code.rawValue).reason
  }
}

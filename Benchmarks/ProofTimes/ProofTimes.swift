import Files
import FoundationEssentials
import Glibc
import Kubernetes
import MeshUpgrade

/// Plans on a folder, then proves the plan again from what was parsed for it, and prints what that
/// took of this process's CPU, in seconds, and how many states there were.
///
///     proof-times FOLDER [REPEAT]
@main
enum ProofTimes {
  static func main() throws {
    let arguments = CommandLine.arguments
    guard arguments.count > 1 else { fatalError("usage: proof-times FOLDER [REPEAT]") }
    let repeats = arguments.count > 2 ? Int(arguments[2]) ?? 1 : 1
    let (files, desired) = try read(arguments[1])
    let decoded = try DesiredState.decode(SourceFile(name: "meshphase.yaml", bytes: desired))
    let planner = Planner(
      desired: decoded.state, source: decoded.source, files: files,
      templates: try TemplateLibrary.builtIn(), ignored: [])
    let plan = try planner.plan()
    var least = Double.infinity
    var states = 0
    for _ in 0..<repeats {
      let start = seconds()
      states = plan.proof.again().states
      least = min(least, seconds() - start)
    }
    print(least, states)
  }

  /// What this process has taken of a CPU so far: its only thread does nothing but this.
  private static func seconds() -> Double {
    Double(clock()) / Double(CLOCKS_PER_SEC)
  }

  /// The files of a folder, and the desired state among them.
  private static func read(_ folder: String) throws -> (RepositoryFiles, [UInt8]) {
    var contents: [RepositoryPath: [UInt8]] = [:]
    var desired: [UInt8] = []
    for name in try FileManager.default.subpathsOfDirectory(atPath: folder)
    where !name.hasPrefix(".git") {
      guard let path = RepositoryPath(name),
        let data = FileManager.default.contents(
          atPath: "\(folder)/\(name)")
      else { continue }
      if name == "meshphase.yaml" { desired = Array(data) } else { contents[path] = Array(data) }
    }
    let tree = FileTree(
      entries: contents.keys.map { FileEntry(path: $0, mode: .file, content: .zero) })
    return (RepositoryFiles(tree: tree, contents: contents), desired)
  }
}

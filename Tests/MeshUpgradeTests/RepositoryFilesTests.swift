import Files
import Kubernetes
import Testing

@testable import MeshUpgrade

@Suite struct `Files of a repository` {
  private func objects(of name: String, named: Bool) throws -> [String] {
    let path = try #require(RepositoryPath(name))
    let files = RepositoryFiles(
      tree: FileTree(entries: [FileEntry(path: path, mode: .file, content: .zero)]),
      contents: [path: Array(Manifests.namespace().utf8)], named: named ? [path] : [])
    return MeshRepository(files) { _ in true }.objects.map(\.object.key.description)
  }

  @Test(arguments: ["-", "live", "live.yaml.orig"])
  func `what is given by name holds manifests whatever it is called`(name: String) throws {
    #expect(try objects(of: name, named: true) == ["Namespace app"])
    #expect(try objects(of: name, named: false) == [])
  }

  @Test(arguments: ["live.yaml", "live.yml", "live.json"])
  func `other files hold manifests by their names`(name: String) throws {
    #expect(try objects(of: name, named: false) == ["Namespace app"])
  }
}

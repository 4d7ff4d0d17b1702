import Kubernetes
import Testing
import YAML

@testable import MeshUpgrade

/// The forms that repositories of these tests hold are those that installers leave.
struct MeshFormsTests {
  private static let version = TemplateVersion(major: 1, minor: 14, text: "1.14.0")
  private static let revision = "asm-1140-0"

  /// The documents of a file, less who released them.
  private static func values(_ text: String) throws -> [Value] {
    try Document.parseAll(Array(text.utf8)).map { less(try $0.root.value()) }
  }

  private static func less(_ value: Value) -> Value {
    guard case .mapping(var object) = value, case .mapping(var metadata) = object["metadata"],
      case .mapping(var labels) = metadata["labels"]
    else { return value }
    labels["release"] = nil
    metadata["labels"] = .mapping(labels)
    object["metadata"] = .mapping(metadata)
    return .mapping(object)
  }

  @Test(arguments: ["default", "prod"]) func tags(_ tag: String) throws {
    let made = try TemplateLibrary.builtIn().revisionTag(
      tag: tag, revision: Self.revision, version: Self.version, namespace: "istio-system")
    #expect(
      try Self.values(MeshForms.tag(tag, names: Self.revision))
        == made.map(\.value).map(Self.less))
  }

  @Test(arguments: ["default", revision]) func injectors(_ revision: String) throws {
    let made = try TemplateLibrary.builtIn().controlPlane(
      RenderContext(revision: revision, version: Self.version, namespace: "istio-system"))
    let values = made.map(\.value).map(Self.less)
    #expect(
      try Self.values(MeshForms.injector(revision))
        == values.filter { $0["kind"]?.string == "MutatingWebhookConfiguration" })
    let services = values.filter { $0["kind"]?.string == "Service" }.map { $0["spec"] }
    #expect(try Self.values(MeshForms.service(revision)).map { $0["spec"] } == services)
    #expect(!services.isEmpty)
    let validators = values.filter { $0["kind"]?.string == "ValidatingWebhookConfiguration" }
    let own = try Self.values(MeshForms.ownValidator(revision))
    #expect(validators.isEmpty || own.map { $0["webhooks"] } == validators.map { $0["webhooks"] })
  }

  @Test func `the default validator`() throws {
    let made = try TemplateLibrary.builtIn().defaultValidator(
      revision: Self.revision, version: Self.version, namespace: "istio-system")
    #expect(
      try Self.values(MeshForms.defaultValidator(Self.revision))
        == [try #require(made)].map(\.value).map(Self.less))
  }
}

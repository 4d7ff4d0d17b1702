import Kubernetes
import Testing

@testable import MeshUpgrade

/// What istiod decides after it was called, by version.
struct InjectionPolicyTests {
  private func obstacle(
    _ minor: Int?, label: String? = nil, annotation: String? = nil, namespace: String = "app",
    hostNetwork: Bool = false, never: [LabelSelector] = []
  ) -> InjectionPolicy.Obstacle? {
    func pair(_ value: String?) -> [String: String] {
      value.map { ["sidecar.istio.io/inject": $0] } ?? [:]
    }
    return InjectionPolicy(minor: minor, never: never).obstacle(
      namespace: namespace, labels: pair(label), annotations: pair(annotation),
      hostNetwork: hostNetwork)
  }

  @Test func `the network of the node and the cluster's own namespaces come first`() {
    #expect(obstacle(30, label: "true", hostNetwork: true) == .hostNetwork)
    #expect(obstacle(8, label: "true", namespace: "kube-system") == .systemNamespace)
    #expect(obstacle(8, namespace: "kube-node-lease") == nil)
    #expect(obstacle(9, namespace: "kube-node-lease") == .systemNamespace)
  }

  @Test func `the label counts from 1 12 on, before the annotation`() {
    #expect(obstacle(11, label: "false") == nil)
    #expect(obstacle(12, label: "false") == .optedOut)
    #expect(obstacle(12, label: "true", annotation: "false") == nil)
    #expect(obstacle(11, label: "true", annotation: "false") == .optedOut)
  }

  @Test(arguments: [("yes", true), ("ON", true), ("y", true), ("no", false), ("1", false)])
  func `to 1 26 a value is what YAML 1 1 takes for true`(value: String, isTrue: Bool) {
    #expect(obstacle(26, annotation: value) == (isTrue ? nil : .optedOut))
    // From 1.27 such a value says nothing.
    #expect(obstacle(27, annotation: value) == nil)
    #expect(obstacle(nil, annotation: "false") == .optedOut)
  }

  @Test func `what is never injected is, where the Pod asks for it`() {
    let never = [LabelSelector()]
    #expect(obstacle(20, never: never) == .neverInjectSelector)
    #expect(obstacle(20, label: "true", never: never) == nil)
    #expect(obstacle(20, label: "", never: never) == .neverInjectSelector)
  }
}

/// Which revision answers a webhook.
struct RevisionDirectoryTests {
  private func revision(
    _ target: InjectorWebhook.Target?, label: String? = nil, configuration: String = "c",
    _ directory: RevisionDirectory = RevisionDirectory()
  ) -> String? {
    directory.revision(
      of: InjectorWebhook(
        configuration: configuration, name: "w", position: 0, revisionLabel: label, tag: nil,
        namespaceSelector: LabelSelector(), objectSelector: LabelSelector(), target: target,
        failurePolicy: .fail, hasCABundle: false))
  }

  @Test func `a Service that is there says it by its selector`() {
    var directory = RevisionDirectory()
    directory.add(
      namespace: "istio-system", name: "istiod", selector: ["istio.io/rev": "asm-1140-0"])
    directory.add(namespace: "mesh", name: "istiod", selector: ["istio": "pilot"])
    let bare = InjectorWebhook.Target.service(namespace: "istio-system", name: "istiod")
    #expect(revision(bare, label: "asm-1130-0", directory) == "asm-1140-0")
    #expect(revision(.service(namespace: "mesh", name: "istiod"), directory) == "default")
  }

  @Test func `otherwise a name says it, or the configuration`() {
    func service(_ name: String) -> InjectorWebhook.Target {
      .service(namespace: "istio-system", name: name)
    }
    #expect(revision(service("istiod-1-20-0"), label: "x") == "1-20-0")
    #expect(revision(service("istiod")) == "default")
    #expect(revision(service("istiod"), label: "1-20-0") == "1-20-0")
    #expect(revision(service("other")) == nil)
    let url = "https://istiod-1-20-0.istio-system.svc:443/inject"
    #expect(revision(.url(url)) == "1-20-0")
    let channel = InjectorWebhook.Target.url("https://example.com/inject/x")
    #expect(revision(channel, configuration: "istiod-asm-managed-rapid") == "asm-managed-rapid")
    #expect(revision(channel) == nil)
  }
}

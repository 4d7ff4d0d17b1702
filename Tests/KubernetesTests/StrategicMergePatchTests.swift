import Kubernetes
import TestSupport
import Testing
import YAML
import YAMLDiff

/// A patch on an object, and what comes of it, as kustomize has it too where `isShared`.
struct MergeRow: CustomTestStringConvertible, Sendable {
  let name: String
  let object: String
  let patch: String
  let expected: String
  var isShared = true

  var testDescription: String { name }

  private static func webhooks(_ rest: String) -> String {
    "apiVersion: admissionregistration.k8s.io/v1\nkind: MutatingWebhookConfiguration\n" + rest
  }

  private static func deployment(_ rest: String) -> String {
    "apiVersion: apps/v1\nkind: Deployment\n" + rest
  }

  private static func service(_ rest: String) -> String {
    "apiVersion: v1\nkind: Service\n" + rest
  }

  static let all: [MergeRow] = [
    MergeRow(
      name: "mappings merge and null removes",
      object: deployment("metadata: {name: w, labels: {a: '1', b: '2'}}\n"),
      patch: deployment("metadata: {name: w, labels: {a: null, c: '3', d: null}}\n"),
      expected: deployment("metadata: {name: w, labels: {b: '2', c: '3'}}\n")),
    MergeRow(
      name: "nothing is left of nulls in what is new",
      object: deployment("metadata: {name: w}\n"),
      patch: deployment("metadata: {name: w}\nspec: {template: {a: {b: null, c: {d: null}}}}\n"),
      expected: deployment("metadata: {name: w}\nspec: {template: {a: {c: {}}}}\n")),
    MergeRow(
      name: "a scalar takes the place of anything",
      object: deployment("metadata: {name: w}\nspec: {strategy: {type: Recreate}, replicas: 1}\n"),
      patch: deployment("metadata: {name: w}\nspec: {strategy: null, replicas: 3}\n"),
      expected: deployment("metadata: {name: w}\nspec: {replicas: 3}\n")),
    MergeRow(
      name: "a keyed list merges by its key, what the patch names first",
      object: webhooks(
        "metadata: {name: w}\nwebhooks: [{name: a, sideEffects: None}, {name: b, x: 1}, {name: c}]\n"
      ),
      patch: webhooks(
        "metadata: {name: w}\nwebhooks: [{name: b, x: null, y: 2}, {name: d, timeoutSeconds: 5}]\n"),
      expected: webhooks(
        "metadata: {name: w}\nwebhooks: [{name: b, y: 2}, {name: d, timeoutSeconds: 5},"
          + " {name: a, sideEffects: None}, {name: c}]\n")),
    MergeRow(
      name: "keyed lists inside keyed lists",
      object: deployment(
        "metadata: {name: w}\nspec: {template: {spec: {containers: [{name: a, env: [{name: A1,"
          + " value: '1'}, {name: B1, value: '2'}]}]}}}\n"),
      patch: deployment(
        "metadata: {name: w}\nspec: {template: {spec: {containers: [{name: a, env: [{name: B1,"
          + " value: '3'}, {name: Z, value: '4'}]}]}}}\n"),
      expected: deployment(
        "metadata: {name: w}\nspec: {template: {spec: {containers: [{name: a, env: [{name: B1,"
          + " value: '3'}, {name: Z, value: '4'}, {name: A1, value: '1'}]}]}}}\n")),
    MergeRow(
      name: "two keys tell ports apart",
      object: service(
        "metadata: {name: w}\nspec: {ports: [{port: 53, protocol: TCP, name: t}, {port: 53,"
          + " protocol: UDP, name: u}]}\n"),
      patch: service(
        "metadata: {name: w}\nspec: {ports: [{port: 53, protocol: UDP, targetPort: 5353},"
          + " {port: 80, protocol: TCP}]}\n"),
      expected: service(
        "metadata: {name: w}\nspec: {ports: [{port: 80, protocol: TCP}, {port: 53, protocol: TCP,"
          + " name: t}, {port: 53, protocol: UDP, name: u, targetPort: 5353}]}\n")),
    // kustomize loses such an item.
    MergeRow(
      name: "a port is TCP where it does not say",
      object: service(
        "metadata: {name: w}\nspec: {ports: [{port: 443, protocol: TCP, name: a}]}\n"),
      patch: service("metadata: {name: w}\nspec: {ports: [{port: 443, targetPort: 15017}]}\n"),
      expected: service(
        "metadata: {name: w}\nspec: {ports: [{port: 443, protocol: TCP, name: a, targetPort:"
          + " 15017}]}\n"), isShared: false),
    MergeRow(
      name: "an atomic list is replaced, nulls and all",
      object: deployment(
        "metadata: {name: w}\nspec: {template: {spec: {tolerations: [{key: a}]}}}\n"),
      patch: deployment(
        "metadata: {name: w}\nspec: {template: {spec: {tolerations: [{key: b, value: null}]}}}\n"),
      expected: deployment(
        "metadata: {name: w}\nspec: {template: {spec: {tolerations: [{key: b, value: null}]}}}\n")),
    MergeRow(
      name: "a set is united, the patch first",
      object: deployment("metadata: {name: w, finalizers: [x, q]}\n"),
      patch: deployment("metadata: {name: w, finalizers: [z, x]}\n"),
      expected: deployment("metadata: {name: w, finalizers: [z, x, q]}\n")),
    // kustomize keeps the directive as if it were data.
    MergeRow(
      name: "values are taken out of a set",
      object: deployment("metadata: {name: w, finalizers: [x, q]}\n"),
      patch: deployment("metadata: {name: w, $deleteFromPrimitiveList/finalizers: [x]}\n"),
      expected: deployment("metadata: {name: w, finalizers: [q]}\n"), isShared: false),
    MergeRow(
      name: "$patch: replace puts the patch in the place of a mapping",
      object: deployment(
        "metadata: {name: w}\nspec: {strategy: {type: A, rollingUpdate: {a: 1}}}\n"),
      patch: deployment(
        "metadata: {name: w}\nspec: {strategy: {$patch: replace, type: Recreate}}\n"),
      expected: deployment("metadata: {name: w}\nspec: {strategy: {type: Recreate}}\n")),
    MergeRow(
      name: "$patch: delete takes a mapping out",
      object: deployment("metadata: {name: w}\nspec: {strategy: {type: A}, replicas: 1}\n"),
      patch: deployment("metadata: {name: w}\nspec: {strategy: {$patch: delete}}\n"),
      expected: deployment("metadata: {name: w}\nspec: {replicas: 1}\n")),
    MergeRow(
      name: "$patch: delete takes an item out of a keyed list",
      object: webhooks("metadata: {name: w}\nwebhooks: [{name: a}, {name: b}]\n"),
      patch: webhooks("metadata: {name: w}\nwebhooks: [{name: a, $patch: delete}]\n"),
      expected: webhooks("metadata: {name: w}\nwebhooks: [{name: b}]\n")),
    MergeRow(
      name: "$patch: replace as an item replaces a keyed list",
      object: webhooks("metadata: {name: w}\nwebhooks: [{name: a}, {name: b}]\n"),
      patch: webhooks("metadata: {name: w}\nwebhooks: [{$patch: replace}, {name: c}]\n"),
      expected: webhooks("metadata: {name: w}\nwebhooks: [{name: c}]\n")),
    MergeRow(
      name: "$patch: merge says what holds anyway",
      object: webhooks("metadata: {name: w}\nwebhooks: [{name: a, x: 1}]\n"),
      patch: webhooks("metadata: {name: w}\nwebhooks: [{name: a, $patch: merge, y: 2}]\n"),
      expected: webhooks("metadata: {name: w}\nwebhooks: [{name: a, x: 1, y: 2}]\n")),
    MergeRow(
      name: "the lists of a kind that nobody knows are replaced",
      object:
        "apiVersion: a.b/v1\nkind: C\nmetadata: {name: w}\nspec: {l: [{name: a}, {name: b}]}\n",
      patch: "apiVersion: a.b/v1\nkind: C\nmetadata: {name: w}\nspec: {l: [{name: b}]}\n",
      expected: "apiVersion: a.b/v1\nkind: C\nmetadata: {name: w}\nspec: {l: [{name: b}]}\n"),
  ]
}

@Suite struct `A strategic merge patch` {
  private func data(_ text: String) throws -> Value {
    try #require(try Document.parseSingle(Array(text.utf8))).root.value()
  }

  private func patched(_ object: String, _ patch: String) throws -> Value {
    let object = try #require(try Document.parseSingle(Array(object.utf8))).root
    return try StrategicMergePatch(try data(patch))
      .applied(to: try object.value(), schema: KnownSchemas.schema(of: object))
  }

  @Test(arguments: MergeRow.all) func `gives what Kubernetes documents`(row: MergeRow) throws {
    #expect(try patched(row.object, row.patch) == (try data(row.expected)))
  }

  @Test(arguments: MergeRow.all.filter(\.isShared))
  func `gives what kubectl kustomize gives`(row: MergeRow) throws {
    guard Kubectl.isHere else {
      print("skipped: kubectl is not installed")
      return
    }
    let built = try #require(try Kubectl.patched(row.object, by: [row.patch]))
    let expected = try #require(try Document.parseSingle(built)).root.value()
    #expect(
      try patched(row.object, row.patch) == expected, "\(String(decoding: built, as: UTF8.self))")
  }

  @Test func `leaves an object as it is when it is empty`() throws {
    for row in MergeRow.all {
      #expect(try patched(row.object, "{}") == (try data(row.object)))
    }
  }

  @Test func `made twice is made once`() throws {
    for row in MergeRow.all {
      let once = try patched(row.object, row.patch)
      let text = String(decoding: CanonicalEmitter.emit(once).utf8, as: UTF8.self)
      #expect(try patched(text, row.patch) == once, "\(row.name)")
    }
  }

  @Test(arguments: [
    ("[]", "", "found no mapping, expected a part of an object"),
    ("$patch: delete", "/$patch", "found delete, which would leave nothing of the object"),
    ("a: {$patch: x}", "/a/$patch", "found \"x\", expected merge, replace or delete"),
    ("webhooks: [{a: 1}]", "/webhooks/0", "found an item without name"),
    ("webhooks: [x]", "/webhooks/0", "found no mapping, expected an item of this list"),
    (
      "webhooks: [{name: a, $patch: replace}]", "/webhooks/0/$patch",
      "found replace beside other keys"
    ),
    (
      "webhooks: [{name: a, rules: [{$patch: replace}]}]", "/webhooks/0/rules/0/$patch",
      "found $patch in a list that is replaced whole"
    ),
    (
      "$setElementOrder/webhooks: [{name: a}]", "/$setElementOrder~1webhooks",
      "$setElementOrder/webhooks belongs to patches that kubectl computes"
    ),
    ("a: {$retainKeys: [b]}", "/a/$retainKeys", "$retainKeys belongs to patches"),
    (
      "webhooks: [{name: a, $deleteFromPrimitiveList/admissionReviewVersions: [v1]}]",
      "/webhooks/0/$deleteFromPrimitiveList~1admissionReviewVersions",
      "found a list that is replaced whole, expected a set"
    ),
    (
      "metadata: {$deleteFromPrimitiveList/finalizers: x}",
      "/metadata/$deleteFromPrimitiveList~1finalizers", "found no list"
    ),
  ])
  func `says what it cannot merge, and where`(
    patch: String, pointer: String, message: String
  ) throws {
    let object =
      "apiVersion: admissionregistration.k8s.io/v1\nkind: MutatingWebhookConfiguration\n"
      + "metadata: {name: w}\nwebhooks: [{name: a}]\n"
    let problem = #expect(throws: StrategicMergePatch.Problem.self) {
      _ = try patched(object, patch)
    }
    #expect(problem?.path.pointer == pointer)
    #expect(problem?.message.hasPrefix(message) == true, "\(problem?.message ?? "")")
  }
}

import Foundation

/// Runs `meshphase commit` on copies of a small repository while a call on its files fails.
struct FailingCalls {
  /// How the new objects are written.
  enum Form: CaseIterable {
    case loose
    case packed
  }

  /// How a run ended, and what it left.
  struct Run {
    let call: String
    let status: Int
    let branches: Set<Substring>
    let fsck: String
    let branchesOfNextRun: Set<Substring>
    let messages: String

    /// Whether the run ended before anything was to be written.
    var isEarly: Bool { messages.contains("nothing was written") }

    /// Whether the error says which file or branch it is about, or that it is about the branches.
    var namesWhatFailed: Bool {
      let error = messages.prefix { !$0.isNewline }
      return error.hasPrefix("error MP209: ")
        && (error.contains("/") || error.contains(": move references: "))
    }
  }

  /// The first C compiler on PATH.
  static let compiler = ["cc", "gcc", "clang"].first { name in
    (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
      .contains { FileManager.default.isExecutableFile(atPath: "\($0)/\(name)") }
  }

  /// The branches of a run that nobody disturbs, each with its commit.
  let branches: Set<Substring>
  private let repository: TestRepository

  init(_ form: Form) throws {
    repository = try TestRepository(Self.files(form))
    // One file to read from, and no `git gc` by itself.
    try repository.git("config gc.auto 0 && git gc -q")
    let source = "\(Package.root)/Tests/Faults/fail-calls.c"
    let built = try repository.shell(
      "\(Self.compiler ?? "cc") -shared -fPIC -O1 -Wall -o ../fail.so '\(source)' -ldl")
    guard built.status == 0 else { throw Sandbox.Failure(description: built.messageText) }
    let whole = try repository.shell(
      """
      cp -r . ../whole; cd ../whole
      "$MESHPHASE" commit -q || exit
      git count-objects -v | grep '^packs: \(form == .loose ? 1 : 2)$' >&2 || exit
      \(Self.listBranches)
      """)
    guard whole.status == 0 else { throw Sandbox.Failure(description: whole.messageText) }
    branches = Set(whole.text.split(separator: "\n"))
  }

  private static let listBranches =
    "git for-each-ref --format='%(refname) %(objectname)' refs/heads/meshphase"

  /// Makes the call at a position fail, and all that write after it when the failure lasts; nil
  /// when there are not so many calls.
  func run(failing position: Int, with error: Int32, lasts: Bool) throws -> Run? {
    let outcome = try repository.shell(
      """
      rm -rf ../run ../report; cp -r . ../run; cd ../run
      LD_PRELOAD="$PWD/../fail.so" FAULT_FOLDER="$PWD/.git" FAULT_REPORT="$PWD/../report" \
        FAULT_AT=\(position) FAULT_ERRNO=\(error) \(lasts ? "FAULT_LASTS=1" : "") \
        "$MESHPHASE" commit -q >../output
      status=$?
      test -e ../report || exit 99
      cat ../report; echo --; echo $status; echo --
      \(Self.listBranches); echo --
      git fsck --strict --full --no-dangling 2>&1; echo --
      locks=0
      # Each run names a lock that is in its way, and how to remove it.
      while test $status != 0 && ! "$MESHPHASE" commit -q 2>../messages; do
        command=$(sed -n "s/.*remove the lock that one left behind: \\(rm .*\\)$/\\1/p" ../messages)
        test -n "$command" && test $locks -lt 20 || { cat ../messages; break; }
        eval "$command"; locks=$((locks + 1))
      done
      \(Self.listBranches)
      """)
    guard outcome.status != 99 else { return nil }
    let parts = outcome.text.split(separator: "\n", omittingEmptySubsequences: false)
      .split(separator: "--", omittingEmptySubsequences: false).map { $0.filter { !$0.isEmpty } }
    guard parts.count == 5, let status = parts[1].first.flatMap({ Int($0) }) else {
      throw Sandbox.Failure(description: outcome.text + outcome.messageText)
    }
    return Run(
      call: parts[0].joined(), status: status, branches: Set(parts[2]),
      fsck: parts[3].joined(separator: "\n"), branchesOfNextRun: Set(parts[4]),
      messages: outcome.messageText)
  }

  private static func files(_ form: Form) -> [String: String] {
    var files = [
      "meshphase.yaml": """
      apiVersion: meshphase.io/v1alpha1
      kind: MeshUpgrade
      metadata: {name: prod}
      spec:
        from: {revision: asm-1130-0}
        to: {revision: asm-1140-0}
        namespaces: [bank\(form == .loose ? "" : ", shop")]
        phases:
        - {name: all, actions: [Relabel, Restart], percent: 100}

      """
    ]
    for name in form == .loose ? ["bank"] : ["bank", "shop"] {
      let namespace = Small.namespace.replacingOccurrences(of: "shop", with: name)
      let deployment = Small.deployment.replacingOccurrences(of: "shop", with: name)
      files["\(name).yaml"] = namespace
      guard form == .packed else { continue }
      for number in 0..<8 {
        files["\(name)/\(number).yaml"] = deployment.replacingOccurrences(
          of: "web", with: "web-\(number)")
      }
    }
    return files
  }
}

import Foundation
import TestSupport

/// Kills `meshphase commit` on copies of a repository of 5,000 files.
struct KilledCommit {
  /// What a kill left, and what the next run made of it.
  struct Run {
    let instant: String
    let old: Set<Substring>
    let branches: Set<Substring>
    let fsck: [Substring]
    let locks: Int
    let branchesOfNextRun: Set<Substring>
    let messages: String
  }

  /// The branches of the plan, each with its commit.
  let new: Set<Substring>
  /// Branches of the same names with another commit, as an earlier plan might have left them.
  private let old: Set<Substring>
  private let repository: TestRepository
  /// How long a run takes that nobody kills, and the part of it after the first file was made.
  private let seconds: Double
  private let writingSeconds: Double
  /// How much of that is waited at most: less after a kill that came too late, more after another,
  /// as what else the machine does changes how long a run takes.
  private var share = 1.0

  private static let listBranches =
    "git for-each-ref --format='%(refname) %(objectname)' refs/heads/meshphase"

  /// Waits until the run has begun to write.
  private static let waitForWriting =
    """
    while kill -0 $pid 2>/dev/null; do
      set -- objects/pack/tmp_pack_*; if test -e "$1"; then break; fi
    done
    """

  init() throws {
    repository = try TestRepository(Self.files())
    let made = try repository.shell(
      """
      set -e
      git clone -q --bare . ../base.git
      git -C ../base.git config gc.auto 0; git -C ../base.git gc -q
      cp -r ../base.git ../old.git; cp -r ../base.git ../new.git; cd ../new.git
      date +%s.%N; \(Self.start); \(Self.waitForWriting); date +%s.%N; wait $pid; date +%s.%N
      \(Self.listBranches) | tee ../branches
      cd ../old.git; echo --
      while read -r name id; do git update-ref "$name" main; done <../branches
      \(Self.listBranches)
      """)
    let lines = made.text.split(separator: "\n")
    let parts = lines.dropFirst(3).split(separator: "--")
    let times = lines.prefix(3).compactMap { Double($0) }
    guard made.status == 0, times.count == 3, parts.count == 2 else {
      throw Sandbox.Failure(description: made.text + made.messageText)
    }
    (seconds, writingSeconds) = (times[2] - times[0], times[2] - times[1])
    (new, old) = (Set(parts[0]), Set(parts[1]))
  }

  private static let start = "\"$MESHPHASE\" commit -q >../output 2>&1 & pid=$!"

  /// Kills one run at a random instant, of the whole or of the writing.
  mutating func run(_ random: inout SeededRandom) throws -> Run {
    let isWriting = random.chance(60)
    let limit = share * (isWriting ? writingSeconds : seconds)
    let delay = String(format: "%.4f", limit * Double(random.below(10_000)) / 10_000)
    let source = random.chance(50) ? "base" : "old"
    let outcome = try repository.shell(
      """
      rm -rf ../run.git; cp -r ../\(source).git ../run.git; cd ../run.git
      \(Self.start)
      \(isWriting ? Self.waitForWriting : "")
      sleep \(delay); kill -9 $pid 2>/dev/null; wait $pid 2>/dev/null
      \(Self.listBranches); echo --
      git fsck --strict --full --no-dangling 2>&1; echo --
      locks=0
      # A run names the locks that are in its way, and how to remove them.
      until "$MESHPHASE" commit -q >/dev/null 2>../messages; do
        command=$(sed -n "s/.*remove the locks* that one left behind: \\(rm .*\\)$/\\1/p" ../messages)
        cat ../messages >&2
        test -n "$command" && test $locks -lt 20 || break
        eval "$command"; locks=$((locks + 1))
      done
      echo $locks; echo --
      \(Self.listBranches)
      """)
    let parts = outcome.text.split(separator: "\n")
      .split(separator: "--", omittingEmptySubsequences: false)
    guard parts.count == 4, let locks = parts[2].first.flatMap({ Int($0) }) else {
      throw Sandbox.Failure(description: outcome.text + outcome.messageText)
    }
    share = Set(parts[0]) == new ? share * 0.8 : min(share * 1.2, 4)
    return Run(
      instant: "\(delay) s after the \(isWriting ? "first file" : "start"), on \(source)",
      old: source == "old" ? old : [], branches: Set(parts[0]), fsck: Array(parts[1]),
      locks: locks, branchesOfNextRun: Set(parts[3]), messages: outcome.messageText)
  }

  /// Two phases that change 120 files, among 5,000.
  private static func files() -> [String: String] {
    var files: [String: String] = [:]
    var phases = ""
    for phase in 1...2 {
      let name = "shop-\(phase)"
      phases += "  - {name: wave-\(phase), actions: [Relabel, Restart], namespaces: [\(name)]}\n"
      files["\(name)/namespace.yaml"] =
        Small.namespace.replacingOccurrences(of: "shop", with: name)
      for number in 1..<60 {
        files["\(name)/\(number)/web.yaml"] = Small.deployment
          .replacingOccurrences(of: "shop", with: name)
          .replacingOccurrences(of: "web", with: "web-\(number)")
      }
    }
    for number in files.count..<4_999 {
      files["settings/\(number % 70)/\(number).yaml"] =
        "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: n\(number), namespace: other}\n"
    }
    files["meshphase.yaml"] =
      """
      apiVersion: meshphase.io/v1alpha1
      kind: MeshUpgrade
      metadata: {name: prod}
      spec:
        from: {revision: asm-1130-0}
        to: {revision: asm-1140-0}
        namespaces: [shop-1, shop-2]
        phases:

      """ + phases
    return files
  }
}

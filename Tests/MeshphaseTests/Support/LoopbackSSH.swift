import Foundation
import Testing

/// An sshd of the test's own: on 127.0.0.1 only, with keys of its own, gone with the value.
final class LoopbackSSH: Sendable {
  private static let program = "/usr/sbin/sshd"
  private let sandbox: Sandbox
  private let folder: String
  private let port: Int
  private let user: String
  private let pid: Int32

  /// Why there cannot be one here; nil when there can.
  static func obstacle() -> String? {
    let manager = FileManager.default
    for program in [program, "/usr/bin/ssh", "/usr/bin/ssh-keygen"]
    where !manager.isExecutableFile(atPath: program) {
      return "\(program) is not installed (Debian: openssh-server, openssh-client)"
    }
    return nil
  }

  init(in sandbox: Sandbox) throws {
    self.sandbox = sandbox
    folder = sandbox.path + "/ssh"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    let keys = try sandbox.run(
      """
      set -e; umask 077
      ssh-keygen -q -t ed25519 -N '' -f host && ssh-keygen -q -t ed25519 -N '' -f user
      cp user.pub authorized_keys
      # What sshd needs of the system when root runs it.
      [ "$(id -u)" != 0 ] || mkdir -p /run/sshd
      id -un
      """, in: folder)
    guard keys.status == 0 else { throw Sandbox.Failure(description: keys.messageText) }
    user = keys.text.trimmingCharacters(in: .whitespacesAndNewlines)
    for _ in 0..<10 {
      let port = Int.random(in: 20_000..<60_000)
      if let pid = try Self.start(in: sandbox, folder, port: port, user: user) {
        self.port = port
        self.pid = pid
        return
      }
    }
    let log = (try? String(contentsOfFile: folder + "/log", encoding: .utf8)) ?? ""
    throw Sandbox.Failure(description: "sshd did not start: \(log)")
  }

  deinit {
    // Children inherit the signals that Foundation's threads block: SIGTERM is among them.
    _ = kill(pid, SIGKILL)
  }

  /// The address of a repository by its path.
  func url(of path: String) -> String { "ssh://\(user)@127.0.0.1:\(port)\(path)" }

  /// What git needs to know of the keys.
  var environment: [String: String] { ["GIT_SSH_COMMAND": Self.client(folder)] }

  private static func client(_ folder: String) -> String {
    "ssh -F /dev/null -i '\(folder)/user' -o IdentitiesOnly=yes -o BatchMode=yes"
      + " -o StrictHostKeyChecking=yes -o UserKnownHostsFile='\(folder)/known_hosts'"
  }

  /// Starts it on a port; nil when the port is another's.
  private static func start(
    in sandbox: Sandbox, _ folder: String, port: Int, user: String
  ) throws -> Int32? {
    let configuration = """
      Port \(port)
      ListenAddress 127.0.0.1
      HostKey \(folder)/host
      AuthorizedKeysFile \(folder)/authorized_keys
      PidFile none
      StrictModes no
      UsePAM no
      PasswordAuthentication no
      KbdInteractiveAuthentication no

      """
    try Data(configuration.utf8).write(to: URL(fileURLWithPath: folder + "/config"))
    let outcome = try sandbox.run(
      """
      echo "[127.0.0.1]:\(port) $(cat host.pub)" >known_hosts
      \(program) -D -e -f '\(folder)/config' </dev/null >log 2>&1 &
      pid=$!
      for attempt in $(seq 100); do
        kill -0 $pid 2>/dev/null || exit 3
        if \(client(folder)) -p \(port) '\(user)@127.0.0.1' true </dev/null 2>client.log; then
          echo $pid; exit 0
        fi
        sleep 0.1
      done
      kill $pid
      exit 4
      """, in: folder)
    guard outcome.status == 0 else { return nil }
    return Int32(outcome.text.trimmingCharacters(in: .whitespacesAndNewlines))
  }
}

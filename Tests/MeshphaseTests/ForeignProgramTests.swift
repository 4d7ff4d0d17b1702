import Foundation
import Testing

/// Whatever a repository is configured to run leaves a mark here, and none may be left.
@Suite struct `Programs of the repository` {
  private static let hooks = [
    "applypatch-msg", "commit-msg", "fsmonitor-watchman", "post-applypatch", "post-checkout",
    "post-commit", "post-index-change", "post-merge", "post-receive", "post-rewrite", "post-update",
    "pre-applypatch", "pre-auto-gc", "pre-commit", "pre-merge-commit", "pre-push", "pre-rebase",
    "pre-receive", "prepare-commit-msg", "proc-receive", "push-to-checkout",
    "reference-transaction",
    "sendemail-validate", "update",
  ]

  private static let settings = [
    "core.fsmonitor", "core.sshCommand", "core.askPass", "core.editor", "core.pager",
    "core.gitProxy", "core.alternateRefsCommand", "credential.helper", "diff.external",
    "diff.mark.command", "diff.mark.textconv", "merge.mark.driver", "merge.tool",
    "mergetool.mark.cmd", "filter.mark.clean", "filter.mark.smudge", "filter.mark.process",
    "gpg.program", "gpg.ssh.program", "sequence.editor", "pager.log", "uploadpack.packObjectsHook",
    "remote.origin.uploadpack", "remote.origin.receivepack", "trailer.x.command", "alias.status",
    "alias.meshphase", "init.templateDir", "interactive.diffFilter", "web.browser",
  ]

  private func repository(hooksIn folder: String) throws -> TestRepository {
    let repository = try TestRepository(Small.files)
    try repository.write(
      "#!/bin/sh\necho \"$0 $*\" >>'\(repository.sandbox.path)/mark'\n", to: "../mark.sh")
    try repository.write("*.yaml filter=mark diff=mark merge=mark\n", to: ".gitattributes")
    try repository.commitAll("Attributes")
    var script = "set -e; chmod +x ../mark.sh; mkdir -p '\(folder)'\n"
    for hook in Self.hooks { script += "cp ../mark.sh '\(folder)/\(hook)'\n" }
    for setting in Self.settings {
      script += "git config \(setting) '\(repository.sandbox.path)/mark.sh'\n"
    }
    script += """
      git config core.hooksPath '\(folder)'; git config commit.gpgSign true
      git config tag.gpgSign true; git config core.fsmonitor ../mark.sh
      git config filter.mark.required true; git config remote.origin.url 'ext::../mark.sh'
      git config remote.origin.promisor true; git config protocol.ext.allow always
      """
    let outcome = try repository.shell(script)
    try #require(outcome.status == 0, "\(outcome.messageText)")
    return repository
  }

  private func mark(_ repository: TestRepository) -> String? {
    FileManager.default.contents(atPath: repository.sandbox.path + "/mark")
      .map { String(decoding: $0, as: UTF8.self) }
  }

  @Test(arguments: [".git/hooks", "../hooks"])
  func `none runs`(folder: String) throws {
    let repository = try repository(hooksIn: folder)
    let calls = [
      "plan -v", "verify", "lint", "render", "commit", "commit", "explain shop",
      "diff HEAD~1 HEAD", "diff --base HEAD .", "plan -C .git", "diff HEAD '\(Small.branch)'",
    ]
    for call in calls {
      let outcome = try repository.meshphase(call)
      #expect(outcome.status == 0 || outcome.status == 1, "\(call): \(outcome.messageText)")
      #expect(mark(repository) == nil, "\(call)")
    }
    #expect(try repository.git("for-each-ref refs/heads/meshphase") != "", "the branches are there")
  }

  @Test func `a missing blob is not fetched by them`() throws {
    let repository = try repository(hooksIn: ".git/hooks")
    let id = try repository.shell("git rev-parse HEAD:shop.yaml").text.dropLast()
    _ = try repository.shell(
      "rm -f '.git/objects/\(id.prefix(2))/\(id.dropFirst(2))'; rm -f ../mark")
    let outcome = try repository.meshphase("plan")
    #expect(outcome.status == 2)
    #expect(outcome.messageText.contains("which is a partial clone: shop.yaml (\(id))"))
    #expect(mark(repository) == nil)
  }

  @Test func `they would run in Git`() throws {
    let repository = try repository(hooksIn: "../hooks")
    _ = try repository.shell("git branch other; touch shop.yaml; git status; git diff HEAD~1")
    let found = try #require(self.mark(repository))
    #expect(found.contains("reference-transaction") && found.contains("mark.sh"))
  }
}

#if DEBUG
  import Files
  import Testing

  @testable import Git

  @Suite struct `Faults in libgit2` {
    let repository: TestRepository

    init() throws { repository = try TestRepository() }

    // A lock (-14) is waited for, and so no such fault.
    @Test(arguments: [-1, -4, -15] as [Int32])
    func `a fault at any call moves all references or none`(code: Int32) throws {
      let first = try repository.commit("one")
      let second = try repository.commit("two")
      try repository.shell("for n in a b; do git branch $n HEAD~1; done")
      let opened = try repository.open()
      let updates = ["a", "b", "c"].map { name in
        ReferenceUpdate(
          name: "refs/heads/\(name)", expected: name == "c" ? .mustNotExist : .mustMatch(first),
          target: second)
      }
      let before = try repository.shell("git for-each-ref; find .git -name '*.lock'")
      var failures = 0
      while true {
        let injector = FaultInjector(failingCall: failures + 1, with: code)
        do {
          try FaultInjector.$current.withValue(injector) {
            try opened.update(updates, message: "test", by: .test)
          }
          break
        } catch let error as GitError {
          failures += 1
          #expect(error.code == code)
          #expect(try repository.shell("git for-each-ref; find .git -name '*.lock'") == before)
        }
      }
      #expect(failures > 10)
      for name in ["a", "b", "c"] {
        #expect(try opened.target(of: "refs/heads/\(name)") == second)
      }
    }

    @Test(
      arguments: [
        (-14, .locked), (-15, .changed), (-4, .exists), (-5, .ambiguous), (-36, .owner),
        (-3, .notFound),
        (-12, .invalid), (-1, .other),
      ] as [(Int32, GitError.Category)])
    func `a status has a category`(code: Int32, category: GitError.Category) throws {
      let injector = FaultInjector(failingCall: 1, with: code)
      let error = #expect(throws: GitError.self) {
        try FaultInjector.$current.withValue(injector) {
          _ = try Repository(discovering: repository.path)
        }
      }
      #expect(error?.category == category)
      #expect(error?.code == code)
    }

    @Test func `a fault while staging leaves the stage as it was`() throws {
      _ = try repository.commit("a/b")
      let opened = try repository.open()
      let tree = try opened.commit(named: "HEAD").tree
      let edits = try [write("1", to: "a/b"), write("2", to: "c/d"), write("3", to: "e")]
      var failures = 0
      while true {
        var stage = ObjectStage()
        do {
          try FaultInjector.$current.withValue(
            FaultInjector(failingCall: failures + 1, with: -1)
          ) {
            _ = try stage.addTree(editing: tree, with: edits, in: opened)
          }
          break
        } catch let error as GitError {
          failures += 1
          #expect(error.code == -1)
          #expect(stage.count == 0)
        }
      }
      #expect(failures == 10)
    }

    @Test func `writing that fails midway is finished by writing again`() throws {
      let opened = try repository.open()
      var stage = ObjectStage()
      let tree = try stage.addTree(
        editing: .emptyTree, with: [write("1", to: "a/b"), write("2", to: "c")], in: opened)
      let commit = try stage.addCommit(
        tree: tree, parents: [], author: .test, committer: .test, message: "m\n")
      for call in 2...6 {
        let error = #expect(throws: GitError.self) {
          try FaultInjector.$current.withValue(FaultInjector(failingCall: call, with: -1)) {
            try stage.write(to: opened)
          }
        }
        #expect(error?.operation.hasPrefix("write ") == true)
        #expect(try repository.shell("git fsck --strict --no-dangling") == "")
      }
      try stage.write(to: opened)
      #expect(try repository.shell("git cat-file -t \(commit)") == "commit")
    }
  }
#endif

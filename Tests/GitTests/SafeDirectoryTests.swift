import Foundation
import Testing

@testable import Git

/// A configuration in which another user's repository is opened.
struct SafeDirectoryCase: Sendable, CustomTestStringConvertible {
  let name: String
  /// The configuration files: `.gitconfig` is the user's.
  var files: [String: String] = [:]
  var variables: [String: String] = [:]
  /// A script that prepares the repository.
  var script = "true"
  /// The folder that is opened.
  var folder = "{repository}"
  /// What Git says, from the version on that knows the form.
  let isAllowed: Bool
  var since = 2039

  var testDescription: String { name }

  /// One value of `safe.directory` in the user's file.
  static func value(
    _ value: String, _ isAllowed: Bool, since: Int = 2039, folder: String = "{repository}"
  )
    -> SafeDirectoryCase
  {
    SafeDirectoryCase(
      name: "\(value) for \(folder)", files: [".gitconfig": "[safe]\n directory = \(value)\n"],
      folder: folder, isAllowed: isAllowed, since: since)
  }

  /// Several lines of the section in the user's file.
  static func lines(_ lines: String, _ isAllowed: Bool) -> SafeDirectoryCase {
    SafeDirectoryCase(
      name: lines, files: [".gitconfig": "[safe]\n\(lines)\n"], isAllowed: isAllowed)
  }

  static let all: [SafeDirectoryCase] = [
    SafeDirectoryCase(name: "no configuration", isAllowed: false),
    .value("{repository}", true),
    .value("*", true),
    .value("/somewhere/else", false),
    .value("{scratch}", false),
    .value("{repository}/sub", false),
    .value("repository", false),
    .value("~/repository", true),
    .value("~/other", false),
    .value("{repository}", true, folder: "{repository}/sub"),
    .value("{repository}/sub", false, folder: "{repository}/sub"),
    .value("{repository}", false, folder: "{repository}/.git"),
    .value("{repository}/.git", true, folder: "{repository}/.git"),
    .value("{repository}", true, folder: "{scratch}/link"),
    // Git 2.46 compares real paths and knows prefixes.
    .value("{repository}/", true, since: 2046),
    .value("{scratch}/link", true, since: 2046),
    .value("{scratch}/*", true, since: 2046),
    .value("{scratch}/repo*", false),
    .value("{scratch}/none/*", false),
    .value("/*", true, since: 2046),
    .value(".", true, since: 2046),
    .value(".", false, folder: "{repository}/sub"),
    .value("%(prefix)/..{repository}", true, since: 2046),
    .value("%(prefix)/x", false),
    .lines("directory = *\n directory =", false),
    .lines("directory = *\n directory", false),
    .lines("directory =\n directory = {repository}", true),
    .lines("directory = {repository}\n directory = /other", true),
    .lines("DIRECTORY = {repository}", true),
    .lines("directory = \"{repository}\" ; comment", true),
    .lines("bareRepository = all", false),
    SafeDirectoryCase(
      name: "the section in capitals", files: [".gitconfig": "[SAFE] Directory = {repository}\n"],
      isAllowed: true),
    SafeDirectoryCase(
      name: "a subsection", files: [".gitconfig": "[safe \"directory\"]\n directory = *\n"],
      isAllowed: false),
    SafeDirectoryCase(
      name: "the repository's own", script: "git config --local safe.directory '*'",
      isAllowed: false),
    SafeDirectoryCase(
      name: "the work tree's own",
      script: "git config extensions.worktreeConfig true; git config --worktree safe.directory '*'",
      isAllowed: false),
    SafeDirectoryCase(
      name: "an included file",
      files: [".gitconfig": "[include]\n path = more\n", "more": "[safe]\n directory = *\n"],
      isAllowed: true),
    SafeDirectoryCase(
      name: "a file included between two values",
      files: [
        ".gitconfig": "[safe]\n directory = *\n[include]\n path = more\n",
        "more": "[safe]\n directory =\n",
      ], isAllowed: false),
    SafeDirectoryCase(
      name: "a file included under a condition",
      files: [
        ".gitconfig": "[includeIf \"gitdir:/\"]\n path = more\n",
        "more": "[safe]\n directory = *\n",
      ], isAllowed: false),
    SafeDirectoryCase(
      name: "the XDG file", files: [".config/git/config": "[safe]\n directory = *\n"],
      isAllowed: true),
    SafeDirectoryCase(
      name: "the XDG file, taken back in the home folder",
      files: [
        ".config/git/config": "[safe]\n directory = *\n", ".gitconfig": "[safe]\n directory =\n",
      ], isAllowed: false),
    SafeDirectoryCase(
      name: "XDG_CONFIG_HOME", files: ["xdg/git/config": "[safe]\n directory = *\n"],
      variables: ["XDG_CONFIG_HOME": "{scratch}/xdg"], isAllowed: true),
    SafeDirectoryCase(
      name: "XDG_CONFIG_HOME in place of ~/.config",
      files: [".config/git/config": "[safe]\n directory = *\n"],
      variables: ["XDG_CONFIG_HOME": "{scratch}/xdg"], isAllowed: false),
    SafeDirectoryCase(
      name: "GIT_CONFIG_GLOBAL", files: ["mine": "[safe]\n directory = *\n"],
      variables: ["GIT_CONFIG_GLOBAL": "{scratch}/mine"], isAllowed: true),
    SafeDirectoryCase(
      name: "GIT_CONFIG_GLOBAL in place of the home folder",
      files: [".gitconfig": "[safe]\n directory = *\n"],
      variables: ["GIT_CONFIG_GLOBAL": "{scratch}/none"], isAllowed: false),
    SafeDirectoryCase(
      name: "GIT_CONFIG_SYSTEM", files: ["system": "[safe]\n directory = {repository}\n"],
      variables: ["GIT_CONFIG_SYSTEM": "{scratch}/system", "GIT_CONFIG_NOSYSTEM": "0"],
      isAllowed: true),
    SafeDirectoryCase(
      name: "GIT_CONFIG_NOSYSTEM", files: ["system": "[safe]\n directory = *\n"],
      variables: ["GIT_CONFIG_SYSTEM": "{scratch}/system"], isAllowed: false),
    SafeDirectoryCase(
      name: "the system's, taken back by the user",
      files: ["system": "[safe]\n directory = *\n", ".gitconfig": "[safe]\n directory =\n"],
      variables: ["GIT_CONFIG_SYSTEM": "{scratch}/system", "GIT_CONFIG_NOSYSTEM": "no"],
      isAllowed: false),
    SafeDirectoryCase(
      name: "GIT_CONFIG_COUNT",
      variables: [
        "GIT_CONFIG_COUNT": "1", "GIT_CONFIG_KEY_0": "Safe.Directory", "GIT_CONFIG_VALUE_0": "*",
      ], isAllowed: true),
    SafeDirectoryCase(
      name: "GIT_CONFIG_COUNT takes back the user's",
      files: [".gitconfig": "[safe]\n directory = *\n"],
      variables: [
        "GIT_CONFIG_COUNT": "1", "GIT_CONFIG_KEY_0": "safe.directory", "GIT_CONFIG_VALUE_0": "",
      ], isAllowed: false),
    SafeDirectoryCase(
      name: "git -c",
      variables: ["GIT_CONFIG_PARAMETERS": "'a.b'='it'\\''s' 'safe.directory'='{repository}'"],
      isAllowed: true),
    SafeDirectoryCase(
      name: "git -c of a Git before 2.31",
      variables: ["GIT_CONFIG_PARAMETERS": "'safe.directory={repository}'"], isAllowed: true),
    SafeDirectoryCase(
      name: "git -c without a value",
      files: [".gitconfig": "[safe]\n directory = *\n"],
      variables: ["GIT_CONFIG_PARAMETERS": "'safe.directory'="], isAllowed: false),
    SafeDirectoryCase(
      name: "git -c in a form that is none",
      files: [".gitconfig": "[safe]\n directory = *\n"],
      variables: ["GIT_CONFIG_PARAMETERS": "safe.directory=*"], isAllowed: false),
    SafeDirectoryCase(
      name: "a file that is no configuration",
      files: [".gitconfig": "[safe]\n directory = *\n[broken\n"], isAllowed: false),
    SafeDirectoryCase(
      name: "a home folder that is not known",
      variables: ["HOME": "{scratch}/nobody"], isAllowed: false),
  ]
}

@Suite struct `Another user's repository` {
  @Test(arguments: SafeDirectoryCase.all)
  func `is opened where Git works in it, and else refused`(row: SafeDirectoryCase) throws {
    let trial = try OwnershipTrial()
    try trial.repository.shell("mkdir sub; ln -s repository ../link; \(row.script)")
    for (name, text) in row.files { try trial.write(text, to: name) }
    for (name, value) in row.variables { trial.variables[name] = trial.filled(value) }
    try trial.giveAway()
    let folder = trial.filled(row.folder)
    let error = trial.refusal(folder)
    #expect((error == nil) == row.isAllowed, "\(String(describing: error))")
    if try OwnershipTrial.gitVersion(trial.repository) >= row.since {
      #expect(try trial.gitAllows(folder) == row.isAllowed, "Git says otherwise")
    }
  }

  @Test func `the refusal says which path to add, and adding it helps`() throws {
    for folder in ["{repository}", "{repository}/sub", "{repository}/.git"] {
      let trial = try OwnershipTrial()
      try trial.repository.shell("mkdir sub")
      try trial.giveAway()
      let place = trial.filled(folder)
      let error = try #require(trial.refusal(place))
      #expect(error.category == .owner)
      let path = try #require(error.path)
      try trial.repository.shell(
        "git config --file ../.gitconfig --add safe.directory '\(path)'")
      #expect(trial.refusal(place) == nil)
      #expect(try trial.gitAllows(place))
    }
  }

  @Test(
    .enabled(if: OwnershipTrial.isRoot, "only root can give a file away"),
    arguments: [".", ".git", "../linked", "../linked/.git", ".git/worktrees/linked", "sub"])
  func `is told by the owner of the work tree, its .git and the folder behind it`(
    given: String
  ) throws {
    let trial = try OwnershipTrial()
    _ = try trial.repository.commit()
    try trial.repository.shell("git worktree add -q ../linked; mkdir sub")
    try trial.repository.shell("chown -h \(OwnershipTrial.stranger) '\(given)'")
    for folder in ["", "/.git", "/sub", "/../linked"] {
      let path = trial.repository.path + folder
      #expect(
        try (trial.refusal(path) == nil) == trial.gitAllows(path), "\(folder): \(given) given away")
    }
  }

  @Test(
    .enabled(if: OwnershipTrial.isRoot, "only root can give a file away"),
    arguments: [OwnershipTrial.stranger, "", "0", "1", "none", "65534x"])
  func `may be that of the user who ran sudo`(user: String) throws {
    let trial = try OwnershipTrial()
    trial.variables["SUDO_UID"] = user
    #expect(trial.refusal(trial.repository.path) == nil)
    try trial.giveAway()
    let isAllowed = user == OwnershipTrial.stranger
    #expect((trial.refusal(trial.repository.path) == nil) == isAllowed)
    #expect(try trial.gitAllows(trial.repository.path) == isAllowed)
  }

  @Test func `may be bare`() throws {
    let trial = try OwnershipTrial(bare: true)
    try trial.giveAway()
    for (value, isAllowed) in [("/other", false), ("{repository}", true)] {
      try trial.write("[safe]\n directory = \(value)\n", to: ".gitconfig")
      for folder in ["", "/refs/heads"] {
        let path = trial.repository.path + folder
        #expect((trial.refusal(path) == nil) == isAllowed)
        #expect(try trial.gitAllows(path) == isAllowed)
      }
    }
  }

  @Test func `is not read before it may be`() throws {
    let trial = try OwnershipTrial()
    try trial.repository.shell("echo '[broken' > .git/config; rm .git/HEAD; echo x > .git/HEAD")
    try trial.giveAway()
    #expect(trial.refusal(trial.repository.path)?.category == .owner)
  }
}

@Suite struct `A bare repository` {
  @Test func `is opened from inside unless the user wants bare ones named`() throws {
    let trial = try OwnershipTrial(bare: true)
    let path = trial.repository.path
    for (value, isAllowed) in [("all", true), ("explicit", false)] {
      try trial.write("[safe]\n bareRepository = \(value)\n", to: ".gitconfig")
      #expect((trial.refusal(path + "/refs") == nil) == isAllowed)
      #expect(try trial.gitAllows(path + "/refs") == isAllowed)
      #expect(trial.refusal(path) == nil, "-C PATH is as explicit as --git-dir=PATH")
    }
    #expect(trial.refusal(path + "/refs")?.category == .bare)
  }

  @Test func `of a work tree is none`() throws {
    let trial = try OwnershipTrial()
    try trial.write("[safe]\n bareRepository = explicit\n", to: ".gitconfig")
    for folder in ["", "/.git", "/.git/refs"] {
      #expect(trial.refusal(trial.repository.path + folder) == nil)
    }
  }
}

internal import Git

extension GitEnvironment {
  /// The environment of this process.
  static var ofProcess: GitEnvironment { GitEnvironment { Console.environment($0) } }
}

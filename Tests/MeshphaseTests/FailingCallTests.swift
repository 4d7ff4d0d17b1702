import Foundation
import Testing

/// `meshphase commit` on a disk that fails, call by call, with the real Git as judge.
@Suite(.enabled(if: FailingCalls.compiler != nil, "no C compiler (cc, gcc or clang) is here"))
struct `Failing calls` {
  /// A repository, an error, and whether it stays.
  struct Row: Sendable, CustomTestStringConvertible {
    let form: FailingCalls.Form
    let error: Int32
    let lasts: Bool
    var testDescription: String {
      "\(form), errno \(error)" + (lasts ? " from some call on" : "")
    }
  }

  /// A full disk stays full; the others come and go.
  ///
  /// `MESHPHASE_FAULTS=all` takes every combination.
  static let rows: [Row] = [
    Row(form: .loose, error: ENOSPC, lasts: true), Row(form: .packed, error: ENOSPC, lasts: true),
    Row(form: .loose, error: EACCES, lasts: false), Row(form: .packed, error: EIO, lasts: false),
  ]

  static let allRows = FailingCalls.Form.allCases.flatMap { form in
    [ENOSPC, EACCES, EIO].flatMap { error in
      [true, false].map { Row(form: form, error: error, lasts: $0) }
    }
  }

  static var chosenRows: [Row] {
    ProcessInfo.processInfo.environment["MESHPHASE_FAULTS"] == "all" ? allRows : rows
  }

  @Test(arguments: chosenRows)
  func `whichever call fails, nothing is half done, and the next run finishes`(row: Row) throws {
    let calls = try FailingCalls(row.form)
    var number = 0
    var failures = 0
    while let run = try calls.run(failing: number + 1, with: row.error, lasts: row.lasts) {
      number += 1
      failures += run.status == 0 ? 0 : 1
      let place = Comment(rawValue: "call \(number): \(run.call)\n\(run.messages)")
      #expect(run.status == 0 || run.status == 2, place)
      #expect(run.fsck == "", place)
      // Each branch has its old value, which is none, or its new one.
      #expect(run.branches.isSubset(of: calls.branches), place)
      if run.status == 0 {
        #expect(run.branches == calls.branches, place)
      } else {
        #expect(run.namesWhatFailed, place)
        let moved = run.branches.count
        #expect(
          run.messages.contains(
            "\(moved) of \(calls.branches.count) branches have their new commits")
            == (moved > 0), place)
        #expect(run.messages.contains("no branch was moved") || moved > 0 || run.isEarly, place)
      }
      #expect(run.branchesOfNextRun == calls.branches, place)
    }
    print(
      "\(row.testDescription): \(number) calls: \(failures) ended the run, the others made no"
        + " difference")
    #expect(number > 30)
    #expect(failures > 20)
  }
}

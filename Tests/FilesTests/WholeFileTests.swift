import AutoTagFiles
import Foundation
import Glibc
import SystemPackage
import TestSupport
import Testing

@Suite("Reading a file whole")
struct WholeFileTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    try folder.write("12345678", to: "eight")
    try folder.write("", to: "empty")
    for (link, target) in [
      ("to-eight", "eight"), ("to-zero", "/dev/zero"), ("dangling", "nothing"), ("loop", "loop"),
    ] { symlink(target, folder.url.appending(path: link).path) }
    mkfifo(folder.url.appending(path: "pipe").path, 0o600)
  }

  /// The bytes' count, or the error for which there are none.
  enum Answer: Equatable, Sendable {
    case bytes(Int)
    case error(WholeFileError)
  }

  static let cases: [(name: String, limit: Int, answer: Answer)] = [
    ("eight", 100, .bytes(8)), ("eight", 8, .bytes(8)), ("eight", 7, .error(.tooLarge(limit: 7))),
    ("eight", 0, .error(.tooLarge(limit: 0))), ("empty", 0, .bytes(0)), ("to-eight", 8, .bytes(8)),
    ("nothing", 8, .error(.system(.noSuchFileOrDirectory))),
    ("dangling", 8, .error(.system(.noSuchFileOrDirectory))),
    ("loop", 8, .error(.system(.tooManySymbolicLinkLevels))), (".", 8, .error(.system(.isDirectory))),
    ("to-zero", 8, .error(.notRegular)), ("/dev/zero", 8, .error(.notRegular)),
    ("pipe", 8, .error(.notRegular)),
    // The system tells no size of it, and it has bytes all the same.
    ("/proc/self/mounts", 1, .error(.tooLarge(limit: 1))),
  ]

  @Test("takes regular files up to the limit", arguments: cases)
  func read(name: String, limit: Int, answer: Answer) {
    let path = name.hasPrefix("/") ? name : folder.url.appending(path: name).path
    do throws(WholeFileError) {
      #expect(.bytes(try WholeFile.read(path, limit: limit).count) == answer)
    } catch {
      #expect(.error(error) == answer)
    }
  }
}

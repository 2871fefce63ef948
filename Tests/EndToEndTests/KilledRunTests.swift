import Foundation
import TestSupport
import Testing

extension SlowTests {
  @Suite("A run in place, killed at any moment")
  struct KilledRunTests {
    /// In memory where that is possible, since each file is waited for until the disk has it.
    static var parent: String? {
      ["/dev/shm"].first { FileManager.default.isWritableFile(atPath: $0) }
    }

    @Test(
      "leaves every file whole, and the next run completes the work",
      Oracle.needs(Oracle.python))
    func kills() async throws {
      let folder = try TemporaryFolder(in: Self.parent)
      let output = try await Oracle.slowScript("killed_runs.py", [Product.autotag, folder.url.path, "200"])
      print(String(decoding: output.standardOutput, as: UTF8.self), terminator: "")
      // A kill before the first or after the last file proves little; most must hit the work.
      let numbers = output.lines.first?.split { !$0.isNumber }.compactMap { Int($0) } ?? []
      #expect(try #require(numbers.dropFirst(2).first) >= 50)
    }
  }
}

import Foundation
import Glibc
import SystemPackage
import TestSupport
import Testing

@testable import AutoTagFiles

@Suite("A file that is written piece by piece")
struct OutputFileTests {
  private let folder: TemporaryFolder
  private static let text = "first second"

  init() throws {
    folder = try TemporaryFolder()
    try folder.write("old", to: "there")
    chmod(path("there"), 0o640)
    try FileManager.default.createDirectory(
      at: folder.url.appending(path: "inner"), withIntermediateDirectories: true)
    for (link, target) in [
      ("to-there", "there"), ("twice", "to-there"), ("to-new", "inner/new"), ("absolute", path("there")),
      ("nowhere", "none/new"), ("loop", "loop"), ("to-null", "/dev/null"), ("to-folder", "inner"),
    ] { symlink(target, path(link)) }
  }

  private func path(_ name: String) -> String {
    name.hasPrefix("/") ? name : folder.url.appending(path: name).path
  }

  private func write(_ name: String) throws(Errno) {
    let file = try OutputFile(path(name), number: 1)
    file.write(Array("first ".utf8))
    file.write(Array("second".utf8))
    try file.finish()
  }

  private var names: [String] { FileManager.default.subpaths(atPath: folder.url.path)?.sorted() ?? [] }

  @Test(
    "goes to the file at the end of all links, which stay",
    arguments: [
      ("new", "new"), ("inner/new", "inner/new"), ("there", "there"), ("to-there", "there"),
      ("twice", "there"), ("absolute", "there"), ("to-new", "inner/new"),
    ])
  func regular(name: String, target: String) throws {
    let before = names
    try write(name)
    #expect(try folder.text(target) == Self.text)
    #expect(names == Array(Set(before + [target])).sorted())
    if target != name {
      #expect(
        try FileManager.default.attributesOfItem(atPath: path(name))[.type] as? FileAttributeType
          == .typeSymbolicLink)
    }
    if target == "there" {
      #expect(
        try FileManager.default.attributesOfItem(atPath: path(target))[.posixPermissions] as? Int == 0o640)
    }
  }

  @Test(
    "says why it cannot be written, and leaves everything as it was",
    arguments: [
      ("inner", Errno.isDirectory), ("to-folder", .isDirectory), ("nowhere", .noSuchFileOrDirectory),
      ("none/new", .noSuchFileOrDirectory), ("loop", .tooManySymbolicLinkLevels),
      ("there/new", .notDirectory),
      ("/dev/full", .noSpace), ("/dev/fd/999", .badFileDescriptor),
    ])
  func refused(name: String, error: Errno) throws {
    let before = names
    #expect(throws: error) { try write(name) }
    #expect(names == before)
    #expect(try folder.text("there") == "old")
  }

  @Test("what is not finished leaves the old file")
  func unfinished() throws {
    let before = names
    do {
      let file = try OutputFile(path("there"), number: 1)
      file.write(Array("new".utf8))
      // It has no name before it is whole, where the file system can do that.
      #expect(Set(names).subtracting(before).allSatisfy { $0.hasSuffix(".tmp") })
    }
    #expect(names == before)
    #expect(try folder.text("there") == "old")
  }

  @Test("a file that cannot be prepared is closed")
  func unprepared() throws {
    // A descriptor that only names a file (O_PATH) can be neither locked nor given permissions.
    let file = open(path("there"), 0o10_000_000)
    let status = try FileSystem.status(of: FileName(path("there")), in: FileSystem.currentFolder)
    #expect(throws: Errno.badFileDescriptor) {
      try OutputFile.prepare(FileDescriptor(rawValue: file), replacing: status)
    }
    // Another test may have got the number by now.
    let open = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/fd/\(file)")
    #expect(open != path("there"))
  }

  @Test("devices are written into and stay", arguments: ["/dev/null", "to-null"])
  func device(name: String) throws {
    try write(name)
    var status = stat()
    #expect(stat("/dev/null", &status) == 0)
    #expect(status.st_mode & S_IFMT == S_IFCHR)
    #expect(OutputFile.identity(of: path(name)) == nil)
  }

  @Test("a pipe is written into")
  func pipe() throws {
    mkfifo(path("pipe"), 0o600)
    // A reader that is there already, so that nobody waits for anybody.
    let reader = open(path("pipe"), O_RDONLY | O_NONBLOCK)
    defer { close(reader) }
    try write("pipe")
    var bytes = [UInt8](repeating: 0, count: 100)
    #expect(read(reader, &bytes, bytes.count) == Self.text.utf8.count)
    #expect(String(decoding: bytes.prefix(Self.text.utf8.count), as: UTF8.self) == Self.text)
  }

  @Test("an open descriptor goes on where it is", arguments: ["/dev/fd/", "/proc/self/fd/"])
  func descriptor(prefix: String) throws {
    let file = open(path("there"), O_WRONLY | O_TRUNC)
    defer { close(file) }
    try FileDescriptor(rawValue: file).writeAll("before ".utf8)
    try write("\(prefix)\(file)")
    #expect(try folder.text("there") == "before " + Self.text)
  }

  @Test("one file has one identity, whatever names it")
  func identity() {
    let same = ["there", "to-there", "twice", "absolute", "inner/../there"].map {
      OutputFile.identity(of: path($0))
    }
    #expect(Set(same).count == 1 && same[0] != nil)
    #expect(OutputFile.identity(of: path("inner/new")) == OutputFile.identity(of: path("to-new")))
    #expect(OutputFile.identity(of: path("inner/new")) != OutputFile.identity(of: path("new")))
    #expect(OutputFile.identity(of: "/dev/stdout") == OutputFile.standardOutput)
    #expect(OutputFile.identity(of: "/dev/stderr") != OutputFile.standardOutput)
  }
}

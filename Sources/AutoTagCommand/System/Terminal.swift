import Glibc
import SystemPackage

/// The process's surroundings: its terminal and its environment.
enum Terminal {
  static func isTerminal(_ stream: FileDescriptor) -> Bool { isatty(stream.rawValue) == 1 }

  /// The width of the terminal in characters; `nil` when the stream is no terminal or does not tell.
  static func width(_ stream: FileDescriptor) -> Int? {
    var size = winsize()
    guard ioctl(stream.rawValue, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return nil }
    return Int(size.ws_col)
  }

  static func environment(_ name: String) -> String? {
    getenv(name).map { String(cString: $0) }
  }

  /// Ends the process.
  static func exit(_ status: Int32) -> Never { Glibc.exit(status) }
}

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

  /// Lets writing to a pipe whose reader is gone fail with an error, as any other writing does. The signal would end the
  /// process in the midst of its work, and take other reports with it.
  static func ignoreBrokenPipes() { signal(SIGPIPE, SIG_IGN) }

  /// Ends the process.
  static func exit(_ status: Int32) -> Never { Glibc.exit(status) }
}

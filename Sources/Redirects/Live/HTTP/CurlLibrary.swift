internal import CLibCurl
internal import Glibc

/// The system's libcurl, opened at the first request.
///
/// Why this client, measured on Debian 12 with Swift 6.3 against `Tests/Oracles/odd_server.py`:
/// - FoundationNetworking's URLSession ends the whole process with “Fatal error: Transfer completed, but
///   there's no response” where a server closes within its head; reads all of a 10 MB body after the task was
///   cancelled at 64 KB; loses a redirect whose body is shorter than its Content-Length or whose `Location`
///   is no UTF-8; cannot say which address it connects to. It is libcurl underneath, linked, and adds 8 ms
///   of processor time to the start of every run, with or without `--online`.
/// - async-http-client adds about four minutes to a clean build on two cores.
/// - libcurl passes every case, is on every machine that Swift's own Foundation runs on (and is Debian's
///   package libcurl4 elsewhere), costs no build time, and, opened late, no start-up time.
package struct CurlLibrary: @unchecked Sendable {
  let easyInit: @convention(c) () -> UnsafeMutableRawPointer?
  let easyReset: @convention(c) (UnsafeMutableRawPointer) -> Void
  let easyPerform: @convention(c) (UnsafeMutableRawPointer) -> Int32
  let easyCleanup: @convention(c) (UnsafeMutableRawPointer) -> Void
  let easyMessage: @convention(c) (Int32) -> UnsafePointer<CChar>?
  /// `curl_easy_setopt`, which `CLibCurl` calls.
  let setOption: UnsafeMutableRawPointer

  /// `nil` where there is no libcurl.
  static let shared: CurlLibrary? = open(["libcurl.so.4", "libcurl-gnutls.so.4"])

  /// A property of the program: a static one can open no library.
  package static var canBeOpened: Bool { autotag_opens_libraries() != 0 }

  /// Opens the first of these libraries that is there. It stays open: it cannot be unloaded safely.
  package static func open(_ names: [String]) -> CurlLibrary? {
    guard canBeOpened else { return nil }
    for name in names {
      guard let handle = dlopen(name, RTLD_NOW | RTLD_LOCAL) else { continue }
      if let library = CurlLibrary(handle) { return library }
    }
    return nil
  }

  private init?(_ handle: UnsafeMutableRawPointer) {
    guard let globalInit = dlsym(handle, "curl_global_init"),
      let easyInit = dlsym(handle, "curl_easy_init"),
      let easyReset = dlsym(handle, "curl_easy_reset"),
      let easyPerform = dlsym(handle, "curl_easy_perform"),
      let easyCleanup = dlsym(handle, "curl_easy_cleanup"),
      let easyMessage = dlsym(handle, "curl_easy_strerror"),
      let setOption = dlsym(handle, "curl_easy_setopt")
    else { return nil }
    typealias GlobalInit = @convention(c) (Int) -> Int32
    // Before any thread makes a request; a `static let` is initialised once.
    guard unsafeBitCast(globalInit, to: GlobalInit.self)(Int(AUTOTAG_CURL_GLOBAL_DEFAULT)) == 0
    else { return nil }
    self.easyInit = unsafeBitCast(easyInit, to: (@convention(c) () -> UnsafeMutableRawPointer?).self)
    self.easyReset = unsafeBitCast(easyReset, to: (@convention(c) (UnsafeMutableRawPointer) -> Void).self)
    self.easyPerform = unsafeBitCast(
      easyPerform, to: (@convention(c) (UnsafeMutableRawPointer) -> Int32).self)
    self.easyCleanup = unsafeBitCast(
      easyCleanup, to: (@convention(c) (UnsafeMutableRawPointer) -> Void).self)
    self.easyMessage = unsafeBitCast(easyMessage, to: (@convention(c) (Int32) -> UnsafePointer<CChar>?).self)
    self.setOption = setOption
  }
}

internal import AutoTagFiles
internal import AutoTagWebURL
internal import CLibCurl
internal import Glibc

/// A client that sends one request at a time and follows nothing. Each thread has its own.
final class HTTPClient {
  private let curl: UnsafeMutableRawPointer
  private let library: CurlLibrary
  private let userAgent: String
  private let limits: HTTPLimits
  private let certificateFile: String?

  /// - Parameter certificateFile: the certificates to trust instead of the system's.
  init(
    _ library: CurlLibrary, userAgent: String, limits: HTTPLimits, certificateFile: String?
  ) throws(HTTPFailure) {
    guard let curl = library.easyInit() else { throw .noClient }
    self.curl = curl
    self.library = library
    self.userAgent = userAgent
    self.limits = limits
    self.certificateFile = certificateFile
  }

  deinit { library.easyCleanup(curl) }

  /// - Parameter policy: the addresses that may be connected to. It is asked for the very address that the
  ///   connection is made to, so that a name cannot lead elsewhere between check and use.
  func send(
    _ method: HTTPMethod, _ url: WebURL, _ policy: AddressPolicy
  ) throws(HTTPFailure) -> HTTPAnswer {
    let exchange = Exchange(policy: policy, limits: limits, keepsBody: method == .get)
    var message = [CChar](repeating: 0, count: Int(AUTOTAG_CURL_ERROR_SIZE))
    let code = message.withUnsafeMutableBufferPointer { message in
      prepare(method, url.requestText, exchange, message)
      let code = withExtendedLifetime(exchange) { library.easyPerform(curl) }
      // What the options point to ends here.
      library.easyReset(curl)
      return code
    }
    // A head that came whole counts, whatever went wrong in the body: a wrong Content-Length, an early end.
    if exchange.headIsComplete, let status = exchange.status {
      return HTTPAnswer(status: status, fields: exchange.fields, body: exchange.body)
    }
    throw failure(code, exchange, message)
  }

  private func prepare(
    _ method: HTTPMethod, _ url: String, _ exchange: Exchange,
    _ message: UnsafeMutableBufferPointer<CChar>
  ) {
    let context = Unmanaged.passUnretained(exchange).toOpaque()
    set(AUTOTAG_CURLOPT_ERRORBUFFER, message.baseAddress)
    set(AUTOTAG_CURLOPT_NOSIGNAL, 1)
    set(AUTOTAG_CURLOPT_URL, url)
    set(AUTOTAG_CURLOPT_PATH_AS_IS, 1)
    set(AUTOTAG_CURLOPT_PROTOCOLS, Int(AUTOTAG_CURLPROTO_HTTP_AND_HTTPS))
    set(AUTOTAG_CURLOPT_FOLLOWLOCATION, 0)
    // A proxy would be a host that nobody named, and would hide the address from the check.
    set(AUTOTAG_CURLOPT_PROXY, "")
    // libcurl repeats a request by itself when a kept connection turns out to be closed; without kept
    // connections the number of requests is what is promised.
    set(AUTOTAG_CURLOPT_FRESH_CONNECT, 1)
    set(AUTOTAG_CURLOPT_FORBID_REUSE, 1)
    set(AUTOTAG_CURLOPT_USERAGENT, userAgent)
    set(AUTOTAG_CURLOPT_TIMEOUT_MS, limits.timeout.milliseconds)
    set(AUTOTAG_CURLOPT_CONNECTTIMEOUT_MS, limits.idleTimeout.milliseconds)
    set(AUTOTAG_CURLOPT_LOW_SPEED_LIMIT, 1)
    set(AUTOTAG_CURLOPT_LOW_SPEED_TIME, max(1, (limits.idleTimeout.milliseconds + 999) / 1000))
    if let certificateFile { set(AUTOTAG_CURLOPT_CAINFO, certificateFile) }
    set(method == .head ? AUTOTAG_CURLOPT_NOBODY : AUTOTAG_CURLOPT_HTTPGET, 1)

    set(AUTOTAG_CURLOPT_HEADERDATA, context)
    _ = autotag_curl_set_receiver(
      library.setOption, curl, AUTOTAG_CURLOPT_HEADERFUNCTION,
      { bytes, size, count, context in
        HTTPClient.receive(bytes, size * count, context) { $0.receiveHead($1) }
      })
    set(AUTOTAG_CURLOPT_WRITEDATA, context)
    _ = autotag_curl_set_receiver(
      library.setOption, curl, AUTOTAG_CURLOPT_WRITEFUNCTION,
      { bytes, size, count, context in
        HTTPClient.receive(bytes, size * count, context) { $0.receiveBody($1) }
      })
    set(AUTOTAG_CURLOPT_OPENSOCKETDATA, context)
    _ = autotag_curl_set_opener(
      library.setOption, curl,
      { context, _, address in
        guard let context, let address else { return AUTOTAG_CURL_SOCKET_BAD }
        let exchange = Unmanaged<Exchange>.fromOpaque(context).takeUnretainedValue()
        let isAllowed = withUnsafePointer(to: &address.pointee.addr) {
          exchange.allows(UnsafeRawPointer($0), length: Int(address.pointee.addrlen))
        }
        guard isAllowed else { return AUTOTAG_CURL_SOCKET_BAD }
        return socket(
          address.pointee.family, address.pointee.socktype | Int32(SOCK_CLOEXEC.rawValue),
          address.pointee.protocol)
      })
  }

  /// - Returns: the number of bytes taken; any other than `length` ends the transfer.
  private static func receive(
    _ bytes: UnsafeMutablePointer<CChar>?, _ length: Int, _ context: UnsafeMutableRawPointer?,
    _ take: (Exchange, UnsafeRawBufferPointer) -> Bool
  ) -> Int {
    guard let bytes, let context, length > 0 else { return length }
    let exchange = Unmanaged<Exchange>.fromOpaque(context).takeUnretainedValue()
    return take(exchange, UnsafeRawBufferPointer(start: bytes, count: length)) ? length : 0
  }

  private func set(_ option: Int32, _ value: Int) {
    _ = autotag_curl_set_long(library.setOption, curl, option, value)
  }

  /// libcurl copies strings.
  private func set(_ option: Int32, _ value: String) {
    _ = value.withCString { autotag_curl_set_pointer(library.setOption, curl, option, $0) }
  }

  private func set(_ option: Int32, _ value: UnsafeMutableRawPointer?) {
    _ = autotag_curl_set_pointer(library.setOption, curl, option, value)
  }

  private func failure(_ code: Int32, _ exchange: Exchange, _ message: [CChar]) -> HTTPFailure {
    let detail = String(decoding: message.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    let reason =
      detail.isEmpty ? library.easyMessage(code).map { String(cString: $0) } ?? "error \(code)" : detail
    switch code {
    case AUTOTAG_CURLE_COULDNT_RESOLVE_HOST: return .unknownHost
    case AUTOTAG_CURLE_COULDNT_CONNECT:
      return exchange.refusedAddress.map { .privateAddress($0) } ?? .refused
    case AUTOTAG_CURLE_OPERATION_TIMEDOUT: return .timeout
    case AUTOTAG_CURLE_PEER_FAILED_VERIFICATION: return .certificate(reason)
    case AUTOTAG_CURLE_SSL_CONNECT_ERROR, AUTOTAG_CURLE_SSL_CACERT_BADFILE:
      return .tls(reason)
    default: return .broken(exchange.headIsTooLong ? "its head is longer than 64 KB" : reason)
    }
  }
}

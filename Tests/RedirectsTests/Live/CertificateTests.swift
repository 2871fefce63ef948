import AutoTagRedirects
import Foundation
import TestSupport
import Testing

@Suite(Oracle.needs("python3", "openssl"))
struct CertificateTests {
  @Test func aCertificateMustBeTrusted() throws {
    let folder = try TemporaryFolder()
    let (file, key) = (
      folder.url.appending(path: "cert.pem").path, folder.url.appending(path: "key.pem").path
    )
    let made = try Oracle.run(
      "openssl",
      [
        "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=127.0.0.1", "-addext",
        "subjectAltName=IP:127.0.0.1", "-out", file, "-keyout", key,
      ])
    try #require(made.status == 0, "\(made.standardError)")
    let server = try OddServer(certificate: (file, key))
    var options = try quickOptions([server.name])
    guard
      case .failed(_, let error)? = LiveResolver(options)
        .resolve([try server.url("forward/302")]).first?.end
    else {
      Issue.record("trusted")
      return
    }
    #expect(error.kind == .untrustedCertificate)
    #expect(error.description.contains("renew it, or trust its issuer"))
    #expect(try server.requests.isEmpty)
    // It is the certificate: the same server, trusted, answers.
    options.certificateFile = file
    #expect(
      LiveResolver(options).resolve([try server.url("forward/302")]).first?
        .destinationText == offer)
  }
}

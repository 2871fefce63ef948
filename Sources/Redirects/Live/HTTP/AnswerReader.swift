internal import AutoTagWebURL

/// The meaning of one answer for the chain.
enum ProbeResponse: Sendable, Hashable {
  case redirect(status: Int, evidence: LiveHop.Evidence, location: String)
  /// An answer that leads nowhere else.
  case page(status: Int)
  /// A redirect without a usable target.
  case useless(LiveError.Kind, String)
  /// An answer with any other status.
  case status(Int)
}

/// A reader of a server's answer: it finds where the answer leads.
enum AnswerReader {
  /// - Parameter url: the address that was asked.
  static func read(_ answer: HTTPAnswer, of url: WebURL) -> ProbeResponse {
    switch answer.status {
    case let status where LiveHop.Evidence.location.isOf(status): return redirect(answer)
    case let status where LiveHop.Evidence.redirectPage.isOf(status):
      if let target = answer.values(of: "refresh").lazy.compactMap({ RefreshHeader.target($0) }).first {
        return .redirect(status: answer.status, evidence: .refresh, location: Self.text(target))
      }
      if isMarkup(answer), let target = RedirectPageSource.target(of: answer.body, at: url) {
        return .redirect(status: answer.status, evidence: .redirectPage, location: target)
      }
      return .page(status: answer.status)
    default: return .status(answer.status)
    }
  }

  private static func redirect(_ answer: HTTPAnswer) -> ProbeResponse {
    let locations = Set(answer.values(of: "location"))
    guard let location = locations.first, locations.count == 1 else {
      if locations.isEmpty {
        return .useless(
          .noLocation,
          "the server answers \(answer.status) without a Location, so browsers stay: give the redirect a target"
        )
      }
      return .useless(
        .conflictingLocations,
        "the server answers \(answer.status) with \(locations.count) different Locations, which browsers "
          + "refuse: only one rule may set it")
    }
    guard !location.isEmpty else {
      return .useless(
        .noLocation,
        "the server answers \(answer.status) with an empty Location: give the redirect a target")
    }
    return .redirect(status: answer.status, evidence: .location, location: Self.text(location))
  }

  /// Returns true if the answer is a page that can lead on by itself, or does not say what it is.
  static func isMarkup(_ answer: HTTPAnswer) -> Bool {
    guard let type = answer.values(of: "content-type").last else { return true }
    let text = String(decoding: type, as: UTF8.self).lowercased()
    return text.contains("html") || text.contains("xml")
  }

  /// Returns the bytes as text; those that are no UTF-8 percent-encoded, which is what a URL makes of them.
  static func text(_ bytes: [UInt8]) -> String {
    if let text = String(validating: bytes, as: UTF8.self) { return text }
    return bytes.reduce(into: "") { text, byte in
      if byte < 0x80 {
        text.unicodeScalars.append(Unicode.Scalar(byte))
      } else {
        text += "%" + String(byte, radix: 16, uppercase: true)
      }
    }
  }
}

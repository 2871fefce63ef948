internal import AutoTagWebURL

/// The check of a site's address, wherever it is given.
package enum BaseURL {
  /// Returns the fault of an address, to be read after its name; `nil` for an absolute http or https URL.
  package static func problem(with text: String) -> String? {
    guard let url = URLOrigin(text), url.isHTTP, url.host != nil else {
      return "must be an absolute http or https URL such as https://www.example.com/, not “\(text)”"
    }
    return nil
  }
}

internal import AutoTagRedirects
internal import CLibIDN2
internal import CLibXML2
internal import CLibYAML
internal import CPCRE2
internal import CZlib

/// The libraries that the program runs with, and the versions that they tell of themselves.
enum LibraryVersions {
  /// A line for each library.
  static var text: String {
    """
    libxml2 \(libxml2)
    libidn2 \(idn2_check_version(nil).map { String(cString: $0) } ?? "unknown")
    PCRE2 \(pcre2)
    libyaml \(String(cString: yaml_get_version_string()))
    zlib \(String(cString: zlibVersion()))
    libcurl \(CurlLibrary.canBeOpened ? "(opened for --online)" : "(none: a static program cannot open it for --online)")
    """
  }

  /// libxml2 tells its version as a number of five digits, 20914 for 2.9.14, with more text behind it in a build from
  /// its repository.
  private static var libxml2: String {
    let digits = String(cString: autotag_xml_version()).prefix { $0.isNumber }
    guard let number = Int(digits) else { return "unknown" }
    return "\(number / 10_000).\(number / 100 % 100).\(number % 100)"
  }

  /// PCRE2's text is its version and the day of its release.
  private static var pcre2: String {
    let size = pcre2_config_8(UInt32(PCRE2_CONFIG_VERSION), nil)
    guard size > 0 else { return "unknown" }
    return withUnsafeTemporaryAllocation(of: CChar.self, capacity: Int(size)) { text in
      guard let start = text.baseAddress, pcre2_config_8(UInt32(PCRE2_CONFIG_VERSION), start) > 0 else {
        return "unknown"
      }
      return String(String(cString: start).prefix { $0 != " " })
    }
  }
}

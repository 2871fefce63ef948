internal import AutoTagBytes

/// The arguments that httpd wants of a directive, for which it refuses a `.htaccess` file. The directives of rules and of
/// access are checked where they are read.
enum ApacheArguments {
  /// Returns the fault for which httpd refuses a file; `nil` for arguments that it takes, and for what is not known.
  static func fault(of directive: ApacheDirective) -> MalformedRule? {
    let words = directive.words
    if flags.contains(directive.name) {
      let isFlag = ["on", "off"].contains(words.first.map { ASCII.lowercased($0).text })
      return isFlag ? nil : MalformedRule("\(directive.name) is On or Off")
    }
    if let count = counts[directive.name] {
      if words.count < count.least || words.count > count.most ?? .max {
        return MalformedRule("\(directive.name) takes \(count.words), and here are \(words.count)")
      }
    }
    return ApacheValue.fault(of: words, directive.name)
  }

  private struct Count {
    let least: Int
    let most: Int?
    let names: [Substring]

    init(least: Int, most: Int?, _ names: String) {
      (self.least, self.most) = (least, most)
      self.names = names.split { $0 == " " || $0 == "\n" }
    }

    var words: String {
      switch most {
      case nil: "at least \(least) argument\(least == 1 ? "" : "s")"
      case least?: "\(least) argument\(least == 1 ? "" : "s")"
      case let most?: "\(least) or \(most) arguments"
      }
    }
  }

  private static let counts = Dictionary(
    all.flatMap { count in count.names.map { (String($0), count) } }, uniquingKeysWith: { $1 })

  /// The numbers that httpd 2.4.71 tells in its refusals, when it is asked with more and more arguments.
  private static let all: [Count] = [
    .init(
      least: 1, most: 1,
      """
      acceptpathinfo adddefaultcharset authbasicusedigestalgorithm authdigestalgorithm
      authdigestnoncelifetime authgroupfile authmerging authname authtype authuserfile charsetdefault
      charsetsourceenc cookiedomain cookieexpires cookiename cookiesamesite cookiestyle defaulticon
      defaultlanguage defaulttype deflateinflatelimitrequestbody deflateinflateratioburst
      deflateinflateratiolimit directoryindexredirect enablemmap enablesendfile expiresdefault forcetype
      headername imapbase imapdefault imapmenu indexheadinsert indexstylesheet limitrequestbody
      limitxmlrequestbody metadir metasuffix readmename rewritebase satisfy serversignature sessionexclude
      sessionexpiryupdateinterval sessionheader sessioninclude sessionmaxage sethandler setinputfilter
      setoutputfilter ssierrormsg ssitimeformat ssiundefinedecho sslcacertificatefile sslcacertificatepath
      sslrenegbuffersize sslusername sslverifyclient sslverifydepth substitute substitutemaxlinelength
      xbithack
      """),
    .init(
      least: 1, most: 2,
      """
      authbasicfake filterdeclare rlimitcpu rlimitmem rlimitnproc setenv sslciphersuite
      """),
    .init(
      least: 1, most: nil,
      """
      authbasicprovider authdigestdomain authdigestprovider authdigestqop charsetoptions filterchain
      forcelanguagepriority indexignore languagepriority multiviewsmatch passenv removecharset
      removeencoding removehandler removeinputfilter removelanguage removeoutputfilter removetype unsetenv
      """),
    .init(
      least: 2, most: 2,
      """
      cgivar expiresbytype indexorderdefault
      """),
    .init(
      least: 2, most: 3,
      """
      action filterprotocol
      """),
    .init(
      least: 2, most: nil,
      """
      addalt addaltbyencoding addaltbytype addcharset adddescription addencoding addhandler addicon
      addiconbyencoding addiconbytype addinputfilter addlanguage addoutputfilter addoutputfilterbytype
      addtype
      """),
    .init(
      least: 3, most: 3,
      """
      filterprovider
      """),
  ]

  private static let flags = Set(
    """
    aliaspreservepath authbasicauthoritative authdigestnccheck authzsendforbiddenonfailure cgipassauth
    checkbasenamematch checkcaseonly checkspelling contentdigest cookiehttponly cookiesecure
    cookietracking directorycheckhandler directoryslash expiresactive indexignorereset logiotrackttfb
    metafiles qualifyredirecturl redirectrelative session sessioncookieremove sessionenv ssietag
    ssilastmodified ssilegacyexprparser substituteinheritbefore
    """.split { $0 == " " || $0 == "\n" }.map(String.init))
}

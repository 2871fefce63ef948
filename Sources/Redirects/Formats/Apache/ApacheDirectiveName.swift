internal import AutoTagTracking

/// What httpd does with a directive of a `.htaccess` file by its name alone.
enum ApacheDirectiveName {
  /// A module of httpd's, or PHP, takes it there.
  case allowed
  /// httpd refuses the file, whatever modules it has; the reason in a clause.
  case refused(String)
  /// No module of httpd's has it, but another may.
  case unknown

  /// - Parameter name: in lower case; a section's has its `<`.
  init(_ name: String) {
    if Self.allowedNames.contains(name) {
      self = .allowed
      return
    }
    let bare = name.hasPrefix("<") ? name.dropFirst() : name[...]
    if Self.otherNames.contains(name) {
      self = .refused("\(name) is not allowed in .htaccess files")
    } else if bare.isEmpty || !bare.utf8.allSatisfy(Self.isNameByte) {
      // Marks of a merge, comments of other languages, a byte-order mark in the midst of the file.
      self = .refused("\(name) is no directive: a comment begins with #")
    } else if let meant = Self.meant(by: name) {
      self = .refused("\(name) is no directive: \(meant) is meant")
    } else {
      self = .unknown
    }
  }

  private static func isNameByte(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"): true
    default: false
    }
  }

  /// Returns the directive that a name misspells: one or two letters are wrong, so that no other module has it.
  private static func meant(by name: String) -> String? {
    guard name.utf8.count >= 6 else { return nil }
    let letters = Array(name)
    let most = letters.count < 9 ? 1 : 2
    return allowedNames.filter { abs($0.utf8.count - letters.count) <= most }
      .map { (name: $0, distance: NearestName.distance(letters, Array($0))) }
      .filter { $0.distance <= most }.min { ($0.distance, $0.name) < ($1.distance, $1.name) }?.name
  }

  private static func names(_ text: String) -> Set<String> {
    Set(text.split { $0 == " " || $0 == "\n" }.map(String.init))
  }

  /// Those that the modules of httpd 2.4.71 take in a `.htaccess` file (`httpd -L`), and PHP's.
  private static let allowedNames = names(
    """
    <else <elseif <files <filesmatch <if <ifdefine <ifdirective <iffile <ifmodule <ifsection <ifversion <limit
    <limitexcept <luahookaccesschecker <luahookauthchecker <luahookcheckuserid <luahookfixups
    <luahookmaptostorage <luahookpretranslatename <luahooktranslatename <luahooktypechecker <luaquickhandler
    <macro <requireall <requireany <requirenone acceptpathinfo accessfilename action addalt addaltbyencoding
    addaltbytype addcharset adddefaultcharset adddescription addencoding addhandler addicon addiconbyencoding
    addiconbytype addinputfilter addlanguage addoutputfilter addoutputfilterbytype addtype aliaspreservepath
    allow anonymous anonymous_logemail anonymous_mustgiveemail anonymous_nouserid anonymous_verifyemail
    authbasicauthoritative authbasicfake authbasicprovider authbasicusedigestalgorithm authdbmgroupfile
    authdbmtype authdbmuserfile authdigestalgorithm authdigestdomain authdigestnccheck authdigestnoncelifetime
    authdigestprovider authdigestqop authformauthoritative authformbody authformdisablenostore
    authformfakebasicauth authformlocation authformloginrequiredlocation authformloginsuccesslocation
    authformlogoutlocation authformmethod authformmimetype authformpassword authformprovider
    authformsitepassphrase authformusername authgroupfile authmerging authname authncacheenable
    authncacheprovidefor authncachetimeout authnzfcgicheckauthnprovider authtype authuserfile authzdbmtype
    authzsendforbiddenonfailure browsermatch browsermatchnocase cgipassauth cgivar charsetdefault charsetoptions
    charsetsourceenc checkbasenamematch checkcaseonly checkspelling contentdigest cookiedomain cookieexpires
    cookiehttponly cookiename cookiesamesite cookiesecure cookiestyle cookietracking defaulticon defaultlanguage
    defaulttype deflateinflatelimitrequestbody deflateinflateratioburst deflateinflateratiolimit deny
    directorycheckhandler directoryindex directoryindexredirect directoryslash enablemmap enablesendfile error
    errordocument expiresactive expiresbytype expiresdefault fallbackresource fancyindexing fileetag filterchain
    filterdeclare filterprotocol filterprovider forcelanguagepriority forcetype h2copyfiles h2earlyhint
    h2proxyrequests h2push h2pushresource h2upgrade header headername imapbase imapdefault imapmenu
    indexheadinsert indexignore indexignorereset indexoptions indexorderdefault indexstylesheet languagepriority
    limitrequestbody limitxmlrequestbody logiotrackttfb luacodecache luahookaccesschecker luahookauthchecker
    luahookcheckuserid luahookfixups luahookinsertfilter luahooklog luahookmaptostorage luahookpretranslatename
    luahooktranslatename luahooktypechecker luainherit luainputfilter luamaphandler luaoutputfilter
    luapackagecpath luapackagepath luaquickhandler luaroot luascope macroignorebadnesting macroignoreemptyargs
    metadir metafiles metasuffix multiviewsmatch options order passenv php_flag php_value proxyexpressdbmfile
    proxyexpressdbmtype proxyexpressenable proxyfcgibackendtype proxyfcgisetenvif qualifyredirecturl readmename
    redirect redirectmatch redirectpermanent redirectrelative redirecttemp reflectorheader removecharset
    removeencoding removehandler removeinputfilter removelanguage removeoutputfilter removetype requestheader
    require rewritebase rewritecond rewriteengine rewriteoptions rewriterule rlimitcpu rlimitmem rlimitnproc
    satisfy serversignature session sessioncookiename sessioncookiename2 sessioncookieremove sessioncryptocipher
    sessioncryptopassphrase sessiondbdcookiename sessiondbdcookiename2 sessiondbdcookieremove
    sessiondbddeletelabel sessiondbdinsertlabel sessiondbdperuser sessiondbdselectlabel sessiondbdupdatelabel
    sessionenv sessionexclude sessionexpiryupdateinterval sessionheader sessioninclude sessionmaxage setenv
    setenvif setenvifexpr setenvifnocase sethandler setinputfilter setoutputfilter ssierrormsg ssietag
    ssilastmodified ssilegacyexprparser ssitimeformat ssiundefinedecho sslcacertificatefile sslcacertificatepath
    sslciphersuite ssllog sslloglevel ssloptions sslrenegbuffersize sslrequire sslrequiressl sslusername
    sslverifyclient sslverifydepth substitute substituteinheritbefore substitutemaxlinelength undefmacro
    unsetenv use xbithack xml2encdefault xml2startparse
    """)

  /// Those that they take in the server's own configuration alone, and those of httpd 2.2 that nobody else has.
  private static let otherNames = names(
    """
    rewritelock rewritelog rewriteloglevel
    <authnprovideralias <authzprovideralias <directory <directorymatch <location <locationmatch <proxy
    <proxymatch <virtualhost acceptfilter addmoduleinfo alias aliasmatch allowconnect allowencodedslashes
    allowmethods allowoverride allowoverridelist asyncrequestworkerfactor authdbduserpwquery
    authdbduserrealmquery authdigestshmemsize authformsize authncachecontext authncachesocache
    authnzfcgidefineprovider authzdbdlogintoreferer authzdbdquery authzdbdredirectquery balancergrowth
    balancerinherit balancermember balancerpersist brotlialteretag brotlicompressionmaxinputblock
    brotlicompressionquality brotlicompressionwindow brotlifilternote bufferedlogs buffersize cachedefaultexpire
    cachedetailheader cachedirlength cachedirlevels cachedisable cacheenable cachefile cacheheader
    cacheignorecachecontrol cacheignoreheaders cacheignorenolastmod cacheignorequerystring
    cacheignoreurlsessionidentifiers cachekeybaseurl cachelastmodifiedfactor cachelock cachelockmaxage
    cachelockpath cachemaxexpire cachemaxfilesize cacheminexpire cacheminfilesize cachenegotiateddocs
    cachequickhandler cachereadsize cachereadtime cacheroot cachesocache cachesocachemaxsize cachesocachemaxtime
    cachesocachemintime cachesocachereadsize cachesocachereadtime cachestaleonerror cachestoreexpired
    cachestorenostore cachestoreprivate casefilter casefilterin cgiscripttimeout chrootdir coredumpdirectory
    customlog dav davbasepath davdepthinfinity davgenericlockdb davlockdb davlockdiscovery davmintimeout
    dbdexptime dbdinitsql dbdkeep dbdmax dbdmin dbdparams dbdpersist dbdpreparesql dbdriver defaultruntimedir
    define deflatealteretag deflatebuffersize deflatecompressionlevel deflatefilternote deflatememlevel
    deflatewindowsize documentroot dumpioinput dumpiooutput errorlog errorlogformat extendedstatus
    extfilterdefine extfilteroptions filtertrace flushmaxpipelined flushmaxthreshold forensiclog globallog
    gracefulshutdowntimeout group h2direct h2earlyhints h2maxdataframelen h2maxheaderblocklen
    h2maxsessionstreams h2maxstreamerrors h2maxworkeridleseconds h2maxworkers h2minworkers h2moderntlsonly
    h2outputbuffering h2padding h2pushdiarysize h2pushpriority h2serializeheaders h2sessionextrafiles
    h2streammaxmemsize h2streamtimeout h2tlscooldownsecs h2tlswarmupsize h2websockets h2windowsize
    hostnamelookups httpprotocoloptions identitycheck identitychecktimeout include includeoptional inputsed
    keepalive keepalivetimeout keptbodysize limitinternalrecursion limitrequestfields limitrequestfieldsize
    limitrequestline listen listenbacklog listencoresbucketsratio listentcpdeferaccept loadfile loadmodule
    logformat loglevel logmessage luaauthzprovider maxclients maxconnectionsperchild maxkeepaliverequests
    maxmemfree maxrangeoverlaps maxrangereversals maxranges maxrequestsperchild maxrequestworkers
    maxsparethreads memcacheconnttl mergeslashes mergetrailers mimemagicfile minsparethreads mmapfile
    modemstandard modmimeusepathinfo mutex namevirtualhost noproxy outputsed pidfile port protocol protocolecho
    protocols protocolshonororder proxy100continue proxyaddheaders proxybadheader proxyblock proxydomain
    proxyerroroverride proxyftpdircharset proxyftpescapewildcards proxyftplistonwildcard proxyhtmlbufsize
    proxyhtmlcharsetout proxyhtmldoctype proxyhtmlenable proxyhtmlevents proxyhtmlextended proxyhtmlfixups
    proxyhtmlinterp proxyhtmllinks proxyhtmlmeta proxyhtmlstripcomments proxyhtmlurlmap proxyiobuffersize
    proxymaxforwards proxypass proxypassinherit proxypassinterpolateenv proxypassmatch proxypassreverse
    proxypassreversecookiedomain proxypassreversecookiepath proxypreservehost proxyreceivebuffersize proxyremote
    proxyremotematch proxyrequests proxyscgiinternalredirect proxyscgisendfile proxyset proxysourceaddress
    proxystatus proxytimeout proxyvia proxywebsocketfallbacktoproxyhttp readbuffersize receivebuffersize
    redisconnpoolttl redistimeout regexdefaultoptions registerhttpmethod remoteipheader remoteipinternalproxy
    remoteipinternalproxylist remoteipproxiesheader remoteipproxyprotocol remoteipproxyprotocolexceptions
    remoteiptrustedproxy remoteiptrustedproxylist requestreadtimeout rewritemap scoreboardfile script
    scriptalias scriptaliasmatch scriptlog scriptlogbuffer scriptloglength seerequesttail sendbuffersize
    serveradmin serveralias serverlimit servername serverpath serverroot servertokens sessioncryptodriver
    sessioncryptopassphrasefile ssiendtag ssistarttag sslcadnrequestfile sslcadnrequestpath sslcarevocationcheck
    sslcarevocationfile sslcarevocationpath sslcertificatechainfile sslcertificatefile sslcertificatekeyfile
    sslcompression sslcryptodevice sslengine sslfips sslhonorcipherorder sslinsecurerenegotiation
    sslocspdefaultresponder sslocspenable sslocspnoverify sslocspoverrideresponder sslocspproxyurl
    sslocsprespondercertificatefile sslocsprespondertimeout sslocspresponsemaxage sslocspresponsetimeskew
    sslocspuserequestnonce sslopensslconfcmd sslpassphrasedialog sslprotocol sslproxycacertificatefile
    sslproxycacertificatepath sslproxycarevocationcheck sslproxycarevocationfile sslproxycarevocationpath
    sslproxycheckpeercn sslproxycheckpeerexpire sslproxycheckpeername sslproxyciphersuite sslproxyengine
    sslproxymachinecertificatechainfile sslproxymachinecertificatefile sslproxymachinecertificatepath
    sslproxyprotocol sslproxyverify sslproxyverifydepth sslrandomseed sslsessioncache sslsessioncachetimeout
    sslsessionticketkeyfile sslsessiontickets sslsrpunknownuserseed sslsrpverifierfile sslstaplingcache
    sslstaplingerrorcachetimeout sslstaplingfaketrylater sslstaplingforceurl sslstaplingrespondertimeout
    sslstaplingresponsemaxage sslstaplingresponsetimeskew sslstaplingreturnrespondererrors
    sslstaplingstandardcachetimeout sslstrictsnivhostcheck sslusestapling sslvhostsnipolicy startservers
    stricthostcheck suexec threadlimit threadsperchild threadstacksize timeout traceenable transferlog
    typesconfig undefine usecanonicalname usecanonicalphysicalport user userdir virtualdocumentroot
    virtualdocumentrootip virtualscriptalias virtualscriptaliasip watchdoginterval xml2encalias php_admin_value
    php_admin_flag
    """)
}

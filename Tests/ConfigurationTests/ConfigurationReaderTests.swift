import AutoTagAudit
import AutoTagBaseline
import AutoTagBytes
import AutoTagConfiguration
import AutoTagConversions
import AutoTagRedirects
import AutoTagSite
import AutoTagTracking
import Testing

@Suite("autotag.yml: what it says, and what is wrong with it where")
struct ConfigurationReaderTests {
  /// Reads a configuration; `⇥` stands for a tab.
  private func read(_ yaml: String) throws(ConfigurationError) -> ConfigurationFile {
    let text = yaml.map { $0 == "⇥" ? "\t" : String($0) }.joined()
    return try ConfigurationReader.read(Array(text.utf8), file: "autotag.yml")
  }

  static let group = "groups:\n  - name: x\n    hosts: [a.example]\n    subid: s\n"

  /// A configuration and the error that it gives.
  struct Case: Sendable, CustomTestStringConvertible {
    let yaml: String
    let error: String

    /// - Parameter error: the error from its line on, in pieces.
    init(_ yaml: String, _ error: String...) {
      self.yaml = yaml
      self.error = error.joined()
    }

    var testDescription: String { yaml.debugDescription }
  }

  static let cases: [Case] = [
    // audit
    Case("audit: {rulez: {}}", "1:9: unknown key “rulez”: did you mean “rules”?"),
    Case("audit:\n  rules:\n    not-taged: off", "3:5: unknown key “not-taged”: did you mean “not-tagged”?"),
    Case(
      "audit: {rules: {not-tagged: fatal}}",
      "1:29: “not-tagged” must be off, info, warning or error, not “fatal”"),
    Case(
      "audit: {rules: {not-tagged: true}}",
      "1:29: “not-tagged” must be off, info, warning or error, not the truth value "
        + "true (put it in quotes if it is meant as text)"),
    Case("audit: {ignore: [{file: a}]}", "1:19: unknown key “file”: did you mean “files”?"),
    Case("audit: {ignore: [{}]}", "1:18: the entry ignores everything: name files, rules or both"),
    Case(
      "audit: {ignore: [{rules: [link-in-aria]}]}",
      "1:27: unknown rule “link-in-aria”: did you mean “link-in-area”?"),
    Case(
      "audit: {ignore: [{rules: [zzzzzzzzzzzz]}]}",
      "1:27: unknown rule “zzzzzzzzzzzz”: autotag audit --list-rules shows all"),
    Case(
      "audit: {ignore: a.html}",
      "1:17: “ignore” must be a list of what to ignore, not text: write [\"a.html\"]"),
    Case(
      "audit: {fail-on: worst}", "1:18: “fail-on” must be one of error, warning, info, never, not “worst”"),
    Case(
      "audit: {baseline: 1}",
      "1:19: “baseline” must be a baseline file's path, not the number 1 (put it in quotes "
        + "if it is meant as text)"),
    // unknown keys
    Case("fail-on: error", "1:1: unknown key “fail-on”: it belongs under audit"),
    Case("Fail_On: error", "1:1: unknown key “Fail_On”: it belongs under audit"),
    Case("baseline: x", "1:1: unknown key “baseline”: it belongs under audit or under conversions"),
    Case(
      "redirects: {hosts: [a]}",
      "1:13: unknown key “hosts”: it belongs under redirects.online or to a group, under groups"),
    Case("redirects: {max-age: 3d}", "1:13: unknown key “max-age”: it belongs under redirects.online"),
    Case("audit: {site: x}", "1:9: unknown key “site”: it belongs at the top of the file, in no section"),
    Case(
      "time-zone: UTC", "1:1: unknown key “time-zone”: it is called “timezone” and belongs under conversions"),
    Case("timezone: UTC", "1:1: unknown key “timezone”: it belongs under conversions"),
    Case("conversions: {tz: UTC}", "1:15: unknown key “tz”: did you mean “timezone”?"),
    Case("dist: x", "1:1: unknown key “dist”: did you mean “output”?"),
    Case("url: x", "1:1: unknown key “url”: did you mean “base-url”?"),
    Case(
      "audit: {folder: x}",
      "1:9: unknown key “folder”: it is called “site” and belongs at the top of the file, in no section"),
    Case(
      "prune: true",
      "1:1: unknown key “prune”: it is no setting of the file but an option of the command line: autotag rewrite --prune"
    ),
    Case(
      "jobs: 3",
      "1:1: unknown key “jobs”: it is no setting of the file but an option of the command line: --jobs"),
    Case(
      "check: 1",
      "1:1: unknown key “check”: it is no setting of the file but an option of the command line: autotag audit, or autotag rewrite --dry-run"
    ),
    Case(
      "name: x",
      "1:1: unknown key “name”: the configuration knows site, output, base-url, include, exclude, groups, existing-subid, redirects, audit, conversions"
    ),
    Case(
      "audit: {fail-on: warn}",
      "1:18: “fail-on” must be one of error, warning, info, never, not “warn”: did you mean “warning”?"),
    Case(
      "audit: {fail-on: loss}",
      "1:18: “fail-on” must be one of error, warning, info, never, not “loss”: did you mean “error”?"),
    Case(
      "audit: {fail-on: off}",
      "1:18: “fail-on” must be one of error, warning, info, never, not “off”: did you mean “never”?"),
    Case(
      "audit: {rules: {http-link: warn}}",
      "1:28: “http-link” must be off, info, warning or error, not “warn”: did you mean “warning”?"),
    Case(
      "audit: {rules: {http-link: none}}",
      "1:28: “http-link” must be off, info, warning or error, not “none”: did you mean “off”?"),
    Case(
      "existing-subid: overwrite",
      "1:17: “existing-subid” must be keep or replace, not “overwrite”: did you mean “replace”?"),
    Case("exlude: [a]", "1:1: unknown key “exlude”: did you mean “exclude”?"),
    Case("include: [a]\nBase_Url: x", "2:1: unknown key “Base_Url”: did you mean “base-url”?"),
    Case("existing_subids: keep", "1:1: unknown key “existing_subids”: did you mean “existing-subid”?"),
    Case("zzz: 1", "1:1: unknown key “zzz”: ", knownKeys),
    Case("groups:\n  - nmae: x", "2:5: unknown key “nmae”: did you mean “name”?"),
    Case(
      "groups:\n  - shop: x",
      "2:5: unknown key “shop”: a group knows name, hosts, subid, parameter, token, noscript, feeds"),
    Case("\"\\e[1m\\n\": x", "1:1: unknown key “\u{1B}[1m\n”: ", knownKeys),
    // conversions
    Case(
      "conversions: {currency: euro}",
      "1:25: “currency” must be a code of three letters such as EUR, not “euro”"),
    Case("conversions: {date-order: myd}", "1:27: “date-order” must be one of mdy, dmy, ymd, not “myd”"),
    Case(
      "conversions: {timezone: Mars}",
      "1:25: “timezone” must be UTC, an offset in quotes such as \"+02:00\" or a name that this system knows, such as "
        + "Europe/Paris, not “Mars”"),
    Case("conversions: {event: {}}", "1:15: unknown key “event”: did you mean “events”?"),
    Case(
      "conversions:\n  events: {purchase: }",
      "2:22: “purchase” must be an event's name such as Purchase, or ignore, and it is empty"),
    Case(
      "conversions: {events: {lead: [x]}}",
      "1:30: “lead” must be an event's name such as Purchase, or ignore, not a list"),
    Case(
      "conversions: {events: {skus: [x]}}",
      "1:30: “skus” must be a mapping of SKUs to events' names, not a list"),
    Case(
      "conversions: {events: {skus: {1: x}}}", "1:31: a SKU must be text: write it in quotes"),
    Case(
      "conversions: {events: {ignore: [bath]}}", "1:33: unknown type “bath”: did you mean “batch”?"),
    Case("conversions: {events: {ignore: [batch, batch]}}", "1:40: the type is there twice"),
    // wrong types
    Case("include: a", "1:10: “include” must be a list of globs, not text: write [\"a\"]"),
    Case("include: {a: b}", "1:10: “include” must be a list of globs, not a mapping"),
    Case("include:", "1:9: “include” must be a list of globs, and it is empty"),
    Case("include: []", "1:10: “include” is an empty list: name a glob or remove the key"),
    Case("exclude: [b, [a]]", "1:14: “exclude” must be a list of globs, and this entry is a list"),
    Case("exclude:\n- a\n-\n", "3:2: “exclude” must be a list of globs, and this entry is empty"),
    Case("exclude: [\"\"]", "1:11: “exclude” must be a list of globs, and this entry is empty"),
    Case(
      "exclude: [1.5]",
      "1:11: “exclude” must be a list of globs, and this entry is ",
      "the number 1.5 (put it in quotes if it is meant as text)"
    ),
    Case("existing-subid: delete", "1:17: “existing-subid” must be keep or replace, not “delete”"),
    Case(
      "existing-subid: no",
      "1:17: “existing-subid” must be keep or replace, not ",
      "the truth value no (put it in quotes if it is meant as text)"
    ),
    Case("existing-subid: [keep]", "1:17: “existing-subid” must be keep or replace, not a list"),
    Case("base-url: ~", "1:11: “base-url” must be the site's address, and it is empty"),
    Case("base-url: www.example.com", "1:11: ", noURL("www.example.com")),
    Case("base-url: /shop/", "1:11: ", noURL("/shop/")),
    Case("base-url: ftp://example.com/", "1:11: ", noURL("ftp://example.com/")),
    Case("base-url: https://", "1:11: ", noURL("https://")),
    Case("base-url: \"https://a b/\"", "1:11: ", noURL("https://a b/")),
    Case("- a", "1:1: the configuration must be a mapping of keys to values, not a list"),
    Case("just text", "1:1: the configuration must be a mapping of keys to values, not text"),
    Case("? [a]\n: b", "1:3: a key of the configuration must be text, not a list"),
    Case(
      "1: b",
      "1:1: a key of the configuration must be text, not ",
      "the number 1 (put it in quotes if it is meant as text)"
    ),
    // groups
    Case("groups: {name: x}", "1:9: “groups” must be a list of tracking groups, not a mapping"),
    Case("groups: [x]", "1:10: a group must be a mapping of keys to values, not text"),
    Case("groups:\n  - hosts: [a.b]", "2:5: the group has no name: add it, for example name: impact"),
    Case(
      "groups:\n  - name: x",
      "2:5: the group has no hosts: add it, for example hosts: [\"click.example.com\"]"
    ),
    Case(
      "groups:\n  - name: x\n    hosts: [a.b]",
      "2:5: the group has no subid: add it, for example subid: u1"
    ),
    Case(
      "groups:\n  - name: x y\n    hosts: [a.b]\n    subid: s",
      "2:11: the tracking group's name “x y” must be one word of ASCII characters: ",
      "write it as it stands in data-tracking-group, for example rakuten"
    ),
    Case(
      "groups:\n  - name: x\n    hosts: []\n    subid: s",
      "3:12: the tracking group x has no hosts: name at least one, for example click.linksynergy.com"
    ),
    Case(
      "groups:\n  - name: x\n    hosts:\n      - a.b\n      - c d\n    subid: s",
      "5:9: the host “c d” holds a character that no host can have: write the host name alone"
    ),
    Case(
      "groups:\n  - name: x\n    hosts: [a.b]\n    subid: s=t",
      "4:12: the subid parameter “s=t” must be a parameter's name alone, of the characters ",
      "A-Z a-z 0-9 _ . and -, for example u1"
    ),
    Case(
      "groups:\n  - name: x\n    hosts: [a.b]\n    subid: code",
      "4:12: the group has no parameter for its codes: add it, for example parameter: subid1"
    ),
    Case(
      "groups:\n  - name: x\n    hosts: [a.b]\n    subid: s\n    parameter: t",
      "5:16: subid names the group's parameter already: “parameter” stands beside “subid: code” alone"
    ),
    Case(
      "groups:\n  - name: rakuten\n    hosts: [a.b]\n    subid: u1\n    noscript: true",
      "5:15: “noscript” stands beside “subid: code” alone: no script replaces a click-id token there"
    ),
    Case(
      "groups:\n  - name: rakuten\n    hosts: [a.b]\n    subid: u1\n    feeds: [a.xml]",
      "5:12: “feeds” stands beside “subid: code” alone: no script replaces a click-id token there"
    ),
    Case(
      "groups:\n  - name: rakuten\n    hosts: [a.b]\n    subid: code\n    noscript: maybe",
      "5:15: “noscript” must be true or false, not text"
    ),
    Case(
      "groups:\n  - name: rakuten\n    hosts: [a.b]\n    subid: code\n    feeds: [\"../a.xml\"]",
      "5:13: the glob '../a.xml' leads out of the site with ..: globs begin at the site's root"
    ),
    Case(
      "\(group)    token: a b",
      "5:12: the click-id token “a b” must be of visible ASCII characters without white space and ",
      "without any of \" ' ` < > & # = % + \\, for example --CLICK-ID--"
    ),
    Case(
      "\(group)    token: #CLICK#",
      "5:11: “token” must be a click-id token, and it is empty"
    ),
    Case(
      "\(group)  - name: X\n    hosts: [b.example]\n    subid: s",
      "5:11: a group called “x” is on line 2 already: ",
      "put their hosts together, or give this one another name"
    ),
    Case(
      "\(group)  - name: y\n    hosts: [b.example, A.Example.]\n    subid: s",
      "6:24: the host a.example is the group x's already, on line 3: a link belongs to one group"
    ),
    Case(
      "groups:\n  - name: x\n    hosts: [click.linksynergy.com]\n    subid: s",
      "3:13: the host click.linksynergy.com is the built-in group rakuten's: ",
      "call this group rakuten to replace it"
    ),
    // redirects
    Case(
      "redirects: tagg",
      "1:12: “redirects” must be tag, inline, auto, mend or off, or a mapping, not “tagg”: did you mean “tag”?"
    ),
    Case(
      "existing-subid: replce",
      "1:17: “existing-subid” must be keep or replace, not “replce”: did you mean “replace”?"),
    Case(
      "audit: {fail-on: eror}",
      "1:18: “fail-on” must be one of error, warning, info, never, not “eror”: did you mean “error”?"),
    Case(
      "audit: {rules: {not-tagged: of}}",
      "1:29: “not-tagged” must be off, info, warning or error, not “of”: did you mean “off”?"),
    Case(
      "redirects: on",
      "1:12: “redirects” must be tag, inline, auto, mend or off, or a mapping, not ",
      "the truth value on (put it in quotes if it is meant as text)"
    ),
    Case(
      "redirects: [tag]", "1:12: “redirects” must be tag, inline, auto, mend or off, or a mapping, not a list"
    ),
    Case(
      "redirects:", "1:11: “redirects” must be tag, inline, auto, mend or off, or a mapping, and it is empty"),
    Case("redirects:\n  mod: tag", "2:3: unknown key “mod”: did you mean “mode”?"),
    Case(
      "redirects: {zzzzz: 1}", "1:13: unknown key “zzzzz”: redirects knows mode, annotate, sources, online"),
    Case(
      "redirects: {mode: AUTO}",
      "1:19: “mode” must be tag, inline, auto, mend or off, not “AUTO”: did you mean “auto”?"),
    Case(
      "redirects: {mode: 1}",
      "1:19: “mode” must be tag, inline, auto, mend or off, not ",
      "the number 1 (put it in quotes if it is meant as text)"
    ),
    Case("redirects: {annotate: \"yes\"}", "1:23: “annotate” must be true or false, not text"),
    Case(
      "redirects: {annotate: 1}", "1:23: “annotate” must be true or false, not the number 1 (put it in ",
      "quotes if it is meant as text)"),
    Case(
      "redirects: {sources: a.csv}",
      "1:22: “sources” must be a list of redirect files, not text: write [\"a.csv\"]"
    ),
    Case(
      "redirects:\n  sources:\n    - a.csv",
      "3:7: a redirect file must be a mapping of keys to values, not text: write path: a.csv"
    ),
    Case(
      "redirects:\n  sources:\n    - format: csv",
      "3:7: the redirect file has no path: add it, for example path: redirects.csv"
    ),
    Case(
      "redirects:\n  sources:\n    - {path: a.csv, fromat: csv}",
      "3:21: unknown key “fromat”: did you mean “format”?"
    ),
    Case(
      "redirects:\n  sources:\n    - path: x/a.txt",
      "3:13: the name of “x/a.txt” does not tell its format: add format, one of ", formats
    ),
    Case(
      "redirects:\n  sources:\n    - {path: a.csv, format: apache}",
      "3:29: “format” must be one of ", formats, ", not “apache”"
    ),
    Case(
      "redirects:\n  sources:\n    - {path: \"\", format: csv}",
      "3:14: “path” must be a redirect file's path, and it is empty"
    ),
    Case(
      "redirects:\n  sources:\n    - {path: a.csv, format: csv, prefix: go}",
      "3:42: “prefix” must be a path that begins with /, such as /go/, not “go”"
    ),
    // YAML that is valid and not wanted
    Case(
      "include: [a]\nexclude: []\ninclude: [b]", "1:1: the key “include” is here more than once: keep one"),
    Case("groups:\n  - {name: a, 'name': b}", "2:6: the key “name” is here more than once: keep one"),
    Case("exclude: !!seq [a]", "1:10: tags are not used here: put a value that starts with ! in quotes"),
    Case("exclude:\n  - &a x", "2:5: anchors and aliases are not used here: write the value out"),
    Case(
      "exclude: &a\n  - x\ninclude: *a", "1:10: anchors and aliases are not used here: write the value out"),
    Case("<<: {include: [a]}", "1:1: merge keys are not used here: write the keys out"),
    Case("include: [a]\n---\nexclude: [a]", "2:1: the file holds a second document: keep one, without ---"),
    Case(
      "exclude:\n  - !drafts/**",
      "2:5: tags are not used here: put a value that starts with ! in quotes"
    ),
    // YAML that is not valid
    Case("exclude: [!drafts/**]", "1:11: a value that starts with ! must be in quotes, as in \"!…\""),
    Case("include: [*.html]", "1:11: a value that starts with * must be in quotes, as in \"*…\""),
    Case("include:\n  - **/*.html", "2:5: a value that starts with * must be in quotes, as in \"*…\""),
    Case("include: *all", "1:10: a value that starts with * must be in quotes, as in \"*…\""),
    Case("include: [@x]", "1:11: a value that starts with @ must be in quotes, as in \"@…\""),
    Case("include: [%x]", "1:11: a value that starts with % must be in quotes, as in \"%…\""),
    Case("⇥include: a", "1:1: a tab stands here, and YAML is indented by spaces: replace it"),
    Case("include:\n⇥- a", "2:1: a tab stands here, and YAML is indented by spaces: replace it"),
    Case(
      "include: [a, b",
      "1:10: not valid YAML: did not find expected ',' or ']' ",
      "(while parsing a flow sequence that starts here)"
    ),
    Case(
      "exclude: [a]\nbase-url: \"https://",
      "2:11: not valid YAML: found unexpected end of stream (while scanning a quoted scalar ",
      "that starts here)"
    ),
    Case("a: b: c", "1:5: not valid YAML: mapping values are not allowed in this context"),
    Case("a: x\n\u{1}", "2: not valid YAML: control characters are not allowed (U+1)"),
  ]

  @Test("what is wrong is an error with its place", arguments: cases)
  func errors(_ wrong: Case) {
    let thrown = #expect(throws: ConfigurationError.self) { try read(wrong.yaml) }
    #expect(thrown?.description == "autotag.yml:" + wrong.error)
  }

  private static let knownKeys =
    "the configuration knows site, output, base-url, include, exclude, groups, existing-subid, redirects, audit, "
    + "conversions"

  private static let formats =
    "netlify, cloudflare, netlify-toml, vercel, firebase, static-web-apps, cloudflare-bulk, next-routes, amplify, "
    + "s3, render, htaccess, nginx, caddy, web-config, pretty-links, thirsty-affiliates, "
    + "redirection-csv, redirection-json, rank-math-csv, rank-math-json, yoast, 301-redirects, "
    + "simple-301-redirects, safe-redirect-manager, easy-affiliate-links, betterlinks, wordpress, csv, stub"

  private static func noURL(_ text: String) -> String {
    "“base-url” must be an absolute http or https URL such as https://www.example.com/, not “\(text)”"
  }

  @Test(
    "bytes that are no UTF-8 are an error with their line",
    arguments: [
      ([UInt8]("exclude: [caf".utf8) + [0xE9, 0x5D], 1),
      ([UInt8]("include: [é]\nexclude: [caf".utf8) + [0xE9, 0x5D], 2),
      ([0xFF, 0xFE, 0x61, 0x00], 1),
    ])
  func notUTF8(bytes: [UInt8], line: Int) {
    let thrown = #expect(throws: ConfigurationError.self) {
      try ConfigurationReader.read(bytes, file: "autotag.yml")
    }
    #expect(thrown?.description == "autotag.yml:\(line): the file is not in UTF-8: save it as UTF-8")
  }

  @Test("deep nesting is an error, and no crash")
  func deepNesting() {
    let thrown = #expect(throws: ConfigurationError.self) {
      try read("include: " + String(repeating: "[", count: 100_000))
    }
    #expect(thrown?.message == "lists or mappings are nested too deeply")
  }

  @Test(
    "a file that says nothing gives the defaults",
    arguments: ["", "\n\n", "# only a comment", "---\n", "~", "{}", "\u{FEFF}", "\u{FEFF}# comment\r\n"])
  func empty(yaml: String) throws {
    #expect(try read(yaml) == ConfigurationFile())
  }

  @Test("every key is read")
  func allKeys() throws {
    let configuration = try read(
      """
      base-url: https://shop.example/blog/   # a comment
      include: ["**/*.html", '*.htm']
      exclude:
        - drafts/**
        - "123"
      existing-subid: replace
      groups:
        - {name: impact, hosts: [Click.Impact.example, click.impact.example], subid: subId1, token: "[CLICK]"}
      """)
    var expected = ConfigurationFile()
    expected.baseURL = "https://shop.example/blog/"
    expected.include = ["**/*.html", "*.htm"]
    expected.exclude = ["drafts/**", "123"]
    expected.existingSubid = .replace
    expected.groups = [
      .rakuten,
      try TrackingGroup(
        name: "impact", hosts: ["click.impact.example"], subid: "subId1", token: "[CLICK]"),
    ]
    #expect(configuration == expected)
  }

  @Test(
    "a mode may stand alone or in a mapping, off also as YAML's truth value",
    arguments: [
      ("tag", RedirectMode.tag), ("inline", .inline), ("\"auto\"", .auto), ("off", .off), ("\"off\"", .off),
      ("false", .off), ("No", .off),
    ])
  func redirectMode(written: String, mode: RedirectMode) throws {
    #expect(try read("redirects: \(written)").redirects.mode == mode)
    #expect(try read("redirects: {mode: \(written)}").redirects.mode == mode)
  }

  @Test("redirect files have a path, and a format by their name or by its key")
  func redirectSources() throws {
    let redirects = try read(
      """
      redirects:
        annotate: true
        sources:
          - path: ../nginx.conf
          - {path: links.csv, format: thirsty-affiliates, prefix: /go}
          - {path: /etc/x/_redirects, format: cloudflare, prefix: /}
          - path: Export.CSV
          - path: ../render.yaml
      """
    ).redirects
    #expect(redirects.mode == nil)
    #expect(redirects.annotates == true)
    #expect(
      redirects.sources == [
        .init(path: "../nginx.conf", format: .nginx, prefix: "/"),
        .init(path: "links.csv", format: .thirstyAffiliates, prefix: "/go/"),
        .init(path: "/etc/x/_redirects", format: .cloudflare, prefix: "/"),
        .init(path: "Export.CSV", format: nil, prefix: "/"),
        .init(path: "../render.yaml", format: .render, prefix: "/"),
      ])
    #expect(try read("redirects: {annotate: no}").redirects.annotates == false)
  }

  @Test("a configured rakuten replaces the built-in one and comes first; the token has a default")
  func replacedGroup() throws {
    let configuration = try read(Self.group + "  - name: Rakuten\n    hosts: [r.example]\n    subid: u2")
    #expect(
      configuration.groups == [
        try TrackingGroup(name: "Rakuten", hosts: ["r.example"], subid: "u2", token: "--CLICK-ID--"),
        try TrackingGroup(name: "x", hosts: ["a.example"], subid: "s", token: "--CLICK-ID--"),
      ])
  }

  @Test("Windows line ends and a byte-order mark change neither values nor places")
  func windowsFile() throws {
    #expect(try read("\u{FEFF}base-url: https://x.example/\r\n").baseURL == "https://x.example/")
    let thrown = #expect(throws: ConfigurationError.self) { try read("\u{FEFF}include: [a]\r\nexlude: []") }
    #expect(thrown?.line == 2)
    let first = #expect(throws: ConfigurationError.self) { try read("\u{FEFF}exlude: []\r\n") }
    #expect(first?.column == 1)
  }

  @Test("the file that init writes is valid and says what the defaults are")
  func template() throws {
    #expect(try read(ConfigurationTemplate.text()) == ConfigurationFile())
    // With its settings uncommented it is valid too, and the groups and globs are the built-in ones.
    let uncommented = ConfigurationTemplate.text().split(separator: "\n").map { line in
      line.wholeMatch(of: /# ( *(?:- .*|[a-z-]+:(?: .*)?))/).map { String($0.1) } ?? String(line)
    }
    let configuration = try read(uncommented.joined(separator: "\n"))
    #expect(configuration.groups == [.rakuten])
    #expect(configuration.include == RewriteOptions.defaultInclude)
    #expect(configuration.existingSubid == .keep)
    #expect(configuration.baseURL != nil)
    #expect(configuration.site == "public" && configuration.output == "public-tagged")
    #expect(configuration.exclude != nil)
    #expect(configuration.redirects.mode == RedirectOptions().mode)
    #expect(configuration.redirects.annotates == RedirectOptions().annotates)
    #expect(configuration.redirects.sources.map(\.format) == [.prettyLinks])
    #expect(configuration.audit.failOn == .error)
    #expect(configuration.audit.levels == ["http-link": .warning, "link-in-comment": .off])
    #expect(configuration.audit.ignored == [.init(files: "archive/**", codes: ["unqualified-link"])])
    #expect(configuration.audit.baseline == Baseline.Kind.audit.fileName)
    var events = EventMapping()
    events.skus = ["NEWSLETTER": "CompleteRegistration", "TEST": "ignore"]
    events.ignoredTypes = [.event]
    #expect(configuration.conversions.events == events)
    #expect(configuration.conversions.currency?.code == "USD")
    #expect(configuration.conversions.zone?.name == "America/New_York")
    #expect(configuration.conversions.dateOrder == .mdy)
  }
}

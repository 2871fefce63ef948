internal import AutoTagYAML

/// The configuration that `autotag init` writes.
package enum ConfigurationTemplate {
  /// The file for a project, with what is known of it set, and the rest in comments.
  package static func text(for project: Project? = nil) -> String {
    func line(_ key: String, _ value: String?, _ example: String) -> String {
      value.map { "\(key): \(quoted($0))" } ?? "# \(key): \(example)"
    }
    return """
      # Settings of autotag for this site. The file belongs beside the site's source, where no generator deletes it and
      # no server shows it. Everything here is optional. Options on the command line win. Paths are relative to its folder.

      # The folder that holds the built pages. With it autotag audit and autotag rewrite need no argument.
      \(line("site", project?.site, "public"))

      # The folder for the tagged copy of the site, which autotag rewrite makes unless it is told otherwise. Without it
      # autotag rewrite needs --output DIR or --in-place.
      \(line("output", project?.output, "public-tagged"))

      # The site's address as visitors see it. Links without a host are read relative to it.
      \(line("base-url", project?.baseURL, "https://www.example.com/"))


      """ + rest
  }

  /// A value that YAML reads as this very text.
  private static func quoted(_ text: String) -> String {
    let isPlain = text.utf8.allSatisfy { byte in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "."), UInt8(ascii: "/"),
        UInt8(ascii: "-"),
        UInt8(ascii: ":"):
        true
      default: false
      }
    }
    let isText = if case .text = YAMLValue.content(of: text, isPlain: true) { true } else { false }
    let isSafe = isPlain && isText && !text.hasSuffix(":") && !text.hasPrefix("-")
    return isSafe ? text : "'" + text.replacing("'", with: "''") + "'"
  }

  private static let rest = """
    # The pages: globs, relative to the site's root. These are the default.
    # include:
    #   - "**/*.html"
    #   - "**/*.htm"
    #   - "**/*.xhtml"
    #   - "**/*.shtml"

    # Pages to leave alone: globs of files and folders.
    # exclude:
    #   - "drafts/**"

    # What to do with a link whose subid parameter has another value already:
    # keep leaves and reports it, replace puts the click-id token in its place. The default is keep.
    # existing-subid: keep

    # What to do with a link of the site that a redirect leads to an affiliate network:
    #   tag     tag the link; where the redirect drops the query string, leave and report it (the default)
    #   inline  put the affiliate link in its place, tagged
    #   auto    tag where the query string is forwarded, inline where it is dropped
    #   mend    change the rule that drops the query string in its file, where a change is proven, and tag the link;
    #           else as auto
    #   off     do not look behind redirects
    # With annotate, links that are tagged also get the attribute data-tracking-group.
    # Files that hosts and servers read by themselves are found: _redirects, netlify.toml, vercel.json, firebase.json
    # and staticwebapp.config.json in the site's root or beside it, Caddyfile, .htaccess, web.config, and pages that
    # redirect. Others are named under sources, relative to this file. A format is needed where neither name nor
    # columns tell it; a prefix stands before each address.
    # redirects:
    #   mode: tag
    #   annotate: false
    #   sources:
    #     - path: ../pretty-links.csv
    #       format: pretty-links
    #       prefix: /
    # Where only a server knows where links lead, --online asks those named here, and no others. The answers are
    # kept in autotag.lock beside this file: commit it, and builds without --online write the same bytes.
    #   online:
    #     hosts: [www.example.com]
    #     allow-private: []   # those of them that may be at a private address
    #     max-age: 90d        # older answers are reported
    #     per-host: 4         # requests at the same time
    #     timeout: 20         # seconds for one request

    # What autotag audit reports. The codes of the rules: autotag audit --list-rules
    # audit:
    #   fail-on: error                     # from which findings on it ends with 1: error, warning, info, never
    #   rules:
    #     http-link: warning               # off, info, warning or error
    #     link-in-comment: off
    #   ignore:                            # files, rules, or both
    #     - files: "archive/**"
    #       rules: [unqualified-link]
    #   baseline: autotag-baseline.json    # findings that are known; relative to this file

    # What autotag conversions makes of the lines of reports and postbacks.
    # conversions:
    #   currency: USD                      # of amounts whose source does not tell it; as --currency
    #   timezone: America/New_York         # of dates that do not tell theirs; UTC without it
    #   date-order: mdy                    # of dates such as 3/4/26: mdy, dmy or ymd
    #   events:
    #     purchase: Purchase               # the event of a commission above 0; ignore leaves such lines out
    #     lead: Lead                       # the event of a line without commission
    #     skus: {NEWSLETTER: CompleteRegistration, TEST: ignore}   # events by SKU, which come first
    #     ignore: [event]                  # types to leave out: realtime, batch, event (is_event is Y)
    #   baseline: autotag-conversions-baseline.json   # findings that are known; relative to this file

    # Affiliate networks. Rakuten is built in, as it stands here; a group called rakuten replaces it,
    # others are added.
    # groups:
    #   - name: rakuten                    # as in data-tracking-group="rakuten"
    #     # the hosts of the network's click links
    #     hosts: [click.linksynergy.com, linksynergy.jrs5.com]
    #     subid: u1                        # the query parameter that carries the click id
    #     token: --CLICK-ID--              # the text that is replaced by the click id
    # Without AnyTrack the network's own report can tell which link earned: with subid: code in the place of subid and
    # token each link gets a code of its own in u1, or of another network in parameter: NAME. Commit
    # autotag-codes.tsv, which says what each code stands for. No script has to replace a code, so that links elsewhere
    # may have theirs too:
    #     # noscript: true                 # those in <noscript>
    #     # feeds: [index.xml]             # those in these RSS and Atom feeds: globs, relative to the site's root

    """
}

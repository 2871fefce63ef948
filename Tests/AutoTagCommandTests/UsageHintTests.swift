import Foundation
import TestSupport
import Testing

@Suite("A word that is refused is answered by the one that was meant")
struct UsageHintTests {
  @Test(
    "for commands, options and values; all end with 2",
    arguments: [
      (
        ["frobnicate"],
        "'frobnicate' is no command of autotag. The commands are rewrite, audit, resolve, "
          + "conversions, init, scan, merge.\n"
      ),
      (["rewirte", "site", "--in-place"], "Did you mean 'autotag rewrite site --in-place'?"),
      (["Audit", "my site"], "Did you mean 'autotag audit 'my site''?"),
      (["check", "site"], "Did you mean 'autotag audit site'?"),
      (
        ["site"],
        "Say what is to be done with it: 'autotag audit site' or 'autotag rewrite site --output DIR'."
      ),
      (["audit", "site", "--json"], "Unknown option '--json'. For that there is '--format json'."),
      (["audit", "site", "--sarif"], "Unknown option '--sarif'. For that there is '--format sarif'."),
      (["rewrite", "site", "--force"], "Unknown option '--force'. For that there is '--in-place'."),
      (["rewrite", "site", "--replace"], "Unknown option '--replace'. For that there is '--in-place'."),
      (["rewrite", "site", "--out", "x"], "Unknown option '--out'. For that there is '--output DIR'."),
      (["resolve", "/x", "--json"], "Unknown option '--json'. For that there is '--format json'."),
      (["init", "--json"], "Unknown option '--json'"),
      (["audit", "list-rules"], "list-rules is not there. Is the option meant? It is '--list-rules'."),
      (["audit", "json"], "json is not there. Is the option meant? It is '--format json'."),
      (["rewrite", "site", "dry-run"], "dry-run is not there. Is the option meant? It is '--dry-run'."),
      (["--completions", "bash"], "For that there is 'autotag --generate-completion-script bash'."),
      (["completion", "zsh"], "For that there is 'autotag --generate-completion-script zsh'."),
      (["help", "rewirte"], "'rewirte' is no command of autotag. Did you mean 'autotag help rewrite'?"),
      (["help", "check"], "Did you mean 'autotag help audit'?"),
      (
        ["help", "frobnicate"],
        "The commands are rewrite, audit, resolve, conversions, init, scan, merge.\n"
      ),
      (
        ["rewrite", "site", "-n", "--fail-on", "error"],
        "'--fail-on <severity>'. For that there is '--fail-on loss'. It is one of loss, warning."
      ),
      (["audit", "site", "--fail-on", "loss"], "For that there is '--fail-on error'."),
      (["--verison"], "Unknown option '--verison'. For that there is 'autotag --version'."),
      (["version"], "'version' is no command of autotag. For that there is 'autotag --version'."),
      (["audit", "site", "--fix"], "Unknown option '--fix'. For that there is 'autotag rewrite'."),
      (
        ["audit", "site", "--format", "xml"],
        "'. For that there is '--format junit'. It is one of text, json, sarif,"
      ),
      (
        ["rewrite", "site", "-n", "--fail-on", "never"],
        "For that there is no need of the option: it is how rewrite ends without."
      ),
      (["rewrite", "site/nosuch.html", "--in-place"], "site/nosuch.html is not there: correct the name"),
      (["audit", "nosuch.HTM"], "nosuch.HTM is not there: correct the name"),
      (["rewrite", "site", "--untag"], "Where does the result go?"),
      (["rewrite", "--site", "site", "-n"], "'--site'. The site is an argument: autotag rewrite site.\n"),
      (["audit", "--dir=my site"], "The site is an argument: autotag audit 'my site'.\n"),
      (["audit", "--site"], "The site is an argument: autotag audit public.\n"),
      (
        ["audit", "--output", "x", "site"], "Unknown option '--output'. For that there is '--report FILE'.\n"
      ),
      (["conversions", "x.csv", "-o", "y"], "For that there is '--report FILE'.\n"),
      (["audit", "--level", "error", "site"], "For that there is '--fail-on SEVERITY'.\n"),
      (["conversions", "--csv", "x"], "For that there is '--format csv'.\n"),
      (["conversions", "x.csv", "--no-color"], "For that there is '--color never'.\n"),
      (["-V"], "Unknown option '-V'. For that there is 'autotag --version'.\n"),
      (["rewrite", "-V"], "For that there is 'autotag --version'.\n"),
      (["--heelp"], "Unknown option '--heelp'. For that there is 'autotag --help'.\n"),
      (["audit", "--hlep"], "For that there is 'autotag audit --help'.\n"),
      (
        ["audit", "site", "--format", "sarf"],
        "Error: The value 'sarf' is invalid for '--format <format>'. Did you mean 'sarif'? It is one of text, json, sarif, "
          + "junit, github, markdown, html.\n  See 'autotag audit --help' for more information.\n"
      ),
      (
        ["audit", "site", "--fail-on", "eror"],
        "Did you mean 'error'? It is one of error, warning, info, never.\n"
      ),
      (
        ["rewrite", "site", "-n", "--redirects", "mendd"],
        "Did you mean 'mend'? It is one of tag, inline, auto, "
      ),
      (["conversions", "x.csv", "--date-order", "zzz"], "<date-order>'. It is one of mdy, dmy, ymd.\n  See"),
      (["rewrite", "sitee", "-n"], "the site sitee is not there: did you mean site?\n"),
      (["audit", "./sitee/"], "the site ./sitee/ is not there: did you mean site?\n"),
      (["resolve", "/x", "--site", "Site"], "the site Site is not there: did you mean site?\n"),
      (["rewrite", "site/indx.html", "-n"], "site/indx.html is not there: did you mean site/index.html?\n"),
      (["rewrite", "site", "site2"], "a copy of site in site2 is --output site2"),
      (["audit", "site", "--format", "csv"], "ask for it with --inventory csv"),
      (["rewrite", "site", "--dry"], "Unknown option '--dry'. For that there is '--dry-run'.\n"),
      (["rewrite", "site", "-i"], "Unknown option '-i'. For that there is '--in-place'.\n"),
      (["audit", "site", "-f", "json"], "Unknown option '-f'. For that there is '--format NAME'.\n"),
      (["rewrite", "site", "--watch"], "There is none: run autotag again behind each build, as in"),
      (["audit", "-w", "site"], "There is none: run autotag again behind each build, as in"),
      (["watch", "site"], "autotag waits for nothing: run it behind each build"),
      (["untag", "site"], "Did you mean 'autotag rewrite --untag site'?"),
      (["diff", "site"], "Did you mean 'autotag rewrite --diff site'?"),
      (["help", "untag"], "Did you mean 'autotag help rewrite'?"),
      (["rewrite", "site", "--report", "x"], "For that there is 'autotag audit --report FILE'.\n"),
      (["scan", "site", "--out", "x"], "Unknown option '--out'. For that there is '--output FILE'.\n"),
      (["scan", "site", "--out=x"], "Unknown option '--out'. For that there is '--output FILE'.\n"),
      (["merge", "site", "--dest", "x"], "Unknown option '--dest'. For that there is '--output FILE'.\n"),
      (["merge", "site"], "Error: Missing expected argument '--output <file>'\n"),
      (["scan", "--site", "site"], "The site is an argument: autotag scan site.\n"),
      (["scan", "--output", "x", "--site", "site"], "The site is an argument: autotag scan site.\n"),
      (["resolve", "/x", "--dir", "site"], "For that there is '--site DIR'.\n"),
      (["init", "--site", "site"], "another is put into autotag.yml, as “site: public”.\n"),
      (["conversions", "x.csv", "--time-zone", "UTC"], "For that there is '--timezone ZONE'.\n"),
      (["conversions", "x.csv", "--tz=UTC"], "For that there is '--timezone ZONE'.\n"),
      (["audit", "site", "--color=on"], "For that there is '--color always'. It is one of auto, "),
      (["resolve", "/x", "--color", "off"], "For that there is '--color never'. It is one of auto, "),
      (
        ["audit", "site", "--report", "no/x.html"],
        "cannot write no/x.html: the folder no is not there: make it first\n"
      ),
      (["audit", "site", "--write-baseline", "no/x"], "the folder no is not there: make it first\n"),
    ])
  func hint(arguments: [String], message: String) throws {
    let folder = try CommandLineTests.site()
    let output = try Oracle.run(Product.autotag, arguments, in: folder.url)
    #expect(output.status == 2)
    #expect(output.standardOutput.isEmpty)
    #expect(output.standardError.hasPrefix("Error: "))
    #expect(output.standardError.contains(message), "\(output.standardError)")
    #expect(try folder.text("site/index.html") == CommandLineTests.page)
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.url.path) == ["site"])
  }
}

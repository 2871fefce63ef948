// What a user could write with htmlparser2: SITE OUT. The parser tells where a tag stands, the bytes are spliced.
const fs = require("fs");
const path = require("path");
const { Parser } = require("htmlparser2");

const host = /^(https?:)?\/\/click\.linksynergy\.com(\/|\?|$)/i;

function rewrite(page) {
  const edits = [];
  const parser = new Parser({
    onopentag(name, attributes) {
      const href = attributes.href;
      if (name !== "a" || !href || href.includes("u1=") || !(host.test(href) || href.startsWith("/go/"))) return;
      const tag = page.slice(parser.startIndex, parser.endIndex + 1);
      const match = /\shref\s*=\s*("[^"]*"|'[^']*'|[^\s>]+)/i.exec(tag);
      if (!match) return;
      const quoted = /^["']/.test(match[1]);
      const start = parser.startIndex + match.index + match[0].length - match[1].length + (quoted ? 1 : 0);
      const value = quoted ? match[1].slice(1, -1) : match[1];
      const hash = value.indexOf("#");
      const end = start + (hash < 0 ? value.length : hash);
      const separator = value.includes("&amp;") ? "&amp;" : value.includes("?") ? "&" : "?";
      edits.push([end, separator + "u1=--CLICK-ID--"]);
    },
  }, { decodeEntities: false });
  parser.end(page);
  let result = "";
  let position = 0;
  for (const [place, text] of edits) {
    result += page.slice(position, place) + text;
    position = place;
  }
  return result + page.slice(position);
}

function walk(from, to) {
  fs.mkdirSync(to, { recursive: true });
  for (const entry of fs.readdirSync(from, { withFileTypes: true })) {
    const source = path.join(from, entry.name);
    const target = path.join(to, entry.name);
    if (entry.isDirectory()) walk(source, target);
    else fs.writeFileSync(target, rewrite(fs.readFileSync(source, "latin1")), "latin1");
  }
}

walk(process.argv[2], process.argv[3]);

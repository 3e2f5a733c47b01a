// Texts that Mozilla's readability finds in DIR/ID.html, and its speed with jsdom.
//
// usage: node readability.mjs DIR >THEIRS.json
//
// Pages are read as UTF-8, whatever they say: jsdom guesses wrong where they say nothing.
// The speed is of CPU time (user and system, of all threads of the process) over the second of
// two rounds, when the code is compiled.
import fs from "node:fs";
import path from "node:path";
import { createRequire } from "node:module";

const require = createRequire(path.resolve(process.env.NODE_MODULES_OF ?? ".", "package.json"));
const { JSDOM, VirtualConsole } = require("jsdom");
const { Readability } = require("@mozilla/readability");

const dir = process.argv[2];
const names = fs.readdirSync(dir).filter((name) => name.endsWith(".html"));
const pages = names.map((name) => ({ id: name.slice(0, -5), bytes: fs.readFileSync(path.join(dir, name)) }));
const quiet = new VirtualConsole(); // broken style sheets are not worth a word

// Text with an end of line where a block ends: textContent joins the words of two paragraphs.
function text(html) {
  const spaced = html.replace(/<(\/?(p|div|li|h[1-6]|td|th|tr|blockquote|pre|section)|br)\b/gi, "\n<$1");
  return new JSDOM(spaced, { virtualConsole: quiet }).window.document.body.textContent;
}

function extract(page) {
  const dom = new JSDOM(page.bytes.toString("utf8"), { virtualConsole: quiet });
  return new Readability(dom.window.document).parse()?.content ?? "";
}

const contents = pages.map(extract);
const before = process.cpuUsage();
pages.forEach(extract);
const used = process.cpuUsage(before);
const bytes = pages.reduce((sum, page) => sum + page.bytes.length, 0);
const texts = Object.fromEntries(pages.map((page, i) => [page.id, text(contents[i])]));
process.stdout.write(JSON.stringify({ texts, mb_per_s: bytes / (used.user + used.system) }));

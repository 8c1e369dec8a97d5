// Holds the engine of JavaScript to the answers of the core.
//
//     node core/tests/vectors/ecmascript.mjs core/tests/vectors/patterns.json [CASES.jsonl]
//
// The first file has the vectors. The second one, which `core/tests/patterns.rs` writes, has random
// patterns with the answers of the core, one pattern a line.

import { createReadStream, readFileSync } from "node:fs";
import { setFlagsFromString } from "node:v8";

// The V8 of Node 20 takes `[^ ]` for `[ ]` under `v` where it writes a repetition out, as in
// `(?:[^ ]a)+`; that of Node 22 does not. Without optimisation, both do what the standard says.
setFlagsFromString("--no-regexp-optimization");

const FLAGS = ["u", "v"];
const counts = { patterns: 0, answers: 0, typed: 0, failures: 0 };

/** The lines of a file; U+2028, which values have, ends none. */
async function* lines(path) {
  let rest = "";
  for await (const chunk of createReadStream(path, "utf8")) {
    const parts = (rest + chunk).split("\n");
    rest = parts.pop();
    yield* parts;
  }
  if (rest !== "") throw new Error(`${path}: the last line has no end`);
}

function fail(message) {
  counts.failures += 1;
  if (counts.failures <= 20) console.error(message);
}

function compile(source, flag) {
  try {
    return new RegExp(source, flag);
  } catch {
    return null;
  }
}

/** Whether the engine answers as the core did, for each of the values. */
function compare(what, regex, values, answers) {
  values.forEach((value, place) => {
    counts.answers += 1;
    if (regex.test(value) !== answers[place]) {
      fail(`${what}: ${regex} answers ${!answers[place]} for ${JSON.stringify(value)}`);
    }
  });
}

function check({ pattern, ecmascript, values, answers }) {
  counts.patterns += 1;
  for (const flag of FLAGS) {
    const exported = compile(ecmascript, flag);
    if (exported === null) fail(`${pattern}: ${ecmascript} does not compile with ${flag}`);
    else compare(pattern, exported, values, answers);

    // What somebody typed may lack backslashes that an engine asks for. Where the engine takes it
    // all the same, it has to mean the same.
    const typed = compile(`^(?:${pattern})$`, flag);
    if (typed !== null) {
      counts.typed += 1;
      compare(`${pattern} as typed`, typed, values, answers);
    }
  }
}

function report(name) {
  const { patterns, answers, typed } = counts;
  console.log(
    `${name}: ${patterns} patterns, with u and v; ${answers} answers compared; ` +
      `${typed} of ${patterns * FLAGS.length} compile as typed`,
  );
  if (patterns === 0) fail(`${name}: there is no pattern in it`);
  Object.assign(counts, { patterns: 0, answers: 0, typed: 0 });
}

const [vectors, random] = process.argv.slice(2);
const { kind, cases } = JSON.parse(readFileSync(vectors, "utf8"));
if (kind !== "patterns") throw new Error(`the kind \`${kind}\` has no runner`);
for (const { pattern, ecmascript, matches, differs } of cases) {
  if (ecmascript === undefined) continue;
  const answers = [...matches.map(() => true), ...differs.map(() => false)];
  check({ pattern, ecmascript, values: [...matches, ...differs], answers });
}
report(vectors);

if (random !== undefined) {
  for await (const line of lines(random)) {
    const [pattern, ecmascript, values, answers] = JSON.parse(line);
    check({ pattern, ecmascript, values, answers: [...answers].map((answer) => answer === "1") });
  }
  report(random);
}

if (counts.failures > 0) {
  console.error(`${counts.failures} failures`);
  process.exit(1);
}

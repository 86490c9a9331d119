// Answers questions, one JSON object a line, until standard input ends: {"value":...}, or {"refused":"..."} where the
// package refused.
import { createRequire } from "node:module";
import { createInterface } from "node:readline";
import { pathToFileURL } from "node:url";
import { webcrypto } from "node:crypto";

// Node 18 has these two, but under no global name.
globalThis.crypto ??= webcrypto;
globalThis.CryptoKey ??= webcrypto.CryptoKey;

export const require = createRequire(pathToFileURL(process.argv[2] + "/"));
export const load = (name) => import(pathToFileURL(require.resolve(name)));

// An error of the program's own is no refusal: those have none of these names.
const ours = new Set(["TypeError", "ReferenceError", "SyntaxError", "RangeError"]);

// What a WWW-Authenticate field asks for.
function challenge(error) {
  return Array.isArray(error.cause) && error.cause.map(({ scheme }) => scheme).join(" ");
}

export async function serve(questions) {
  for await (const line of createInterface({ input: process.stdin })) {
    const question = JSON.parse(line);
    let answer;
    try {
      answer = { value: (await questions[question.do](question)) ?? null };
    } catch (error) {
      answer = ours.has(error?.name) && !error.code
        ? { failed: String(error.stack) }
        : { refused: [error.error, error.status, challenge(error), error.code, error.message].filter(Boolean).join(" ") };
    }
    process.stdout.write(JSON.stringify(answer) + "\n");
  }
  process.exit(0);
}

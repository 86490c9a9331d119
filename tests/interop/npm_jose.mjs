// Answers questions about keys and tokens with the npm package jose: one JSON object a line in, one a line out, until
// standard input ends. An answer is {"value":...} or, where the package refuses, {"refused":"code: message"}.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { createInterface } from "node:readline";
import { pathToFileURL } from "node:url";
import { webcrypto } from "node:crypto";
import { Duplex } from "node:stream";
import { createDeflateRaw, createInflateRaw } from "node:zlib";

// Node 18 has these two, but under no global name.
globalThis.crypto ??= webcrypto;
globalThis.CryptoKey ??= webcrypto.CryptoKey;

// And it has the format "deflate-raw" in zlib alone; the package compresses with nothing else.
try {
  new CompressionStream("deflate-raw");
} catch {
  globalThis.CompressionStream = function () { return Duplex.toWeb(createDeflateRaw()); };
  globalThis.DecompressionStream = function () { return Duplex.toWeb(createInflateRaw()); };
}

const require = createRequire(pathToFileURL(process.argv[2] + "/"));
const jose = await import(pathToFileURL(require.resolve("jose")));

const publicMembers = { RSA: ["kty", "n", "e"], EC: ["kty", "crv", "x", "y"], OKP: ["kty", "crv", "x"],
  oct: ["kty", "k"] };

function publicHalf(jwk) {
  return Object.fromEntries(publicMembers[jwk.kty].map((name) => [name, jwk[name]]));
}

const imported = new Map();

async function importKey(jwk, alg) {
  const name = JSON.stringify([jwk, alg]);
  if (!imported.has(name)) imported.set(name, await jose.importJWK(jwk, alg, { extractable: true }));
  return imported.get(name);
}

async function exportWithAlg(key, alg) {
  return { ...(await jose.exportJWK(key)), alg };
}

async function verifyToken(token, key, alg, audience) {
  const options = { algorithms: [alg], audience, typ: "JWT", requiredClaims: ["exp", "iat"] };
  return (await jose.jwtVerify(token, key, options)).payload;
}

async function signOne(bytes, { jwk, protected: protectedHeader, header }) {
  const signer = new jose.FlattenedSign(bytes).setProtectedHeader(protectedHeader);
  if (header) signer.setUnprotectedHeader(header);
  return signer.sign(await importKey(jwk, jwk.alg));
}

async function signGeneral(bytes, signers) {
  const whole = new jose.GeneralSign(bytes);
  for (const { jwk, protected: protectedHeader } of signers) {
    whole.addSignature(await importKey(jwk, jwk.alg)).setProtectedHeader(protectedHeader);
  }
  return whole.sign();
}

const questions = {
  async generate({ alg, crv, use = "sig" }) {
    const options = { extractable: true, modulusLength: 2048, ...(crv && { crv }) };
    const key = /^(HS|A[0-9])/.test(alg)
      ? await jose.generateSecret(alg, options)
      : (await jose.generateKeyPair(alg, options)).privateKey;
    const jwk = await exportWithAlg(key, alg);
    return { ...jwk, use, kid: await jose.calculateJwkThumbprint(jwk) };
  },
  async public_jwk({ jwk, alg }) {
    return { ...(await exportWithAlg(await importKey(publicHalf(jwk), alg), alg)), ...(jwk.kid && { kid: jwk.kid }) };
  },
  async sign({ jwk, alg, claims }) {
    const header = { alg, typ: "JWT", ...(jwk.kid && { kid: jwk.kid }) };
    return new jose.SignJWT(claims).setProtectedHeader(header).sign(await importKey(jwk, alg));
  },
  async verify({ jwk, alg, token, audience }) {
    return verifyToken(token, await importKey(publicHalf(jwk), alg), alg, audience);
  },
  async verify_by_set({ jwks, alg, token, audience }) {
    return verifyToken(token, jose.createLocalJWKSet(jwks), alg, audience);
  },
  async sign_form({ form, signers, payload }) {
    const bytes = Buffer.from(payload, "base64url");
    const jws = form.serialization === "general" ? await signGeneral(bytes, signers) : await signOne(bytes, signers[0]);
    if (form.detached) delete jws.payload;
    else if (form.unencoded) jws.payload = bytes.toString();
    return form.serialization === "compact"
      ? `${jws.protected}.${jws.payload ?? ""}.${jws.signature}`
      : JSON.stringify(jws);
  },
  async verify_form({ form, jwk, text, payload }) {
    const bytes = payload === null ? null : Buffer.from(payload, "base64url");
    let jws = form.serialization === "compact" ? text : JSON.parse(text);
    if (bytes && form.serialization === "compact") {
      const [protectedHeader, , signature] = text.split(".");
      jws = { protected: protectedHeader, payload: "", signature };
    }
    if (bytes) jws.payload = form.unencoded ? bytes : payload;
    const verify = typeof jws === "string" ? jose.compactVerify
      : form.serialization === "general" ? jose.generalVerify : jose.flattenedVerify;
    const found = await verify(jws, await importKey(publicHalf(jwk), jwk.alg), { algorithms: [jwk.alg] });
    return Buffer.from(found.payload).toString("base64url");
  },
  async encrypt({ form, recipients, enc, text, header: { apu, apv, ...more }, aad }) {
    const bytes = Buffer.from(text, "base64url");
    if (form === "general") {
      const whole = new jose.GeneralEncrypt(bytes).setProtectedHeader({ enc, ...more });
      if (aad) whole.setAdditionalAuthenticatedData(Buffer.from(aad, "base64url"));
      for (const { jwk, alg } of recipients) {
        whole.addRecipient(await importKey(publicHalf(jwk), alg)).setUnprotectedHeader({ alg, kid: jwk.kid });
      }
      return JSON.stringify(await whole.encrypt());
    }
    const [{ jwk, alg }] = recipients;
    const made = form === "compact" ? new jose.CompactEncrypt(bytes) : new jose.FlattenedEncrypt(bytes);
    made.setProtectedHeader({ alg, enc, kid: jwk.kid, ...more });
    if (apu) {
      made.setKeyManagementParameters({ apu: Buffer.from(apu, "base64url"), apv: Buffer.from(apv, "base64url") });
    }
    if (aad) made.setAdditionalAuthenticatedData(Buffer.from(aad, "base64url"));
    const token = await made.encrypt(await importKey(publicHalf(jwk), alg));
    return form === "compact" ? token : JSON.stringify(token);
  },
  async decrypt({ form, jwk, alg, token }) {
    const decrypt = { compact: jose.compactDecrypt, flattened: jose.flattenedDecrypt,
      general: jose.generalDecrypt }[form];
    const { alg: _, use: __, ...bare } = jwk;
    const found = await decrypt(form === "compact" ? token : JSON.parse(token), await importKey(bare, alg),
      { keyManagementAlgorithms: [alg] });
    return Buffer.from(found.plaintext).toString("base64url");
  },
  async thumbprint({ jwk }) {
    return jose.calculateJwkThumbprint(jwk);
  },
  async to_pem({ jwk, alg, private: isPrivate }) {
    return isPrivate
      ? jose.exportPKCS8(await importKey(jwk, alg))
      : jose.exportSPKI(await importKey(publicHalf(jwk), alg));
  },
  async from_pem({ pem, alg }) {
    const read = pem.includes("PRIVATE KEY") ? jose.importPKCS8 : jose.importSPKI;
    return exportWithAlg(await read(pem, alg, { extractable: true }), alg);
  },
  async version() {
    return JSON.parse(readFileSync(process.argv[2] + "/node_modules/jose/package.json", "utf8")).version;
  },
};

async function answer(line) {
  const question = JSON.parse(line);
  try {
    return { value: await questions[question.do](question) };
  } catch (error) {
    if (!(error instanceof jose.errors.JOSEError)) return { failed: String(error?.stack ?? error) };
    return { refused: `${error.code}: ${error.message}` };
  }
}

for await (const line of createInterface({ input: process.stdin })) {
  process.stdout.write(JSON.stringify(await answer(line)) + "\n");
}

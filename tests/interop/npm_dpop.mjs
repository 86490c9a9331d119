// Makes and verifies DPoP proofs with the npm packages dpop and oauth4webapi: one JSON object a line in, one a line out,
// until standard input ends. An answer is {"value":...} or, where a package refuses, {"refused":"code: message"}.
import { createRequire } from "node:module";
import { createInterface } from "node:readline";
import { pathToFileURL } from "node:url";
import { webcrypto } from "node:crypto";

// Node 18 has these two, but under no global name.
globalThis.crypto ??= webcrypto;
globalThis.CryptoKey ??= webcrypto.CryptoKey;

const require = createRequire(pathToFileURL(process.argv[2] + "/"));
const dpop = await import(pathToFileURL(process.argv[2] + "/node_modules/dpop/build/index.js"));
const oauth = await import(pathToFileURL(require.resolve("oauth4webapi")));

const rsa = { PS: "RSA-PSS", RS: "RSASSA-PKCS1-v1_5" };

function algorithmOf({ alg, crv }) {
  if (alg.startsWith("ES")) return { name: "ECDSA", namedCurve: crv };
  if (alg in { Ed25519: 1, EdDSA: 1 }) return { name: "Ed25519" };
  return { name: rsa[alg.slice(0, 2)], hash: `SHA-${alg.slice(2)}` };
}

async function pairOf(jwk) {
  const { alg, use, kid, key_ops, ...bare } = jwk;
  const { d, p, q, dp, dq, qi, ...half } = bare;
  const importKey = (key, usage) => crypto.subtle.importKey("jwk", key, algorithmOf(jwk), true, [usage]);
  return { privateKey: await importKey(bare, "sign"), publicKey: await importKey(half, "verify") };
}

const questions = {
  // The package dpop: what it is given is what stands in the proof.
  async prove({ jwk, method, url, nonce, token }) {
    return dpop.generateProof(await pairOf(jwk), url, method, nonce ?? undefined, token ?? undefined);
  },
  // A client of oauth4webapi: two requests, and the server gives a nonce with the first response. Returns both proofs.
  async request({ jwk, method, url, nonce, token }) {
    const proofs = [];
    const handle = oauth.DPoP({ client_id: "c" }, await pairOf(jwk));
    const customFetch = async (_, { headers }) => {
      proofs.push(headers.dpop);
      return new Response("{}", { headers: { "dpop-nonce": nonce } });
    };
    for (let i = 0; i < 2; ++i) {
      const options = { DPoP: handle, [oauth.customFetch]: customFetch };
      await oauth.protectedResourceRequest(token, method, new URL(url), undefined, undefined, options);
    }
    return proofs;
  },
  // A resource server of oauth4webapi, which has the keys of the issuer of the access token.
  async verify({ proof, method, url, token, issuer, audience, jwks, skew }) {
    const server = { issuer, jwks_uri: `${issuer}/jwks` };
    const headers = { authorization: `DPoP ${token}`, dpop: proof };
    const answer = new Response(JSON.stringify(jwks), { headers: { "content-type": "application/json" } });
    const claims = await oauth.validateJwtAccessToken(server, new Request(url, { method, headers }), audience, {
      [oauth.customFetch]: async () => answer,
      [oauth.clockSkew]: skew ?? 0,
      [oauth.clockTolerance]: Math.abs(skew ?? 0) + 30,
    });
    return claims.cnf.jkt;
  },
};

async function answer(line) {
  const question = JSON.parse(line);
  try {
    return { value: await questions[question.do](question) };
  } catch (error) {
    const known = error instanceof oauth.OperationProcessingError || error instanceof oauth.UnsupportedOperationError;
    if (!known) return { failed: String(error?.stack ?? error) };
    return { refused: `${error.code}: ${error.message}` };
  }
}

for await (const line of createInterface({ input: process.stdin })) {
  process.stdout.write(JSON.stringify(await answer(line)) + "\n");
}

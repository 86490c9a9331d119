// ML-DSA with npm jose: its keys and tokens read by us, ours by it. Run by node of build/newer, whose first argument is
// the object that is our side.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const [modules, ours] = process.argv.slice(2);
const jose = await import(createRequire(join(modules, 'x.js')).resolve('jose'));
const payload = '{"sub":"user-42"}';
const folder = mkdtempSync(join(tmpdir(), 'signet-newer-'));
const files = { SIGNET_OURS: join(folder, 'ours.json'), SIGNET_THEIRS: join(folder, 'theirs.json') };

async function tokenOfTheirs(alg) {
  const pair = await jose.generateKeyPair(alg, { extractable: true });
  const jwk = { ...(await jose.exportJWK(pair.privateKey)), alg };
  const token = await new jose.CompactSign(new TextEncoder().encode(payload)).setProtectedHeader({ alg })
    .sign(pair.privateKey);
  return { token, private: jwk, thumbprint: await jose.calculateJwkThumbprint(jwk) };
}

async function refuses(token, key) {
  return jose.compactVerify(token, key).then(() => false, (error) => error.code === 'ERR_JWS_SIGNATURE_VERIFICATION_FAILED');
}

async function holds(item) {
  const key = await jose.importJWK(item.public);
  const verified = await jose.compactVerify(item.token, key);
  const parts = item.token.split('.');
  const changed = [parts[0], Buffer.from('{"sub":"user-43"}').toString('base64url'), parts[2]].join('.');
  const again = await new jose.CompactSign(new TextEncoder().encode(payload)).setProtectedHeader({ alg: item.public.alg })
    .sign(await jose.importJWK(item.private));
  return new TextDecoder().decode(verified.payload) === payload && (await refuses(changed, key)) &&
    (await jose.calculateJwkThumbprint(item.public)) === item.public.kid && !(await refuses(again, key));
}

try {
  const theirs = await Promise.all(['ML-DSA-44', 'ML-DSA-65', 'ML-DSA-87'].map(tokenOfTheirs));
  writeFileSync(files.SIGNET_THEIRS, JSON.stringify(theirs));
  const run = spawnSync(process.execPath, ['-e', 'process.dlopen({ exports: {} }, process.argv[1])', ours],
    { env: { ...process.env, ...files }, stdio: 'inherit' });
  if (run.status !== 0) throw new Error(`our side ended with ${run.status}`);
  const made = JSON.parse(readFileSync(files.SIGNET_OURS, 'utf8'));
  const results = await Promise.all(made.map(holds));
  console.log(`of ours ${results.length}, wrong ${results.filter((result) => !result).length}`);
  if (results.length !== 3 || results.includes(false)) process.exitCode = 1;
} finally {
  rmSync(folder, { recursive: true });
}

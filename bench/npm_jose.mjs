// npm jose as a peer of signet_bench: reads {"alg","key","token","payload"} and then lines "decrypt N" or "encrypt N",
// and answers each with the nanoseconds of processor time that N operations took, or with "no".
import { createInterface } from 'node:readline'
import { createRequire } from 'node:module'
import { pathToFileURL } from 'node:url'

const folder = process.argv[2]
const path = createRequire(folder + '/').resolve('jose')
const jose = await import(pathToFileURL(path))
const lines = createInterface({ input: process.stdin })[Symbol.asyncIterator]()
const material = JSON.parse((await lines.next()).value)
const key = await jose.importJWK(material.private, material.alg === 'dir' ? 'dir' : material.alg)
const to = await jose.importJWK(material.public, material.alg === 'dir' ? 'dir' : material.alg)
const payload = new TextEncoder().encode(material.payload)
const options = { keyManagementAlgorithms: [material.alg], contentEncryptionAlgorithms: ['A256GCM'] }
const jobs = {
  decrypt: async () => (await jose.compactDecrypt(material.token, key, options)).plaintext.length === payload.length,
  encrypt: async () => (await new jose.CompactEncrypt(payload)
    .setProtectedHeader({ alg: material.alg, enc: 'A256GCM' }).encrypt(to)).length > payload.length
}
for await (const line of lines) {
  const [what, count] = line.split(' ')
  const begin = process.cpuUsage()
  let good = true
  try {
    for (let i = 0; i < Number(count); i++) good = await jobs[what]() && good
  } catch { good = false }
  const took = process.cpuUsage(begin)
  process.stdout.write(good ? `${(took.user + took.system) * 1000}\n` : 'no\n')
}

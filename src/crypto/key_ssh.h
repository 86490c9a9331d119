// Keys as OpenSSH writes them: public lines, RFC 4716 files, and openssh-key-v1.
#pragma once

#include <string>
#include <string_view>

#include "crypto/key_material.h"
#include "crypto/ssh_wire.h"
#include "signet/bytes.h"
#include "signet/result.h"

namespace signet::crypto {

// Reading. Types: ssh-rsa, ecdsa-sha2-nistp256, -384 and -521, ssh-ed25519; points uncompressed, as OpenSSH has them.
// Comments say nothing and are dropped. Errors: malformed_pem(ssh), key_unsupported(algorithm), and as KeyMaterial.

/// A public key in the form that is inside of all the others (RFC 4253 section 6.6).
Result<KeyMaterial::Ptr> read_ssh_blob(ByteView blob);

/// Whether a text begins with the name of a key type of SSH and a blank.
bool is_ssh_line(std::string_view text) noexcept;
/// "ssh-ed25519 AAAA... comment": one line, as in a .pub file. Errors: also malformed_pem(body|keys).
Result<KeyMaterial::Ptr> read_ssh_line(std::string_view text);

/// Whether a text begins like a file of RFC 4716: four dashes, a blank and BEGIN.
bool is_ssh2_text(std::string_view text) noexcept;
/// "---- BEGIN SSH2 PUBLIC KEY ----", as `ssh-keygen -e` writes it. Errors: also malformed_pem(end|headers|body),
/// key_unsupported(label).
Result<KeyMaterial::Ptr> read_ssh2_text(std::string_view text);

/// The content of an OPENSSH PRIVATE KEY block (openssh-key-v1, PROTOCOL.key of OpenSSH) that is not encrypted and
/// holds one key whose halves agree. Errors: also key_unsupported(bcrypt) for an encrypted one, malformed_pem(keys),
/// key_mismatch(MEMBER).
Result<KeyMaterial::Ptr> read_openssh_private(ByteView octets);

// Writing. Errors: key_unsupported(openssh) for a type that SSH does not have, symmetric_key(kty).

Result<Bytes> write_ssh_blob(const KeyMaterial& key);
/// One line without a comment, with its line end.
Result<std::string> write_ssh_line(const KeyMaterial& key);

namespace ssh {

/// The public members of an RSA key or of a point, as they stand behind the type's name in a blob.
struct PublicMembers {
  ByteView n, e;   // RSA
  ByteView point;  // others
};
/// Nothing when the octets do not have the form.
std::optional<PublicMembers> read_blob_members(Reader& reader, const KeyTypeRow& row) noexcept;

}  // namespace ssh
}  // namespace signet::crypto

// Keys of OpenSSH: what is read is written again, octet for octet where there is one spelling.
// A first octet of 0 means the content of an OPENSSH PRIVATE KEY, 1 a blob; everything else is text.
#include "crypto/key_ssh.h"
#include "crypto/octet_hygiene.h"
#include "crypto/x509.h"

#include "fuzz.h"

namespace {

using namespace signet;
using crypto::KeyMaterial;

void check_key(const KeyMaterial& key) {
  const auto line = crypto::write_ssh_line(key);
  FUZZ_CHECK(line && crypto::is_ssh_line(*line) && crypto::is_key_text(as_bytes(*line)));
  const auto again = crypto::read_ssh_line(*line);
  FUZZ_CHECK(again && !(*again)->is_private() && crypto::same_public_key(**again, key));
}

void check_blob(ByteView blob) {
  const auto key = crypto::read_ssh_blob(blob);
  if (!key) return;
  check_key(**key);
  const auto written = crypto::write_ssh_blob(**key);
  FUZZ_CHECK(written && std::ranges::equal(*written, blob));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const bool binary = data[0] <= 1;
  const fuzz::Exact input(binary ? data + 1 : data, binary ? size - 1 : size);
  const ByteView octets = as_bytes(input.view());
  if (data[0] == 0) {
    if (const auto key = crypto::read_openssh_private(octets)) {
      FUZZ_CHECK((*key)->is_private());
      check_key(**key);
    }
  } else if (data[0] == 1) {
    check_blob(octets);
  } else if (crypto::is_ssh2_text(input.view())) {
    FUZZ_CHECK(!crypto::is_ssh_line(input.view()));
    if (const auto key = crypto::read_ssh2_text(input.view())) check_key(**key);
  } else if (const auto key = crypto::read_ssh_line(input.view())) {
    FUZZ_CHECK(crypto::is_ssh_line(input.view()));
    check_key(**key);
  }
  return 0;
}

// detached sign KEY.jwk FILE > FILE.jws
// detached verify KEYS.jwks FILE.jws FILE
// A signature beside a file of any size, which is read piece by piece.
#include <array>
#include <fstream>
#include <iostream>
#include <iterator>

#include "signet/jwk_set.h"
#include "signet/jws_stream.h"
#include "signet/key.h"

namespace {

using signet::Result;

std::string text_of(const char* file) {
  std::ifstream in(file, std::ios::binary);
  std::string text{std::istreambuf_iterator<char>(in), {}};
  if (text.ends_with('\n')) text.pop_back();
  return text;
}

/// The next piece of the file, empty at its end.
signet::ByteView next_piece(std::istream& in, std::span<char> buffer) {
  in.read(buffer.data(), static_cast<std::streamsize>(buffer.size()));
  return signet::as_bytes({buffer.data(), static_cast<std::size_t>(in.gcount())});
}

// [sign]
Result<std::string> sign(const signet::Signer& signer, std::istream& payload) {
  auto stream = signet::jws::DetachedSigner::begin_compact(signer, {.unencoded_payload = true});
  if (!stream) return std::unexpected(stream.error());
  std::array<char, 16 << 10> buffer{};
  for (auto piece = next_piece(payload, buffer); !piece.empty(); piece = next_piece(payload, buffer))
    if (auto taken = stream->update(piece); !taken) return std::unexpected(taken.error());
  return stream->finish();
}
// [/sign]

// [verify]
Result<signet::jws::VerifiedSignature> verify(std::string_view token, const signet::JwkSet& keys,
                                              std::istream& payload) {
  constexpr std::string_view kAlgorithms[] = {"ES256"};
  auto stream = signet::jws::DetachedVerifier::begin_compact(token, keys, *signet::AlgorithmSet::of(kAlgorithms));
  if (!stream) return std::unexpected(stream.error());
  std::array<char, 16 << 10> buffer{};
  for (auto piece = next_piece(payload, buffer); !piece.empty(); piece = next_piece(payload, buffer))
    if (auto taken = stream->update_unverified(piece); !taken) return std::unexpected(taken.error());
  return stream->finish();  // only now anything is known about the payload
}
// [/verify]

int refuse(const signet::Error& error) {
  std::cerr << "refused: " << signet::to_string(error) << '\n';
  return 1;
}

int sign_file(const char* key_file, const char* file) {
  const auto key = signet::Key::from_content(signet::as_bytes(text_of(key_file)));
  if (!key) return refuse(key.error());
  const auto signer = key->signer();
  if (!signer) return refuse(signer.error());
  std::ifstream payload(file, std::ios::binary);
  const auto token = sign(**signer, payload);
  if (!token) return refuse(token.error());
  std::cout << *token << '\n';
  return 0;
}

int verify_file(const char* key_set_file, const char* token_file, const char* file) {
  const auto keys = signet::JwkSet::load(key_set_file);
  if (!keys) return refuse(keys.error());
  std::ifstream payload(file, std::ios::binary);
  const auto verified = verify(text_of(token_file), *keys, payload);
  if (!verified) return refuse(verified.error());
  std::cout << "signed with " << verified->algorithm() << '\n';
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  const std::string_view verb = argc > 1 ? argv[1] : "";
  if (verb == "sign" && argc == 4) return sign_file(argv[2], argv[3]);
  if (verb == "verify" && argc == 5) return verify_file(argv[2], argv[3], argv[4]);
  std::cerr << "usage: detached sign KEY.jwk FILE | detached verify KEYS.jwks FILE.jws FILE\n";
  return 2;
}

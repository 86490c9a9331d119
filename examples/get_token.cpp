// get_token ISSUER CLIENT KEY_FILE: gets an access token from this machine or elsewhere, and shows what it is sent
// with.
#include <fstream>
#include <iostream>
#include <iterator>
#include <memory>
#include <string>

#include "now.h"
#include "signet/fetcher.h"
#include "signet/key.h"
#include "signet/token_source.h"

namespace {

int refuse(const signet::Error& error) {
  std::cerr << "refused: " << signet::to_string(error) << '\n';
  return 1;
}

signet::Result<signet::Key> load(const char* path) {
  std::ifstream in(path, std::ios::binary);
  const std::string text{std::istreambuf_iterator<char>(in), {}};
  return signet::Key::from_content(signet::as_bytes(text));
}

// [make]
signet::Result<std::shared_ptr<signet::TokenSource>> make_source(const std::string& issuer, const std::string& client,
                                                                 const signet::Key& key,
                                                                 const std::shared_ptr<signet::Fetcher>& fetcher) {
  auto signer = key.signer();
  if (!signer) return std::unexpected(signer.error());
  return signet::TokenSource::make({.issuer = issuer,
                                    .client_id = client,
                                    .authentication = signet::ClientAuthentication::private_key(*std::move(signer)),
                                    .scopes = {"orders:read"},
                                    .resources = {"https://orders.example"}},
                                   {.http = fetcher, .timers = fetcher});
}
// [/make]

}  // namespace

int main(int argc, char** argv) {
  if (argc != 4) {
    std::cerr << "usage: get_token ISSUER CLIENT KEY_FILE\n";
    return 2;
  }
  const auto fetcher = signet::Fetcher::start({.allow_loopback = true});
  if (!fetcher) return refuse(fetcher.error());
  const auto key = load(argv[3]);
  if (!key) return refuse(key.error());
  const auto source = make_source(argv[1], argv[2], *key, *fetcher);
  if (!source) return refuse(source.error());
  // [get]
  const auto token = (*source)->get(now());
  if (!token) return refuse(token.error());
  std::cout << "Authorization: " << (*token)->authorization() << '\n';
  // [/get]
  return 0;
}

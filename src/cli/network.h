// What commands take from the network: flags, the fetcher, keys, and words for what goes wrong there.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "cli/invocation.h"
#include "cli/keys.h"
#include "signet/fetcher.h"
#include "signet/remote_jwks.h"

namespace signet::cli {

/// How servers are asked.
inline constexpr Flag kNetworkFlags[] = {
    {"--ca-file", "FILE", "trust the authorities of this PEM file, instead of those of the machine"},
    {"--allow-loopback", "", "also ask this machine, and that by http, too: for development"},
};
/// The same for commands that know an issuer.
inline constexpr Flag kRemoteKeyFlags[] = {
    {"--discover", "", "take the keys that the metadata of --issuer name"},
    kNetworkFlags[0],
    kNetworkFlags[1],
};
/// For commands about a set at an issuer, beside the argument URL.
inline constexpr Flag kKeySetPlaceFlags[] = {
    {"--issuer", "ISSUER", "find the set by the metadata of this issuer, instead of URL"},
};

/// Whether an argument is fetched: it begins with https:// or http://.
bool is_url(std::string_view argument) noexcept;

/// The fetcher that the flags describe. Errors: file_unreadable(PATH), internal(fetcher).
Outcome<std::shared_ptr<Fetcher>> start_fetcher(const Invocation& run);

/// The one issuer, where `flag` asks somebody about it for `thing`. Errors: usage(FLAG) unless there is exactly one.
Outcome<std::string> only_issuer(const Invocation& run, std::string_view flag, std::string_view thing);

/// The keys of --jwks URL, or with --discover those of --issuer, asked for once. Errors: usage(--discover) unless there
/// is exactly one issuer, and those of RemoteJwkSet::refresh.
Outcome<TrustedKeys> fetch_trusted_keys(const Invocation& run);

/// The address of a set: the argument URL, or what the metadata of --issuer name. Errors: usage(URL), and those of
/// fetching and of metadata.
Outcome<std::string> key_set_url(const Invocation& run, Fetcher& fetcher);

/// For a token whose key is not among keys of the network: where it was looked for, in one sentence. Empty otherwise.
std::string where_looked(const Error& error, const RemoteJwkSet* remote, std::string_view token);

/// "jwks_uri" of an answer that should be the metadata of this issuer. Errors: response_unusable(status|content_type),
/// and those of the metadata.
Result<std::string> jwks_uri_of(const HttpResponse& answer, std::string_view issuer);

/// The error of an answer, or of having none, said of the address; with a hint for this case.
Failure at_url(Error error, std::string_view url);
/// What to do about it.
std::string network_hint(const Error& error);

}  // namespace signet::cli

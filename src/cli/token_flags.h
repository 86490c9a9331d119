// How a command shows a token server who it is, and where that is.
#pragma once

#include <string>
#include <string_view>

#include "cli/invocation.h"
#include "signet/token_source.h"

namespace signet::cli {

inline constexpr std::string_view kClientMethods[] = {"none", "client_secret_basic", "client_secret_post",
                                                      "client_secret_jwt", "private_key_jwt"};

inline constexpr Flag kTokenServerFlags[] = {
    {"--issuer", "URL", "the token server; its metadata say where tokens are had"},
    {"--token-endpoint", "URL", "where tokens are had, instead of asking the metadata"},
};
inline constexpr Flag kClientFlags[] = {
    {"--client", "ID", "the client_id"},
    {"--secret-file", "FILE", "the client's secret is the first line of FILE; - for standard input"},
    {"--key", "FILE", "the client's private key, in any form, which signs an assertion"},
    {"--alg", "NAME", "the algorithm of the assertion, when the key does not name one; HS256 for a secret"},
    {"--auth", "METHOD",
     "how the client shows who it is: client_secret_basic (for a secret, unless told), client_secret_post, "
     "client_secret_jwt, private_key_jwt (for a key) or none",
     false, kClientMethods},
};

/// The method of --auth, or the one that the secret or the key suggests, with what it needs. Errors: usage(FLAG), and
/// those of reading and of keys.
Outcome<ClientAuthentication> read_client_authentication(Invocation& run);

}  // namespace signet::cli

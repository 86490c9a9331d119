// What a token endpoint is asked: RFC 6749 section 4.4, RFC 7523, RFC 8707, RFC 9396.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "signet/result.h"
#include "signet/seams/http_client.h"
#include "signet/timestamp.h"
#include "signet/token_source.h"

namespace signet::keys {

/// What a request may hold, which a Fetcher sends.
inline constexpr std::size_t kMaxTokenRequest = 64u << 10;

/// A request with fresh assertions and a fresh proof. Errors: limit_exceeded(request), internal(assertion), and those
/// of signers, of MakeAssertion and of Prover::prove.
Result<HttpRequest> make_token_request(const TokenSourceOptions& options, const std::string& endpoint,
                                       const std::optional<std::string>& nonce, Timestamp now);

}  // namespace signet::keys

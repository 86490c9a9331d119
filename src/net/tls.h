// What a listener needs to speak TLS.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "signet/result.h"

namespace signet::net {

enum class ClientTrust : std::uint8_t {
  none,         ///< no certificate is asked for
  authorities,  ///< it leads to a certificate of `client_authorities_file`
  any,          ///< any, also a self-signed one (RFC 8705 section 2.2): whoever reads it must judge it
};

struct TlsOptions {
  std::string certificate_file;  ///< PEM: the server's own certificate first, then those that lead to its root
  std::string key_file;          ///< PEM, not encrypted
  ClientTrust client_trust = ClientTrust::none;
  bool is_client_required = false;           ///< whether a client without a certificate is refused
  std::string client_authorities_file = {};  ///< PEM; for ClientTrust::authorities
};

/// TLS 1.2 and 1.3 with ALPN http/1.1; without renegotiation, tickets, or a cache of sessions. It may be used by many
/// listeners and threads at once.
class TlsContext {
 public:
  /// Errors: file_unreadable(PATH), malformed_pem(PATH), certificate_mismatch(PATH of the key).
  static Result<std::shared_ptr<TlsContext>> load(TlsOptions options);
  TlsContext(const TlsContext&) = delete;
  TlsContext& operator=(const TlsContext&) = delete;
  ~TlsContext();

  /// Reads the files again. Connections that begin from then on use what was read; others go on with what they began
  /// with. With an error, as of load(), everything stays as it was.
  Result<> reload();

  class State;
  const std::shared_ptr<State>& state() const noexcept { return state_; }  ///< for the server

 private:
  explicit TlsContext(std::shared_ptr<State> state) noexcept;
  std::shared_ptr<State> state_;
};

}  // namespace signet::net

// What stands behind a TlsContext. Only the files of TLS include this.
#pragma once

#include <openssl/ssl.h>

#include <memory>
#include <mutex>
#include <utility>

#include "crypto/libcrypto.h"
#include "net/tls.h"

namespace signet::net {

using SslCtxPtr = std::unique_ptr<SSL_CTX, crypto::Deleter<SSL_CTX_free>>;

/// Errors as of TlsContext::load.
Result<SslCtxPtr> make_tls_context(const TlsOptions& options);

class TlsContext::State {
 public:
  State(TlsOptions options, SslCtxPtr context) noexcept : options_(std::move(options)), context_(std::move(context)) {}

  const TlsOptions& options() const noexcept { return options_; }
  /// The context for one more connection; a share of its ownership.
  SslCtxPtr current() const {
    const std::lock_guard lock(mutex_);
    SSL_CTX_up_ref(context_.get());
    return SslCtxPtr(context_.get());
  }
  void replace(SslCtxPtr context) {
    const std::lock_guard lock(mutex_);
    context_.swap(context);
  }

 private:
  const TlsOptions options_;
  mutable std::mutex mutex_;
  SslCtxPtr context_;
};

}  // namespace signet::net

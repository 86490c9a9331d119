#include "net/tls.h"

#include <string_view>

#include "codec/file.h"
#include "net/tls_context.h"
#include "try.h"

namespace signet::net {
namespace {

constexpr std::size_t kMaxFile = 1u << 20;
constexpr int kMaxChain = 10;

using BioPtr = std::unique_ptr<BIO, crypto::Deleter<BIO_free>>;

/// The octets of a file, in libcrypto's form.
struct PemFile {
  Secret content;
  BioPtr bio;
};

Result<PemFile> open_pem(const std::string& path) {
  SIGNET_TRY(Secret content, codec::read_file(path, kMaxFile));
  const ByteView octets = content.expose();
  BioPtr bio(BIO_new_mem_buf(octets.data(), static_cast<int>(octets.size())));
  if (!bio) return fail(Errc::internal, path);
  return PemFile{std::move(content), std::move(bio)};
}

/// No passphrase is asked for at a terminal.
int no_passphrase(char*, int, int, void*) {
  return -1;
}

crypto::X509Ptr next_certificate(BIO* bio) {
  return crypto::X509Ptr(PEM_read_bio_X509(bio, nullptr, no_passphrase, nullptr));
}

Result<> use_chain(SSL_CTX* context, const std::string& path) {
  SIGNET_TRY(const PemFile file, open_pem(path));
  const crypto::X509Ptr own = next_certificate(file.bio.get());
  if (!own || SSL_CTX_use_certificate(context, own.get()) != 1) return fail(Errc::malformed_pem, path);
  for (crypto::X509Ptr above = next_certificate(file.bio.get()); above; above = next_certificate(file.bio.get()))
    if (SSL_CTX_add1_chain_cert(context, above.get()) != 1) return fail(Errc::malformed_pem, path);
  return {};
}

Result<> use_key(SSL_CTX* context, const std::string& path) {
  SIGNET_TRY(const PemFile file, open_pem(path));
  const crypto::PkeyPtr key(PEM_read_bio_PrivateKey(file.bio.get(), nullptr, no_passphrase, nullptr));
  if (!key) return fail(Errc::malformed_pem, path);
  if (SSL_CTX_use_PrivateKey(context, key.get()) != 1 || SSL_CTX_check_private_key(context) != 1)
    return fail(Errc::certificate_mismatch, path);
  return {};
}

Result<> use_authorities(SSL_CTX* context, const std::string& path) {
  SIGNET_TRY(const PemFile file, open_pem(path));
  X509_STORE* store = SSL_CTX_get_cert_store(context);
  std::size_t count = 0;
  for (crypto::X509Ptr one = next_certificate(file.bio.get()); one; one = next_certificate(file.bio.get()), ++count)
    // The second call tells clients whose certificates are taken.
    if (X509_STORE_add_cert(store, one.get()) != 1 || SSL_CTX_add_client_CA(context, one.get()) != 1)
      return fail(Errc::malformed_pem, path);
  if (count == 0) return fail(Errc::malformed_pem, path);
  return {};
}

/// Takes any certificate: that the client holds its key is shown by the handshake, and whose it is must be judged
/// above.
int take_any(int, X509_STORE_CTX*) {
  return 1;
}

Result<> ask_for_client(SSL_CTX* context, const TlsOptions& options) {
  if (options.client_trust == ClientTrust::none) return {};
  if (options.client_trust == ClientTrust::authorities)
    SIGNET_CHECK(use_authorities(context, options.client_authorities_file));
  const int mode = SSL_VERIFY_PEER | (options.is_client_required ? SSL_VERIFY_FAIL_IF_NO_PEER_CERT : 0);
  SSL_CTX_set_verify(context, mode, options.client_trust == ClientTrust::any ? take_any : nullptr);
  SSL_CTX_set_verify_depth(context, kMaxChain);
  return {};
}

//= rfc7301#3.2 a server that has none of the client's protocols answers with the alert no_application_protocol
int choose_protocol(SSL*, const unsigned char** chosen, unsigned char* size, const unsigned char* offered,
                    unsigned count, void*) {
  static constexpr std::string_view kHttp = "http/1.1";
  for (unsigned at = 0; at < count; at += 1U + offered[at]) {
    const std::string_view name(reinterpret_cast<const char*>(offered) + at + 1, offered[at]);
    if (name != kHttp) continue;
    *chosen = offered + at + 1;
    *size = offered[at];
    return SSL_TLSEXT_ERR_OK;
  }
  return SSL_TLSEXT_ERR_ALERT_FATAL;
}

}  // namespace

Result<SslCtxPtr> make_tls_context(const TlsOptions& options) {
  const crypto::ErrorDrain drain;
  SslCtxPtr context(SSL_CTX_new(TLS_server_method()));
  if (!context || SSL_CTX_set_min_proto_version(context.get(), TLS1_2_VERSION) != 1) return fail(Errc::internal, "TLS");
  SSL_CTX_set_options(context.get(), SSL_OP_NO_TICKET | SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION |
                                         SSL_OP_CIPHER_SERVER_PREFERENCE);
  SSL_CTX_set_num_tickets(context.get(), 0);
  SSL_CTX_set_session_cache_mode(context.get(), SSL_SESS_CACHE_OFF);
  SSL_CTX_set_mode(context.get(),
                   SSL_MODE_RELEASE_BUFFERS | SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
  SSL_CTX_set_alpn_select_cb(context.get(), choose_protocol, nullptr);
  SIGNET_CHECK(use_chain(context.get(), options.certificate_file));
  SIGNET_CHECK(use_key(context.get(), options.key_file));
  SIGNET_CHECK(ask_for_client(context.get(), options));
  return context;
}

TlsContext::TlsContext(std::shared_ptr<State> state) noexcept : state_(std::move(state)) {}
TlsContext::~TlsContext() = default;

Result<std::shared_ptr<TlsContext>> TlsContext::load(TlsOptions options) {
  SIGNET_TRY(SslCtxPtr context, make_tls_context(options));
  auto state = std::make_shared<State>(std::move(options), std::move(context));
  return std::shared_ptr<TlsContext>(new TlsContext(std::move(state)));
}

Result<> TlsContext::reload() {
  SIGNET_TRY(SslCtxPtr context, make_tls_context(state_->options()));
  state_->replace(std::move(context));
  return {};
}

}  // namespace signet::net

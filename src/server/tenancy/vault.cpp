#include "server/tenancy/vault.h"

#include <array>

#include "crypto/constant_time.h"
#include "crypto/hmac_midstate.h"
#include "crypto/random.h"
#include "signet/base64url.h"
#include "try.h"

namespace signet::server {
namespace {

/// Texts that cannot be split in another way: each with its length before it.
void append(std::string& out, std::string_view text) {
  out += std::to_string(text.size());
  out += ':';
  out += text;
}

std::string bound_to(std::string_view tenant, std::string_view kind, std::string_view id) {
  std::string text;
  for (const std::string_view part : {tenant, kind, id}) append(text, part);
  return text;
}

}  // namespace

struct Vault::State {
  explicit State(const Secret& key) : secrets(crypto::Hash::sha256, key.expose()) {}
  crypto::HmacKey secrets;
};

Vault::Vault(std::shared_ptr<const keyring::MasterKey> master, const Secret& hash_key)
    : master_(std::move(master)), state_(std::make_unique<const State>(hash_key)) {}

Result<std::unique_ptr<Vault>> Vault::open(storage::Store& store, std::shared_ptr<const keyring::MasterKey> master) {
  // Not derived from the master key, so that another master key leaves what was hashed as it is.
  const storage::Name name{.kind = storage::Kind::meta, .tenant = {}, .id = "hash key"};
  const std::string bound = bound_to({}, "meta", name.id);
  const auto get = [&](auto done) { store.get(name, std::move(done)); };
  SIGNET_TRY(auto stored, storage::wait_for<std::optional<storage::Record>>(get));
  if (!stored) {
    SIGNET_TRY(const Secret made, crypto::random_secret(kSecretOctets));
    SIGNET_TRY(const Bytes sealed, master->seal(made.expose(), bound));
    storage::Record record{.name = name, .body = std::string(as_text(sealed))};
    SIGNET_TRY(const bool is_first, storage::wait_for<bool>([&](auto done) { store.insert(record, std::move(done)); }));
    if (is_first) return std::unique_ptr<Vault>(new Vault(std::move(master), made));
    SIGNET_TRY(stored, storage::wait_for<std::optional<storage::Record>>(get));
    if (!stored) return fail(Errc::internal, "hash key");
  }
  SIGNET_TRY(const Secret key, master->open(as_bytes(stored->body), bound));
  return std::unique_ptr<Vault>(new Vault(std::move(master), key));
}
Vault::~Vault() = default;

Result<Secret> Vault::generate() {
  SIGNET_TRY(const Secret random, crypto::random_secret(kSecretOctets));
  const std::string text = base64url::encode(random.expose());
  return Secret::copy_of(as_bytes(text));
}

std::string Vault::hash(std::string_view tenant, std::string_view client, std::string_view secret) const {
  std::string input = bound_to(tenant, "client", client);
  append(input, secret);
  std::array<std::uint8_t, crypto::kMaxDigest> room{};
  std::string out = base64url::encode(state_->secrets.mac(as_bytes(input), room));
  wipe(input.data(), input.size());
  return out;
}

bool Vault::matches(std::string_view hash, std::string_view tenant, std::string_view client,
                    std::string_view secret) const {
  return crypto::equal_in_constant_time(as_bytes(hash), as_bytes(this->hash(tenant, client, secret)));
}

Result<std::string> Vault::seal(ByteView secret, std::string_view tenant, std::string_view kind,
                                std::string_view id) const {
  SIGNET_TRY(const Bytes sealed, master_->seal(secret, bound_to(tenant, kind, id)));
  return base64url::encode(sealed);
}

Result<Secret> Vault::open(std::string_view sealed, std::string_view tenant, std::string_view kind,
                           std::string_view id) const {
  SIGNET_TRY(const Bytes octets, base64url::decode(sealed));
  return master_->open(octets, bound_to(tenant, kind, id));
}

Secret Vault::derive(std::string_view purpose) const {
  return master_->derive(purpose);
}

}  // namespace signet::server

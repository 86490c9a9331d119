// Nonces of DPoP proofs that nobody has to remember.
#include <algorithm>
#include <array>

#include "crypto/constant_time.h"
#include "crypto/hmac_midstate.h"
#include "crypto/random.h"
#include "signet/base64url.h"
#include "signet/resource.h"
#include "try.h"

namespace signet::resource {
namespace {

constexpr std::size_t kKeyOctets = 32;
constexpr std::size_t kNonceOctets = 16;

}  // namespace

struct Nonces::State {
  State(ByteView key_octets, Duration of_one) : key(crypto::Hash::sha256, key_octets), period(of_one) {}

  std::int64_t number_of(Timestamp now) const noexcept { return now.time_since_epoch() / period; }
  std::string of(std::int64_t number) const {
    std::array<std::uint8_t, sizeof number> octets{};
    for (std::uint8_t& octet : octets) {
      octet = static_cast<std::uint8_t>(static_cast<std::uint64_t>(number) & UINT8_MAX);
      number /= UINT8_MAX + 1;
    }
    std::array<std::uint8_t, crypto::kMaxDigest> mac{};
    return base64url::encode(key.mac(octets, mac).first(kNonceOctets));
  }

  crypto::HmacKey key;
  Duration period;
};

Nonces::Nonces(std::unique_ptr<State> state) noexcept : state_(std::move(state)) {}
Nonces::~Nonces() = default;

Result<std::shared_ptr<const Nonces>> Nonces::with_key(ByteView key, Duration period) {
  if (key.size() < kKeyOctets) return fail(Errc::weak_key, "nonces");
  if (period < std::chrono::seconds(10) || period > std::chrono::hours(1)) return fail(Errc::limit_exceeded, "period");
  return std::shared_ptr<const Nonces>(new Nonces(std::make_unique<State>(key, period)));
}

Result<std::shared_ptr<const Nonces>> Nonces::make(Duration period) {
  SIGNET_TRY(const Secret key, crypto::random_secret(kKeyOctets));
  return with_key(key.expose(), period);
}

std::string Nonces::at(Timestamp now) const {
  return state_->of(state_->number_of(now));
}

bool Nonces::accepts(std::string_view nonce, Timestamp now) const {
  const std::int64_t number = state_->number_of(now);
  const auto is = [&](std::int64_t of) {
    return crypto::equal_in_constant_time(as_bytes(nonce), as_bytes(state_->of(of)));
  };
  // The next one is what another machine gives, whose clock is ahead of ours.
  return is(number) || is(number - 1) || is(number + 1);
}

}  // namespace signet::resource

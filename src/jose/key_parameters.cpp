#include "jose/key_parameters.h"

#include <algorithm>
#include <utility>

#include "jose/jwk_types.h"
#include "jose/jwk_write.h"
#include "signet/base64url.h"
#include "signet/jwe.h"
#include "try.h"

namespace signet::jose {
namespace {

using crypto::KeyParameters;

constexpr Rule kEphemeralRule{"RFC 7518 4.6.1.1", "epk is a public key, well made and with no private member"};
constexpr Rule kIterationsRule{"RFC 7518 4.8.1.2", "p2c is an integer of at least 1000"};

/// A parameter that holds octets: its member, and the bounds of what it decodes to.
struct OctetParameter {
  std::string_view name;
  Bytes KeyParameters::* octets;
  std::size_t min, max;
};
// IV and tag have one size, but the row says so together with everything else that does not fit.
// p2s: RFC 7518 section 4.8.1.1, a salt input of 8 or more octets MUST be used.
constexpr OctetParameter kOctets[] = {
    {"apu", &KeyParameters::apu, 0, jwe::kMaxPartyInfo},
    {"apv", &KeyParameters::apv, 0, jwe::kMaxPartyInfo},
    {"tag", &KeyParameters::tag, 0, 64},
    {"iv", &KeyParameters::iv, 0, 64},
    {"p2s", &KeyParameters::p2s, 8, 128},
};

Result<Bytes> read_octets(const json::Value& value, const OctetParameter& parameter) {
  auto octets = base64url::decode(value.string().value_or(""), parameter.max);
  if (!octets && octets.error().code == Errc::limit_exceeded) return fail(Errc::limit_exceeded, parameter.name);
  if (!octets || octets->size() < parameter.min) return fail(Errc::header_parameter, parameter.name);
  return octets;
}

Result<crypto::KeyMaterial::Ptr> read_ephemeral(const json::Value& jwk) {
  //= rfc7518#4.6.1.1 MUST contain only public key parameters
  if (!find_private_member(jwk).empty()) return fail(Errc::header_parameter, "epk", &kEphemeralRule);
  const auto kty = jwk.find("kty");
  const JwkType* type = find_jwk_type(kty ? kty->string().value_or("") : "");
  const bool on_curve = type != nullptr && (type->type == KeyType::ec || type->type == KeyType::okp);
  if (!on_curve) return fail(Errc::header_parameter, "epk", &kEphemeralRule);
  auto material = type->read(jwk);
  // A point off its curve, of small order or not canonical is refused where every key is made.
  if (!material) return fail(Errc::header_parameter, "epk", &kEphemeralRule);
  return material;
}

bool needs(const KeyManagementAlgorithm& row, std::string_view name) {
  return std::ranges::find(row.parameters, name) != row.parameters.end();
}

Result<std::uint64_t> read_iterations(const json::Value& value) {
  const auto number = value.integer();
  //= rfc7518#4.8.1.2 a minimum iteration count of 1000 is RECOMMENDED; written in another way it is no count to us
  if (!number || *number < 0) return fail(Errc::header_parameter, "p2c", &kIterationsRule);
  const auto iterations = static_cast<std::uint64_t>(*number);
  SIGNET_CHECK(check_iterations(iterations));
  return iterations;
}

}  // namespace

Result<> check_iterations(std::uint64_t iterations) {
  if (iterations < jwe::kMinIterations) return fail(Errc::header_parameter, "p2c", &kIterationsRule);
  if (iterations > jwe::kMaxIterations) return fail(Errc::limit_exceeded, "p2c");
  return {};
}

Result<> check_party_info(ByteView apu, ByteView apv) {
  if (apu.size() > jwe::kMaxPartyInfo) return fail(Errc::limit_exceeded, "apu");
  if (apv.size() > jwe::kMaxPartyInfo) return fail(Errc::limit_exceeded, "apv");
  return {};
}

Result<KeyParameters> read_key_parameters(const KeyManagementAlgorithm& row, const JweHeader& header) {
  for (const std::string_view name : row.parameters)
    if (!header.find(name)) return fail(Errc::header_parameter, name);
  KeyParameters parameters;
  const bool agrees = needs(row, "epk");
  for (const OctetParameter& parameter : kOctets) {
    const bool optional =
        agrees && (parameter.octets == &KeyParameters::apu || parameter.octets == &KeyParameters::apv);
    if (!optional && !needs(row, parameter.name)) continue;
    const auto value = header.find(parameter.name);
    if (!value) continue;
    SIGNET_TRY(parameters.*parameter.octets, read_octets(*value, parameter));
  }
  if (agrees) {
    SIGNET_TRY(parameters.epk, read_ephemeral(*header.find("epk")));
  }
  if (needs(row, "p2c")) {
    SIGNET_TRY(parameters.p2c, read_iterations(*header.find("p2c")));
  }
  return parameters;
}

void write_key_parameters(json::Writer& out, const KeyParameters& parameters) {
  if (parameters.epk) {
    out.key("epk");
    write_jwk(out, *parameters.epk, {}, false);
  }
  for (const OctetParameter& parameter : kOctets)
    if (const Bytes& octets = parameters.*parameter.octets; !octets.empty())
      out.member(parameter.name, base64url::encode(octets));
  if (parameters.p2c != 0) out.key("p2c").integer(static_cast<std::int64_t>(parameters.p2c));
}

}  // namespace signet::jose

// signet key convert
#include "cli/keys.h"
#include "cli/sections.h"
#include "cli/text.h"
#include "codec/pem.h"
#include "try.h"

namespace signet::cli {
namespace {

constexpr std::string_view kForms[] = {"jwk",  "public-jwk", "pem", "pkcs8",     "pkcs1",
                                       "sec1", "spki",       "der", "public-der"};
constexpr Flag kFlags[] = {
    {"--to", "FORM", "jwk, public-jwk, pem, pkcs8, pkcs1, sec1, spki, der or public-der", false, kForms},
    {"--octets", "", "FILE holds the bytes of a symmetric key, as they are"},
    {"--kid", "TEXT", "set the key's identifier"},
    {"--use", "NAME", "set what the key is for: sig or enc"},
    {"--alg", "NAME", "set the only algorithm that the key is for"},
};
constexpr FlagGroup kGroups[] = {{"Key", kFlags}, {"Output", kOutputFlags}};

struct Converted {
  Secret content;
  Product::Form form = Product::Form::text;
  bool is_private = false;
};
using Convert = Result<Converted> (*)(const Key& key);

Result<Converted> public_text(Result<std::string> content, Product::Form form) {
  if (!content) return std::unexpected(std::move(content).error());
  return Converted{Secret::copy_of(as_bytes(*content)), form, false};
}

Result<Converted> to_public_jwk(const Key& key) {
  return public_text(key.to_public_jwk(), Product::Form::json);
}

Result<Converted> to_jwk(const Key& key) {
  if (!key.is_private()) return to_public_jwk(key);
  SIGNET_TRY(Secret jwk, key.to_private_jwk());
  return Converted{std::move(jwk), Product::Form::json, true};
}

template <PemForm form>
Result<Converted> to_private_pem(const Key& key) {
  SIGNET_TRY(Secret pem, key.to_private_pem(form));
  return Converted{std::move(pem), Product::Form::text, true};
}

Result<Converted> to_spki(const Key& key) {
  return public_text(key.to_public_pem(), Product::Form::text);
}

Result<Converted> to_pem(const Key& key) {
  return key.is_private() ? to_private_pem<PemForm::pkcs8>(key) : to_spki(key);
}

Result<Converted> to_pkcs1(const Key& key) {
  if (key.is_private()) return to_private_pem<PemForm::pkcs1>(key);
  return public_text(key.to_public_pem(PemForm::pkcs1), Product::Form::text);
}

Result<Converted> to_public_der(const Key& key) {
  SIGNET_TRY(const Bytes der, key.to_spki());
  return Converted{Secret::copy_of(der), Product::Form::binary, false};
}

Result<Converted> to_der(const Key& key) {
  if (!key.is_private()) return to_public_der(key);
  SIGNET_TRY(const Secret pem, key.to_private_pem(PemForm::pkcs8));
  SIGNET_TRY(auto blocks, codec::parse_pem(as_text(pem.expose())));
  return Converted{std::move(blocks.front().der), Product::Form::binary, true};
}

struct Target {
  std::string_view name;
  Convert convert;
};
constexpr Target kTargets[] = {
    {"jwk", to_jwk},
    {"public-jwk", to_public_jwk},
    {"pem", to_pem},
    {"pkcs8", to_private_pem<PemForm::pkcs8>},
    {"pkcs1", to_pkcs1},
    {"sec1", to_private_pem<PemForm::sec1>},
    {"spki", to_spki},
    {"der", to_der},
    {"public-der", to_public_der},
};

Outcome<Convert> find_target(const Invocation& run) {
  constexpr std::string_view kHint = "write --to jwk, public-jwk, pem, pkcs8, pkcs1, sec1, spki, der or public-der";
  const auto name = run.args.value("--to");
  if (!name) return usage("--to", "nothing says what to convert to", std::string(kHint));
  for (const Target& target : kTargets)
    if (target.name == *name) return target.convert;
  return usage("--to", "there is no such form", std::string(kHint));
}

Outcome<Key> load(Invocation& run) {
  if (!run.args.has("--octets")) return load_argument_key(run);
  SIGNET_TRY(const std::string path, run.args.positional());
  SIGNET_TRY(Secret octets, run.read("FILE", path, kMaxKeyText));
  auto key = Key::from_octets(std::move(octets));
  if (!key) return in_file(std::move(key).error(), path);
  return std::move(*key);
}

Outcome<> run_key_convert(Invocation& run) {
  SIGNET_TRY(const Convert convert, find_target(run));
  SIGNET_TRY(Key key, load(run));
  KeyInfo info = key.info();
  if (const auto kid = run.args.value("--kid")) info.kid = *kid;
  if (const auto use = run.args.value("--use")) info.use = *use;
  if (const auto alg = run.args.value("--alg")) info.alg = *alg;
  SIGNET_TRY(key, key.with_info(std::move(info)));
  Result<Converted> converted = convert(key);
  if (!converted) {
    auto failure = in_file(std::move(converted).error(), run.args.positionals().front());
    if (failure.error().error.code == Errc::key_unsupported)
      failure.error().hint = text("{} keys do not have this form; jwk is a form of every key", name_of(key.type()));
    return failure;
  }
  const std::string_view member = converted->form == Product::Form::json     ? "key"
                                  : converted->form == Product::Form::binary ? "der"
                                                                             : "pem";
  return run.deliver({.content = converted->content.expose(),
                      .form = converted->form,
                      .member = member,
                      .is_private = converted->is_private});
}

}  // namespace

constinit const Command rows::key_convert = {
    .section = kKeys,
    .name = "key convert",
    .summary = "write a key in another form",
    .about =
        "Forms: jwk (private when the key is), public-jwk, pem (PKCS#8 or SPKI), pkcs8, pkcs1 (RSA), sec1 (EC), spki, "
        "der (PKCS#8 or SPKI), public-der. Only the JWK forms keep kid, use and alg.",
    .positional = {.name = "FILE", .help = "a key: JWK or PEM, - for standard input"},
    .groups = kGroups,
    .example =
        "signet key convert k.jwk --to pem --out k.pem\nsignet key convert k.pem --to jwk --alg RS256 --out k.jwk\n"
        "signet key convert secret.bin --octets --alg HS256 --to jwk --out hs.jwk",
    .run = run_key_convert,
};

}  // namespace signet::cli

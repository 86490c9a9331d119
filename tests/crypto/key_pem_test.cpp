// PEM files as openssl writes them: every form read, every form written octet for octet, and what is refused.
#include <algorithm>

#include "crypto/key_pem.h"

#include "codec/pem.h"
#include "crypto/key_der.h"
#include "crypto/x509.h"
#include "key_support.h"

namespace signet::test {
namespace {

std::string file(const std::string& name) {
  return read_vector("keys/" + name + ".pem");
}
std::string outcome_of(const std::string& pem) {
  return outcome(crypto::read_pem(pem));
}

std::string private_pem(const KeyMaterial& key, PemForm form) {
  const auto pem = crypto::write_private_pem(key, form);
  return pem ? text_of(*pem) : outcome(pem);
}
std::string public_pem(const KeyMaterial& key, PemForm form) {
  return crypto::write_public_pem(key, form).value_or("refused");
}

TEST(Pem, EveryFormOfRsa) {
  for (const std::string name : {"rsa2048", "rsa3072_e3"}) {
    for (const std::string form : {".pkcs8", ".pkcs1"}) {
      const KeyPtr key = pem_key(name + form);
      EXPECT_EQ(private_pem(*key, PemForm::pkcs8), file(name + ".pkcs8"));
      EXPECT_EQ(private_pem(*key, PemForm::pkcs1), file(name + ".pkcs1"));
    }
    for (const std::string form : {".pkcs8", ".pkcs1", ".spki", ".pkcs1_public", ".crt"}) {
      const KeyPtr key = pem_key(name + form);
      EXPECT_EQ(public_pem(*key, PemForm::spki), file(name + ".spki"));
      EXPECT_EQ(public_pem(*key, PemForm::pkcs1), file(name + ".pkcs1_public"));
    }
  }
}

TEST(Pem, EveryFormOfEc) {
  for (const std::string name : {"p256", "p384", "p521"}) {
    for (const std::string form : {".pkcs8", ".sec1", ".no_public"}) {
      const KeyPtr key = pem_key(name + form);
      ASSERT_TRUE(key->is_private());
      EXPECT_EQ(private_pem(*key, PemForm::pkcs8), file(name + ".pkcs8"));
      EXPECT_EQ(private_pem(*key, PemForm::sec1), file(name + ".sec1"));
    }
    for (const std::string form : {".pkcs8", ".spki", ".compressed", ".crt"})
      EXPECT_EQ(public_pem(*pem_key(name + form), PemForm::spki), file(name + ".spki")) << form;
  }
  EXPECT_EQ(private_pem(*pem_key("p256.with_parameters"), PemForm::sec1), file("p256.sec1"));
}

TEST(Pem, EveryFormOfEd25519) {
  const KeyPtr key = pem_key("ed25519.pkcs8");
  EXPECT_EQ(private_pem(*key, PemForm::pkcs8), file("ed25519.pkcs8"));
  for (const std::string form : {".pkcs8", ".spki", ".crt"})
    EXPECT_EQ(public_pem(*pem_key("ed25519" + form), PemForm::spki), file("ed25519.spki"));
}

TEST(Pem, SpkiIsTheDerOfItsBlock) {
  const auto blocks = codec::parse_pem(file("p256.spki"));
  const auto spki = crypto::write_spki(*pem_key("p256.sec1"));
  ASSERT_TRUE(blocks && spki);
  EXPECT_EQ(as_text(*spki), as_text(blocks->front().der.expose()));
}

TEST(Pem, FormsThatDoNotExist) {
  const KeyPtr rsa = pem_key("rsa2048.pkcs8"), ec = pem_key("p256.pkcs8"), ed = pem_key("ed25519.pkcs8");
  EXPECT_EQ(private_pem(*rsa, PemForm::sec1), "key_unsupported(sec1)");
  EXPECT_EQ(private_pem(*rsa, PemForm::spki), "key_unsupported(spki)");
  EXPECT_EQ(private_pem(*ec, PemForm::pkcs1), "key_unsupported(pkcs1)");
  EXPECT_EQ(private_pem(*ed, PemForm::sec1), "key_unsupported(sec1)");
  EXPECT_EQ(outcome(crypto::write_public_pem(*ec, PemForm::pkcs1)), "key_unsupported(pkcs1)");
  EXPECT_EQ(outcome(crypto::write_public_pem(*rsa, PemForm::pkcs8)), "key_unsupported(pkcs8)");
  EXPECT_EQ(private_pem(**rsa->public_half(), PemForm::pkcs8), "private_key(d)");
  const KeyPtr oct = *KeyMaterial::generate_octets(32);
  EXPECT_EQ(private_pem(*oct, PemForm::pkcs8), "symmetric_key(kty)");
  EXPECT_EQ(outcome(crypto::write_public_pem(*oct, PemForm::spki)), "symmetric_key(kty)");
  EXPECT_EQ(outcome(crypto::write_spki(*oct)), "symmetric_key(kty)");
}

struct Refusal {
  const char* name;
  const char* expected;
};

class RefusedPem : public testing::TestWithParam<Refusal> {};

TEST_P(RefusedPem, WithItsReason) {
  EXPECT_EQ(outcome(read_pem_vector(GetParam().name)), GetParam().expected);
}

INSTANTIATE_TEST_SUITE_P(Files, RefusedPem,
                         testing::Values(Refusal{"bad_rsa1024.pkcs8", "weak_key(n)"},
                                         Refusal{"bad_rsa_big_e.pkcs8", "weak_key(e)"},
                                         Refusal{"bad_rsa_three_primes.pkcs8", "key_unsupported(oth)"},
                                         Refusal{"bad_rsa_pss", "key_unsupported(algorithm)"},
                                         Refusal{"bad_dsa", "key_unsupported(algorithm)"},
                                         Refusal{"bad_x25519", "key_unsupported(algorithm)"},
                                         Refusal{"bad_ed448", "key_unsupported(algorithm)"},
                                         Refusal{"bad_explicit", "key_unsupported(curve)"},
                                         Refusal{"bad_explicit_public", "key_unsupported(curve)"},
                                         Refusal{"bad_explicit_sec1", "key_unsupported(curve)"},
                                         Refusal{"bad_secp256k1", "key_unsupported(curve)"},
                                         Refusal{"bad_encrypted", "limit_exceeded(iterations)"},
                                         Refusal{"bad_encrypted_traditional", "passphrase_missing(encrypted)"},
                                         Refusal{"bad_request", "key_unsupported(label)"}),
                         [](const auto& instance) {
                           std::string name = instance.param.name;
                           std::replace(name.begin(), name.end(), '.', '_');
                           return name;
                         });

TEST(Pem, OneKeyAFile) {
  EXPECT_EQ(outcome_of(file("p256.pkcs8") + file("p256.spki")), "malformed_pem(keys)");
  EXPECT_EQ(outcome_of(file("p256.spki") + file("p384.spki")), "malformed_pem(keys)");
  EXPECT_EQ(outcome_of(""), "malformed_pem(begin)");
  EXPECT_EQ(outcome_of("no key here"), "malformed_pem(begin)");
  const std::string parameters =
      file("p256.with_parameters").substr(0, file("p256.with_parameters").find("-----BEGIN EC PR"));
  EXPECT_EQ(outcome_of(parameters), "key_unsupported(label)");
  EXPECT_EQ(outcome_of(parameters + file("p256.pkcs8")), "key_unsupported(label)");
  EXPECT_EQ(outcome_of(std::string(kMaxKeyText + 1, 'x')), "limit_exceeded(pem)");
}

TEST(Pem, WindowsLinesAndRemarks) {
  std::string text = "Bag Attributes\n    friendlyName: x\n" + file("p256.sec1");
  EXPECT_EQ(outcome_of(text), "ok");
  for (std::size_t at = text.find('\n'); at != std::string::npos; at = text.find('\n', at + 2)) text.insert(at, "\r");
  EXPECT_EQ(outcome_of(text), "ok");
}

TEST(Pem, CertificatesStandBesideTheirKey) {
  const auto alone = crypto::read_pem(file("chain.crt"));
  ASSERT_EQ(outcome(alone), "ok");
  EXPECT_EQ(alone->certificates.size(), 2u);
  EXPECT_FALSE(alone->material->is_private());
  EXPECT_TRUE(crypto::same_public_key(*alone->material, *pem_key("p256.spki")));
  const auto both = crypto::read_pem(file("p256.pkcs8") + file("chain.crt"));
  ASSERT_EQ(outcome(both), "ok");
  EXPECT_TRUE(both->material->is_private());
  EXPECT_EQ(both->certificates, alone->certificates);
  EXPECT_EQ(outcome_of(file("chain.crt") + file("p256.pkcs8")), "ok");
  EXPECT_EQ(outcome_of(file("p384.pkcs8") + file("chain.crt")), "certificate_mismatch(x5c)");
  EXPECT_EQ(outcome_of(file("rsa2048.pkcs8") + file("p256.crt")), "certificate_mismatch(x5c)");
}

TEST(Certificate, FactsAndRefusals) {
  const auto blocks = codec::parse_pem(file("p256.crt"));
  ASSERT_TRUE(blocks);
  const ByteView der = blocks->front().der.expose();
  const auto facts = crypto::read_certificate(der);
  ASSERT_EQ(outcome(facts), "ok");
  EXPECT_TRUE(crypto::same_public_key(*facts->key, *pem_key("p256.spki")));
  EXPECT_EQ(facts->not_after - facts->not_before, std::chrono::days(3650));
  EXPECT_GT(facts->not_before, Timestamp(std::chrono::sys_days(std::chrono::year(2026) / 1 / 1)));
  EXPECT_TRUE(crypto::is_certificate(der));

  Bytes longer(der.begin(), der.end());
  longer.push_back(0);
  EXPECT_EQ(outcome(crypto::read_certificate(longer)), "malformed_key(x5c)");
  EXPECT_EQ(outcome(crypto::read_certificate({})), "malformed_key(x5c)");
  for (std::size_t size = 0; size < der.size(); ++size) EXPECT_FALSE(crypto::is_certificate(der.first(size))) << size;
  const auto spki = crypto::write_spki(*facts->key);
  EXPECT_EQ(outcome(crypto::read_certificate(*spki)), "malformed_key(x5c)");
}

using Read = Result<KeyPtr> (*)(ByteView);
struct DerForm {
  const char* name;
  Read read;
};
constexpr DerForm kDerForms[] = {{"rsa2048.spki", &crypto::read_spki_der},
                                 {"rsa2048.pkcs8", &crypto::read_pkcs8_der},
                                 {"rsa2048.pkcs1", &crypto::read_rsa_private_der},
                                 {"rsa2048.pkcs1_public", &crypto::read_rsa_public_der},
                                 {"p256.spki", &crypto::read_spki_der},
                                 {"p256.pkcs8", &crypto::read_pkcs8_der},
                                 {"p256.sec1", &crypto::read_sec1_der},
                                 {"p256.no_public", &crypto::read_sec1_der},
                                 {"ed25519.spki", &crypto::read_spki_der},
                                 {"ed25519.pkcs8", &crypto::read_pkcs8_der}};

/// Exactly sized memory, so that a sanitizer sees one octet too many.
Result<KeyPtr> read_exactly(Read read, ByteView der) {
  const std::unique_ptr<std::uint8_t[]> exact(new std::uint8_t[der.size()]);
  std::copy(der.begin(), der.end(), exact.get());
  return read({exact.get(), der.size()});
}

TEST(Der, EveryTruncationAndEveryTrailingOctet) {
  for (const DerForm& form : kDerForms) {
    const auto blocks = codec::parse_pem(file(form.name));
    ASSERT_TRUE(blocks);
    const ByteView der = blocks->front().der.expose();
    EXPECT_EQ(outcome(read_exactly(form.read, der)), "ok") << form.name;
    for (std::size_t size = 0; size < der.size(); ++size)
      EXPECT_EQ(outcome(read_exactly(form.read, der.first(size))), "malformed_pem(der)") << form.name << size;
    Bytes longer(der.begin(), der.end());
    longer.push_back(0);
    EXPECT_EQ(outcome(read_exactly(form.read, longer)), "malformed_pem(der)") << form.name;
  }
}

/// A changed octet gives an error or another well-made key, never a crash; of a private key it always gives an error,
/// but where it is the seed of Ed25519 itself.
TEST(Der, EveryChangedOctet) {
  for (const DerForm& form : kDerForms) {
    const std::string_view name = form.name;
    const auto blocks = codec::parse_pem(file(form.name));
    ASSERT_TRUE(blocks);
    Bytes der(blocks->front().der.expose().begin(), blocks->front().der.expose().end());
    const bool has_check = name == "p256.pkcs8" || name == "p256.sec1" || name.starts_with("rsa2048.pkcs8");
    for (std::uint8_t& octet : der) {
      octet ^= 0x01;
      const auto key = read_exactly(form.read, der);
      EXPECT_FALSE(key && has_check) << name << " " << (&octet - der.data());
      octet ^= 0x01;
    }
  }
}

std::string pkcs8_outcome(std::string_view hex) {
  return outcome(crypto::read_pkcs8_der(from_hex(hex)));
}

// RFC 8410 section 10.3: a private key without and with its public half and an attribute.
TEST(Der, Ed25519KeysOfRfc8410) {
  const std::string seed = "d4ee72dbf913584ad5b6d8f1f769f8ad3afe7c28cbf1d4fbe097a88f44755842";
  const std::string point = "19bf44096984cdfe8541bac167dc3b96c85086aa30b6b6cb0c5c38ad703166e1";
  EXPECT_EQ(pkcs8_outcome("302e020100300506032b657004220420" + seed), "ok");
  const std::string attribute = "a01f301d060a2a864886f70d01090914310f0c0d437572646c6520436861697273";
  const std::string v2 = "020101300506032b657004220420" + seed;
  EXPECT_EQ(pkcs8_outcome("3072" + v2 + attribute + "812100" + point), "ok");
  EXPECT_EQ(pkcs8_outcome("3051" + v2 + "812100" + point), "ok");
  const std::string base_point = "58" + std::string(62, '6');
  EXPECT_EQ(pkcs8_outcome("3051" + v2 + "812100" + base_point), "key_mismatch(d)");
  EXPECT_EQ(pkcs8_outcome("3051020100" + v2.substr(6) + "812100" + point), "malformed_pem(der)");
  EXPECT_EQ(pkcs8_outcome("302e020101300506032b657004220420" + seed), "malformed_pem(der)");
  EXPECT_EQ(pkcs8_outcome("302e020102300506032b657004220420" + seed), "malformed_pem(der)");
}

TEST(Der, LengthsAreInTheirShortestForm) {
  const std::string seed(64, '1');
  EXPECT_EQ(pkcs8_outcome("302e020100300506032b657004220420" + seed), "ok");
  EXPECT_EQ(pkcs8_outcome("30812e020100300506032b657004220420" + seed), "malformed_pem(der)");
  EXPECT_EQ(pkcs8_outcome("3082002e020100300506032b657004220420" + seed), "malformed_pem(der)");
  EXPECT_EQ(pkcs8_outcome("3080020100300506032b657004220420" + seed + "0000"), "malformed_pem(der)");
  EXPECT_EQ(pkcs8_outcome("302f02020000300506032b657004220420" + seed), "malformed_pem(der)");
  EXPECT_EQ(pkcs8_outcome("3030020100300706032b6570050004220420" + seed), "malformed_pem(der)");
  EXPECT_EQ(pkcs8_outcome("30847fffffff"), "malformed_pem(der)");
}

}  // namespace
}  // namespace signet::test

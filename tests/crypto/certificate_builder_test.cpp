#include "crypto/certificate_builder.h"

#include <gtest/gtest.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

#include <array>
#include <chrono>
#include <memory>
#include <set>
#include <string>

#include "crypto/x509.h"
#include "support.h"

namespace signet::crypto {
namespace {

using signet::test::outcome;

struct FreeCertificate {
  void operator()(X509* certificate) const noexcept { X509_free(certificate); }
};
using CertificatePtr = std::unique_ptr<X509, FreeCertificate>;

CertificatePtr parsed(const Bytes& der) {
  const unsigned char* next = der.data();
  return CertificatePtr(d2i_X509(nullptr, &next, static_cast<long>(der.size())));
}

std::string common_name(X509& certificate) {
  std::array<char, 512> text{};
  const int size = X509_NAME_get_text_by_NID(X509_get_subject_name(&certificate), NID_commonName, text.data(),
                                             static_cast<int>(text.size()));
  return size < 0 ? std::string() : std::string(text.data(), static_cast<std::size_t>(size));
}

const Timestamp kBefore = std::chrono::sys_days(std::chrono::year(2026) / 11 / 1);
const Timestamp kAfter = std::chrono::sys_days(std::chrono::year(2056) / 11 / 1) + std::chrono::seconds(1);

CertificateSpec spec(std::string_view subject = "https://as.example/t") {
  return {.subject = subject, .not_before = kBefore, .not_after = kAfter};
}

class SelfSigned : public ::testing::TestWithParam<const char*> {};

TEST_P(SelfSigned, IsReadBackAndHolds) {
  const std::string name = GetParam();
  const auto key = name == "RSA" ? KeyMaterial::generate_rsa(2048) : KeyMaterial::generate_curve(*find_curve(name));
  ASSERT_EQ(outcome(key), "ok");
  const auto der = make_self_signed(**key, spec());
  ASSERT_EQ(outcome(der), "ok");
  const auto facts = read_certificate(*der);
  ASSERT_EQ(outcome(facts), "ok");
  EXPECT_TRUE(same_public_key(*facts->key, **key));
  EXPECT_FALSE(facts->key->is_private());
  EXPECT_EQ(facts->not_before, kBefore);
  EXPECT_EQ(facts->not_after, kAfter);

  const CertificatePtr certificate = parsed(*der);
  ASSERT_NE(certificate, nullptr);
  EXPECT_EQ(X509_get_version(certificate.get()), 2);
  EXPECT_EQ(common_name(*certificate), "https://as.example/t");
  EXPECT_EQ(X509_NAME_cmp(X509_get_subject_name(certificate.get()), X509_get_issuer_name(certificate.get())), 0);
  EXPECT_EQ(X509_verify(certificate.get(), X509_get0_pubkey(certificate.get())), 1);
  EXPECT_EQ(X509_get_key_usage(certificate.get()), static_cast<std::uint32_t>(KU_DIGITAL_SIGNATURE));
}

INSTANTIATE_TEST_SUITE_P(Keys, SelfSigned,
                         ::testing::Values("RSA", "P-256", "P-384", "P-521", "secp256k1", "Ed25519", "Ed448"));

class SelfSignedRules : public ::testing::Test {
 protected:
  KeyMaterial::Ptr key = KeyMaterial::generate_curve(*find_curve("P-256")).value();
};

TEST_F(SelfSignedRules, SerialNumbersArePositiveAndDifferent) {
  std::set<std::string> seen;
  constexpr int kCount = 50;
  for (int i = 0; i < kCount; ++i) {
    const CertificatePtr certificate = parsed(make_self_signed(*key, spec()).value());
    const ASN1_INTEGER* serial = X509_get0_serialNumber(certificate.get());
    EXPECT_EQ(ASN1_STRING_type(serial), V_ASN1_INTEGER);  // not V_ASN1_NEG_INTEGER
    EXPECT_EQ(ASN1_STRING_length(serial), 16);
    seen.emplace(reinterpret_cast<const char*>(ASN1_STRING_get0_data(serial)), 16);
  }
  EXPECT_EQ(seen.size(), static_cast<std::size_t>(kCount));
}

TEST_F(SelfSignedRules, LongNamesAreCutBetweenCharacters) {
  const auto name_of = [&](const std::string& subject) {
    return common_name(*parsed(make_self_signed(*key, spec(subject)).value()));
  };
  EXPECT_EQ(name_of(std::string(64, 'a')), std::string(64, 'a'));
  EXPECT_EQ(name_of(std::string(65, 'a')), std::string(64, 'a'));
  std::string accents;
  for (int i = 0; i < 70; ++i) accents += "\xc3\xa4";
  EXPECT_EQ(name_of(accents), accents.substr(0, 128));
}

TEST_F(SelfSignedRules, RefusesWhatCannotSign) {
  EXPECT_EQ(outcome(make_self_signed(*key->public_half().value(), spec())), "private_key(d)");
  EXPECT_EQ(outcome(make_self_signed(*KeyMaterial::generate_octets(32).value(), spec())), "symmetric_key(kty)");
  EXPECT_EQ(outcome(make_self_signed(*key, spec(""))), "malformed_key(subject)");
  EXPECT_EQ(outcome(make_self_signed(*key, spec("\xff"))), "malformed_key(subject)");
}

}  // namespace
}  // namespace signet::crypto

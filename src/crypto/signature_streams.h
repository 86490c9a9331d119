// The streams of every prepared key that can take its message in pieces.
#pragma once

#include <utility>

#include "crypto/signature_algorithm.h"
#include "signet/bytes.h"
#include "signet/key.h"
#include "signet/result.h"
#include "signet/seams/signer.h"

namespace signet::crypto {

/// `Prepared` has `message()`, which begins a digest or MAC, and `holds(message, signature)`, which ends it: false when
/// libcrypto failed on the way. The key must outlive the stream.
template <class Prepared>
class StreamedVerify final : public VerificationStream {
 public:
  explicit StreamedVerify(const Prepared& key) noexcept : key_(key), message_(key.message()) {}
  void update(ByteView piece) noexcept override { message_.update(piece); }
  bool finish(ByteView signature) noexcept override {
    // A signature of a wrong size leaves the digest open; the next one must not be tried on it.
    return std::exchange(open_, false) && key_.holds(message_, signature);
  }

 private:
  const Prepared& key_;
  bool open_ = true;
  decltype(std::declval<const Prepared&>().message()) message_;
};

/// The same for signing, with `make(message)`.
template <class Prepared>
class StreamedSign final : public SigningStream {
 public:
  explicit StreamedSign(const Prepared& key) noexcept : key_(key), message_(key.message()) {}
  Result<> update(ByteView piece) override {
    message_.update(piece);
    return {};
  }
  Result<Bytes> finish() override { return key_.make(message_); }

 private:
  const Prepared& key_;
  decltype(std::declval<const Prepared&>().message()) message_;
};

}  // namespace signet::crypto

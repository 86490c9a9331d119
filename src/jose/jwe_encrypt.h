// Encryption with what is drawn at random given from outside: for vectors alone.
#pragma once

#include <span>
#include <string>

#include "crypto/key_material.h"
#include "signet/bytes.h"
#include "signet/jwe.h"
#include "signet/result.h"

namespace signet::jwe {

/// Empty members are drawn at random.
struct Preset {
  ByteView cek = {};
  ByteView iv = {};
  crypto::KeyMaterial::Ptr ephemeral = {};
  ByteView wrap_iv = {};
  ByteView p2s = {};
};

Result<std::string> encrypt_compact(ByteView plaintext, const Recipient& recipient, const ContentEncryption& enc,
                                    const Options& options, const Preset& preset);
Result<std::string> encrypt_flattened(ByteView plaintext, const Recipient& recipient, const ContentEncryption& enc,
                                      const Options& options, const Preset& preset);
Result<std::string> encrypt_general(ByteView plaintext, std::span<const Recipient> recipients,
                                    const ContentEncryption& enc, const Options& options, const Preset& preset);

}  // namespace signet::jwe

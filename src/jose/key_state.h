// What a signet::Key holds.
#pragma once

#include "crypto/key_material.h"
#include "signet/key.h"

namespace signet {

/// Made only after the checks of key_info.h; never changed afterwards.
struct KeyState {
  crypto::KeyMaterial::Ptr material;
  KeyInfo info;
};

}  // namespace signet

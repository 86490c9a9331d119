// What registered claims ask of their values beside the type: one constant for each claim that asks something, named
// like the claim, defined in the file of its family.
#pragma once

#include "jwt/checks/claim_check.h"

namespace signet::jwt {}  // namespace signet::jwt

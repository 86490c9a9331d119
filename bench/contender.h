// Who takes part: each library's verification and signing of one token, as jobs that can be timed.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "material.h"

namespace signet::bench {

/// One operation. False: it failed, or the token was refused.
using Job = std::function<bool()>;

/// One library with one key. Everything that a program would do once (parse the key, fetch the algorithm) is done
/// when it is made; a job does what must be done for each token.
class Contender {
 public:
  virtual ~Contender() = default;
  virtual std::string_view name() const = 0;
  /// A job that verifies `token` and reads its claims, or an empty one when this contender only signs.
  virtual Job verify_job(const std::string& token) = 0;
  /// A job that makes the token of the Material, or an empty one when this contender only verifies.
  virtual Job sign_job() = 0;
  /// What the sign job made last.
  virtual std::string signed_token() const = 0;
};

using Contenders = std::vector<std::unique_ptr<Contender>>;

/// Adds the contenders of a library; none when it does not have the algorithm.
void add_signet(Contenders& out, const Material& material);
void add_libcrypto(Contenders& out, const Material& material);
void add_libjwt(Contenders& out, const Material& material);
void add_rhonabwy(Contenders& out, const Material& material);

/// The name under which the plain libcrypto call takes part; all ratios are to it.
inline constexpr std::string_view kRaw = "libcrypto";

/// "OpenSSL 3.0.19 27 Jan 2026": the libcrypto that runs.
std::string libcrypto_version();

}  // namespace signet::bench

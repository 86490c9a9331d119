// Result and Error: how every function of Signet says that something did not hold.
#pragma once

#include <cstdint>
#include <expected>
#include <string>
#include <string_view>
#include <utility>

#if defined(__clang__)
#define SIGNET_LIFETIME_BOUND [[clang::lifetimebound]]
#else
#define SIGNET_LIFETIME_BOUND
#endif

namespace signet {

/// One code for each reason that a caller may want to tell apart (`errors.def`).
enum class Errc : std::uint16_t {
#define SIGNET_ERROR(name, text) name,
#include "signet/errors.def"
#undef SIGNET_ERROR
};

/// The stable name of a code: "claim_missing". Valid forever.
std::string_view name_of(Errc code) noexcept;
/// One sentence, without a full stop, that says what the code means. Valid forever.
std::string_view text_of(Errc code) noexcept;

/// A rule of a specification that an input broke. Only constants of static storage are pointed to.
struct Rule {
  std::string_view section;  ///< "RFC 7515 4.1.11"
  std::string_view text;     ///< what the rule asks, in our own words
};

/// What failed (`code`), and the *name* of the member, claim, flag or file that it failed on (`subject`).
/// An Error never holds a value taken from a token or a key, so it may always be logged.
struct [[nodiscard]] Error {
  Errc code{};
  std::string subject;
  const Rule* rule = nullptr;  ///< null, or the rule that was broken; never owned
};

template <class T = void>
using Result = std::expected<T, Error>;

/// `return fail(Errc::claim_missing, "exp");` with a subject that comes from our own tables.
[[nodiscard]] inline std::unexpected<Error> fail(Errc code, std::string_view subject = {}, const Rule* rule = nullptr) {
  return std::unexpected(Error{code, std::string(subject), rule});
}

/// The same for a subject that was read from input (a member's name): cut to 64 bytes, control, delete,
/// non-ASCII and quote characters escaped, so that it is safe in a log and on a terminal.
[[nodiscard]] std::unexpected<Error> fail_on_input(Errc code, std::string_view name, const Rule* rule = nullptr);

/// "claim_missing(exp)", or "bad_signature" when there is no subject.
std::string to_string(const Error& error);

}  // namespace signet

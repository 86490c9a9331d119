#include "signet/result.h"

namespace signet {
namespace {

constexpr std::string_view kNames[] = {
#define SIGNET_ERROR(name, text) #name,
#include "signet/errors.def"
#undef SIGNET_ERROR
};
constexpr std::string_view kTexts[] = {
#define SIGNET_ERROR(name, text) text,
#include "signet/errors.def"
#undef SIGNET_ERROR
};

// A subject from input is cut before it is escaped, so that work and memory are bounded.
constexpr std::size_t kMaxSubject = 64;

}  // namespace

std::string_view name_of(Errc code) noexcept {
  return kNames[static_cast<std::size_t>(code)];
}

std::string_view text_of(Errc code) noexcept {
  return kTexts[static_cast<std::size_t>(code)];
}

std::unexpected<Error> fail_on_input(Errc code, std::string_view name, const Rule* rule) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string subject;
  for (const char c : name.substr(0, kMaxSubject)) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte >= 0x20 && byte < 0x7f && c != '"' && c != '\\' && c != '(' && c != ')') {
      subject += c;
    } else {
      subject += {'\\', 'x', kDigits[byte >> 4], kDigits[byte & 15]};
    }
  }
  if (name.size() > kMaxSubject) subject += "...";
  return std::unexpected(Error{code, std::move(subject), rule});
}

std::string to_string(const Error& error) {
  std::string text(name_of(error.code));
  if (!error.subject.empty()) text.append("(").append(error.subject).append(")");
  return text;
}

}  // namespace signet

#include "forge.h"

namespace signet::test {

std::vector<Hostile> unencoded_tokens(std::string_view header, std::string_view payload, const Signer& signer) {
  const auto with = [&](std::string_view more) { return joined({header.substr(0, header.size() - 1), more, "}"}); };
  const std::string text(payload);
  std::vector<Hostile> all;
  for (const std::string_view more : {R"(,"b64":false)", R"(,"b64":true)", R"(,"b64":null)", R"(,"b64":"false")",
                                      R"(,"b64":0)", R"(,"\u0062\u0036\u0034":false)"})
    all.push_back({forge(with(more), payload, signer), "header_parameter(b64)"});
  constexpr std::string_view kOfHeader = "crit_unknown(b64)|header_parameter(b64)";
  for (const std::string_view more : {R"(,"b64":false,"crit":["b64"])", R"(,"b64":true,"crit":["b64"])"}) {
    const std::string segment = b64(with(more));
    all.push_back({sign_segments(segment, b64(payload), signer), std::string(kOfHeader)});
    // The payload as it is: signed, and with a dot in it.
    all.push_back({sign_segments(segment, text, signer), "malformed_token(segments)|malformed_token(payload)"});
    all.push_back({sign_segments(segment, "no.dots", signer), "malformed_token(segments)"});
    all.push_back({sign_segments(segment, "plain", signer), std::string(kOfHeader)});
  }
  return all;
}

}  // namespace signet::test

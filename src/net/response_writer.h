// Answers as HTTP/1.1 sends them.
#pragma once

#include <string>
#include <string_view>

#include "net/http.h"
#include "net/refusal.h"
#include "net/request_reader.h"

namespace signet::net {

inline constexpr std::string_view kContinue = "HTTP/1.1 100 Continue\r\n\r\n";

/// Whether an answer can be sent as it is: its status is a final one, its fields are fields by the grammar, and none of
/// them is the server's to write.
bool is_sendable(const Response& response) noexcept;

/// Status line and fields with the empty line. `response` is sendable. `is_head`: the request's method was HEAD.
std::string write_head(const Response& response, const Framing& framing, bool is_head, std::string_view date);

/// Whether the octets of the body follow the header.
bool has_body(const Response& response, bool is_head) noexcept;

/// The answer to a request that is refused: its status, and the text of its row.
Response answer_to(Refusal refusal);

}  // namespace signet::net

#include "keys/transfer.h"

#include <netinet/in.h>
#include <sys/socket.h>

#include <algorithm>
#include <cstring>
#include <optional>
#include <utility>

#include "codec/ascii.h"
#include "keys/address_guard.h"

namespace signet::keys {
namespace {

struct Outcome {
  CURLcode code;
  Errc error;
  std::string_view subject;
};
constexpr Outcome kOutcomes[] = {
    {CURLE_URL_MALFORMAT, Errc::fetch_refused, "url"},
    {CURLE_COULDNT_RESOLVE_HOST, Errc::fetch_failed, "resolve"},
    {CURLE_COULDNT_CONNECT, Errc::fetch_failed, "connect"},
    {CURLE_OPERATION_TIMEDOUT, Errc::fetch_failed, "timeout"},
    {CURLE_PEER_FAILED_VERIFICATION, Errc::fetch_failed, "certificate"},
    {CURLE_SSL_CACERT_BADFILE, Errc::fetch_failed, "certificate"},
    {CURLE_SSL_ISSUER_ERROR, Errc::fetch_failed, "certificate"},
    {CURLE_SSL_CONNECT_ERROR, Errc::fetch_failed, "tls"},
    {CURLE_SSL_CIPHER, Errc::fetch_failed, "tls"},
    {CURLE_SSL_ENGINE_INITFAILED, Errc::fetch_failed, "tls"},
    {CURLE_FILESIZE_EXCEEDED, Errc::limit_exceeded, "bytes"},
};

std::optional<IpAddress> address_of(const curl_sockaddr& address) {
  if (address.family == AF_INET) {
    sockaddr_in v4{};
    std::memcpy(&v4, &address.addr, sizeof v4);
    std::array<std::uint8_t, 4> octets{};
    std::memcpy(octets.data(), &v4.sin_addr, octets.size());
    return ip_v4(octets);
  }
  if (address.family == AF_INET6 && address.addrlen >= sizeof(sockaddr_in6)) {
    // curl_sockaddr declares a short sockaddr; libcurl keeps the whole of it there.
    sockaddr_in6 v6{};
    std::memcpy(&v6, static_cast<const void*>(&address.addr), sizeof v6);
    std::array<std::uint8_t, 16> octets{};
    std::memcpy(octets.data(), &v6.sin6_addr, octets.size());
    return ip_v6(octets);
  }
  return std::nullopt;
}

bool is_field_value(char c) {
  return codec::is_vschar(c) || c == '\t';
}

template <class Value>
bool set(CURL* easy, CURLoption option, Value value) {
  return curl_easy_setopt(easy, option, value) == CURLE_OK;
}

}  // namespace

Result<> check_request(const HttpRequest& request, const TransferRules& rules) {
  const std::size_t most = rules.unix_socket.empty() ? kMaxRequestBody : kMaxLocalBody;
  constexpr std::string_view kMethods[] = {"GET", "POST", "PATCH", "DELETE"};
  if (std::ranges::find(kMethods, request.method) == std::end(kMethods)) return fail(Errc::fetch_refused, "method");
  if (request.body.size() > most || ((request.method == "GET" || request.method == "DELETE") && !request.body.empty()))
    return fail(Errc::fetch_refused, "body");
  if (request.fields.size() > kMaxRequestFields) return fail(Errc::fetch_refused, "field");
  for (const HttpField& field : request.fields) {
    const bool is_good = codec::all(field.name, codec::is_tchar) && std::ranges::all_of(field.value, is_field_value) &&
                         !field.value.empty();
    if (!is_good || codec::equal_ignoring_case(field.name, "host")) return fail(Errc::fetch_refused, "field");
  }
  return {};
}

Transfer::Transfer(HttpRequest request, FetchTarget target, HttpClient::Done done, const TransferRules& rules)
    : request_(std::move(request)),
      target_(std::move(target)),
      done_(std::move(done)),
      rules_(&rules),
      deadline_(std::chrono::steady_clock::now() + request_.timeout) {}

bool Transfer::prepare(SteadyTime now) {
  easy_.reset(curl_easy_init());
  if (!easy_ || !set_request() || !set_guards()) return false;
  CURL* const easy = easy_.get();
  const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline_ - now).count();
  return set(easy, CURLOPT_TIMEOUT_MS, std::max<long>(static_cast<long>(left), 1)) &&
         set(easy, CURLOPT_WRITEFUNCTION, &Transfer::take_body) && set(easy, CURLOPT_WRITEDATA, this) &&
         set(easy, CURLOPT_HEADERFUNCTION, &Transfer::take_field) && set(easy, CURLOPT_HEADERDATA, this) &&
         set(easy, CURLOPT_OPENSOCKETFUNCTION, &Transfer::open_socket) && set(easy, CURLOPT_OPENSOCKETDATA, this);
}

bool Transfer::set_request() {
  CURL* const easy = easy_.get();
  // The head of a list stays what it is when something is appended.
  const auto append = [this](const std::string& line) {
    curl_slist* const head = curl_slist_append(fields_.get(), line.c_str());
    if (!fields_) fields_.reset(head);
    return head != nullptr;
  };
  for (const HttpField& field : request_.fields)
    if (!append(field.name + ": " + field.value)) return false;
  if (!append("Expect:")) return false;
  if (request_.method == "DELETE" && !set(easy, CURLOPT_CUSTOMREQUEST, "DELETE")) return false;
  if (request_.method == "PATCH" && !set(easy, CURLOPT_CUSTOMREQUEST, "PATCH")) return false;
  if (request_.method == "POST" || request_.method == "PATCH") {
    const bool has_body = set(easy, CURLOPT_POSTFIELDS, request_.body.data()) &&
                          set(easy, CURLOPT_POSTFIELDSIZE, static_cast<long>(request_.body.size()));
    if (!has_body) return false;
  }
  if (!rules_->unix_socket.empty() && !set(easy, CURLOPT_UNIX_SOCKET_PATH, rules_->unix_socket.c_str())) return false;
  return set(easy, CURLOPT_URL, request_.url.c_str()) && set(easy, CURLOPT_HTTPHEADER, fields_.get());
}

// Everything that keeps a transfer to its target. libcurl's own defaults are said as well where another version, or a
// distribution, may have others. A guard that cannot be set is no guard: then nothing is sent.
bool Transfer::set_guards() {
  CURL* const easy = easy_.get();
  const bool has_authorities = rules_->ca_file.empty() || (set(easy, CURLOPT_CAINFO, rules_->ca_file.c_str()) &&
                                                           set(easy, CURLOPT_CAPATH, nullptr));
  constexpr long kIdleConnection = 60;  // seconds after which a connection is not used again
  return has_authorities && set(easy, CURLOPT_PROTOCOLS_STR, target_.only_loopback ? "http" : "https") &&
         set(easy, CURLOPT_FOLLOWLOCATION, 0L) && set(easy, CURLOPT_NETRC, static_cast<long>(CURL_NETRC_IGNORED)) &&
         // Not even a proxy of the environment.
         set(easy, CURLOPT_PROXY, "") && set(easy, CURLOPT_NOPROXY, "*") && set(easy, CURLOPT_SSL_VERIFYPEER, 1L) &&
         set(easy, CURLOPT_SSL_VERIFYHOST, 2L) &&
         set(easy, CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2)) &&
         // No signals, and a resolver that hangs does not keep the fetcher from ending.
         set(easy, CURLOPT_NOSIGNAL, 1L) && set(easy, CURLOPT_QUICK_EXIT, 1L) &&
         set(easy, CURLOPT_HTTP09_ALLOWED, 0L) && set(easy, CURLOPT_USERAGENT, "signet") &&
         set(easy, CURLOPT_MAXFILESIZE_LARGE, static_cast<curl_off_t>(request_.max_body)) &&
         set(easy, CURLOPT_MAXAGE_CONN, kIdleConnection);
}

curl_socket_t Transfer::open_socket(void* self, curlsocktype /*purpose*/, curl_sockaddr* address) {
  Transfer& transfer = *static_cast<Transfer*>(self);
  const bool is_unix = !transfer.rules_->unix_socket.empty();
  const std::optional<IpAddress> target = address_of(*address);
  const bool may = is_unix ? address->family == AF_UNIX
                           : target && may_connect(*target, transfer.rules_->allow_loopback) &&
                                 (!transfer.target_.only_loopback || is_loopback(*target));
  if (!may) {
    transfer.address_refused_ = true;
    return CURL_SOCKET_BAD;
  }
  return socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
}

std::size_t Transfer::take_body(char* data, std::size_t size, std::size_t count, void* self) {
  Transfer& transfer = *static_cast<Transfer*>(self);
  const std::size_t octets = size * count;
  std::string& body = transfer.response_.body;
  if (octets > transfer.request_.max_body - body.size()) {
    transfer.too_large_ = true;
    return 0;
  }
  body.append(data, octets);
  return octets;
}

std::size_t Transfer::take_field(char* data, std::size_t size, std::size_t count, void* self) {
  Transfer& transfer = *static_cast<Transfer*>(self);
  const std::size_t octets = size * count;
  if (transfer.field_line({data, octets})) return octets;
  transfer.bad_fields_ = true;
  return 0;
}

bool Transfer::field_line(std::string_view line) {
  field_bytes_ += line.size();
  if (field_bytes_ > kMaxAnswerFieldBytes) return false;
  if (line.starts_with("HTTP/")) {  // a status line: what came before was an interim answer
    response_.fields.clear();
    return true;
  }
  line = codec::trimmed(line.substr(0, line.find_last_not_of("\r\n") + 1));
  if (line.empty()) return true;
  const std::size_t colon = line.find(':');
  if (colon == std::string_view::npos || response_.fields.size() == kMaxAnswerFields) return false;
  const std::string_view name = line.substr(0, colon);
  const std::string_view value = codec::trimmed(line.substr(colon + 1));
  if (!codec::all(name, codec::is_tchar) || contradicts_framing(name, value)) return false;
  response_.fields.push_back({std::string(name), std::string(value)});
  return true;
}

//= rfc9112#6.3 lengths that differ, or a length beside a coding, make the end of a message a matter of opinion
bool Transfer::contradicts_framing(std::string_view name, std::string_view value) const {
  const auto is_framing = [](std::string_view field) {
    return codec::equal_ignoring_case(field, "content-length") ||
           codec::equal_ignoring_case(field, "transfer-encoding");
  };
  return is_framing(name) && std::ranges::any_of(response_.fields, [&](const HttpField& before) {
           return is_framing(before.name) && (!codec::equal_ignoring_case(before.name, name) || before.value != value);
         });
}

// An HTTP/1 body that only the end of the connection ends may have been cut off by anybody on the way, since libcurl
// does not ask for TLS's own end of data.
bool Transfer::was_cut_off() const {
  long version = 0;
  curl_off_t length = -1;
  curl_easy_getinfo(easy_.get(), CURLINFO_HTTP_VERSION, &version);
  curl_easy_getinfo(easy_.get(), CURLINFO_CONTENT_LENGTH_DOWNLOAD_T, &length);
  const std::string* const coding = response_.find("transfer-encoding");
  const bool is_chunked = coding != nullptr && codec::equal_ignoring_case(*coding, "chunked");
  const bool is_framed = version >= CURL_HTTP_VERSION_2_0 || length >= 0 || is_chunked;
  return !target_.only_loopback && !is_framed && !response_.body.empty();
}

Error Transfer::error_of(CURLcode code) const {
  if (too_large_) return {Errc::limit_exceeded, "bytes"};
  if (bad_fields_) return {Errc::response_unusable, "fields"};
  if (address_refused_ && code == CURLE_COULDNT_CONNECT) return {Errc::fetch_refused, "address"};
  // The URL was judged before: what libcurl calls an unsupported protocol now is an answer that is no HTTP.
  if (code == CURLE_UNSUPPORTED_PROTOCOL) return {Errc::fetch_failed, "protocol"};
  const auto* const row = std::ranges::find(kOutcomes, code, &Outcome::code);
  if (row == std::end(kOutcomes)) return {Errc::fetch_failed, "protocol"};
  return {row->error, std::string(row->subject)};
}

Result<HttpResponse> Transfer::outcome(CURLcode code) {
  if (code != CURLE_OK) return std::unexpected(error_of(code));
  if (was_cut_off()) return fail(Errc::fetch_failed, "protocol");
  const std::string* const encoding = response_.find("content-encoding");
  if (encoding != nullptr && !codec::equal_ignoring_case(*encoding, "identity"))
    return fail(Errc::response_unusable, "encoding");
  long status = 0;
  curl_easy_getinfo(easy_.get(), CURLINFO_RESPONSE_CODE, &status);
  response_.status = static_cast<int>(status);
  return std::move(response_);
}

}  // namespace signet::keys

// A token server without sockets, in a folder of its own, whose clock a test moves.
#pragma once

#include <atomic>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "net/http.h"
#include "server/serve/application.h"
#include "signet/json.h"
#include "signet/seams/clock.h"

namespace signet::server::test {

class MovedClock final : public Clock {
 public:
  Timestamp now() const noexcept override { return Timestamp(Duration(now_.load())); }
  void move(Duration by) { now_ += by.count(); }

 private:
  // A round second, so that times of tokens are what they look like.
  std::atomic<std::int64_t> now_ = Duration(std::chrono::seconds(1'800'000'000)).count();
};

using FormFields = std::vector<std::pair<std::string_view, std::string_view>>;
/// As a body of application/x-www-form-urlencoded.
std::string form_of(const FormFields& fields);
/// The field Authorization for HTTP Basic.
HttpField basic(std::string_view id, std::string_view secret);

struct NewClient {
  std::string id;
  std::string secret;
};

class TestServer {
 public:
  TestServer();
  ~TestServer();
  TestServer(const TestServer&) = delete;
  TestServer& operator=(const TestServer&) = delete;

  /// Through the door, as if from a connection.
  net::Response ask(net::Request request);
  net::Response get(std::string_view path, std::vector<HttpField> fields = {});
  net::Response post(std::string_view path, const FormFields& form, std::vector<HttpField> fields = {});
  /// A request to the token endpoint of the tenant.
  net::Response token(const FormFields& form, std::vector<HttpField> fields = {}, std::string_view tenant = "default");

  /// An operation of the admin API, which has to go well: its answer.
  json::Document admin(std::string_view method, std::string_view path, std::string body = {});
  net::Response try_admin(std::string_view method, std::string_view path, std::string body = {});
  /// A client from the members of an object, "grants":["client_credentials"] unless it says others.
  NewClient client(std::string members, std::string_view tenant = "default");
  void make_tenant(std::string_view name, const std::string& members = {});

  /// Ends it and opens the same folder again.
  void restart();
  MovedClock& clock() noexcept { return *clock_; }
  Timestamp now() const noexcept { return clock_->now(); }
  Application& application() noexcept { return *application_; }
  const std::filesystem::path& folder() const noexcept { return folder_; }
  std::string issuer(std::string_view tenant = "default") const;

 private:
  void open();
  std::filesystem::path folder_;
  std::shared_ptr<MovedClock> clock_ = std::make_shared<MovedClock>();
  std::unique_ptr<Application> application_;
};

/// The body as JSON; fails the test where it is none.
json::Document json_of(const net::Response& response);
/// A text member of the body, or empty.
std::string member(const net::Response& response, std::string_view name);
/// A text member of a value, or empty.
std::string text(const json::Value& object, std::string_view name);
/// Header and payload of a token, unverified.
json::Document payload_of(std::string_view token);
json::Document header_of(std::string_view token);

}  // namespace signet::server::test

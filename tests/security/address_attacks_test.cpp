// Attacks on what is fetched: row 12, addresses.
#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "scorecard.h"
#include "signet/fetcher.h"
#include "target.h"

namespace signet::test {
namespace {

/// Something on this machine that an attacker would like to reach. It hears whether anybody came.
class Inside {
 public:
  Inside() {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_ANY);
    socklen_t size = sizeof address;
    EXPECT_EQ(bind(socket_, reinterpret_cast<sockaddr*>(&address), size), 0);
    EXPECT_EQ(listen(socket_, 64), 0);
    EXPECT_EQ(getsockname(socket_, reinterpret_cast<sockaddr*>(&address), &size), 0);
    port_ = ntohs(address.sin_port);
  }
  Inside(const Inside&) = delete;
  Inside& operator=(const Inside&) = delete;
  ~Inside() { close(socket_); }

  std::string port() const { return std::to_string(port_); }
  /// Whether a connection waits.
  bool was_reached() const {
    const int came = accept4(socket_, nullptr, nullptr, SOCK_CLOEXEC);
    if (came >= 0) close(came);
    return came >= 0;
  }

 private:
  int socket_ = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  int port_ = 0;
};

std::string say(Fetcher& fetcher, const std::string& url) {
  const Result<HttpResponse> answer = fetcher.send_and_wait({.url = url});
  return answer ? "ok" : to_string(answer.error());
}

void refuse_address(Fetcher& fetcher, const std::string& url, std::string_view expected,
                    const std::source_location& where = std::source_location::current()) {
  refuse_result(Form::address, {}, say(fetcher, url), expected, where);
}

// This machine, in every spelling that a resolver or a library may understand.
constexpr std::string_view kThisMachine[] = {"127.0.0.1",
                                             "127.1",
                                             "127.0.1",
                                             "2130706433",
                                             "0x7f000001",
                                             "0x7f.1",
                                             "0177.0.0.1",
                                             "017700000001",
                                             "127.255.255.254",
                                             "0",
                                             "0.0.0.0",
                                             "localhost",
                                             "LOCALHOST",
                                             "localhost.",
                                             "[::1]",
                                             "[::]",
                                             "[0:0:0:0:0:0:0:1]",
                                             "[::127.0.0.1]",
                                             "[::ffff:127.0.0.1]",
                                             "[::ffff:7f00:1]",
                                             "[64:ff9b::127.0.0.1]",
                                             "[64:ff9b:1::7f00:1]",
                                             "[2002:7f00:1::]"};
// What only a network of its own reaches: private, link-local and shared addresses, metadata services, multicast.
constexpr std::string_view kElsewhere[] = {"10.0.0.1",
                                           "172.16.0.1",
                                           "172.31.255.255",
                                           "192.168.0.1",
                                           "169.254.169.254",
                                           "169.254.170.2",
                                           "100.64.0.1",
                                           "100.100.100.200",
                                           "192.0.0.192",
                                           "192.0.2.1",
                                           "198.18.0.1",
                                           "198.51.100.1",
                                           "203.0.113.1",
                                           "192.88.99.1",
                                           "224.0.0.1",
                                           "239.255.255.250",
                                           "240.0.0.1",
                                           "255.255.255.255",
                                           "[fe80::1]",
                                           "[fc00::1]",
                                           "[fd00:ec2::254]",
                                           "[fec0::1]",
                                           "[ff02::1]",
                                           "[2001:db8::1]",
                                           "[2001::1]",
                                           "[100::1]",
                                           "[::ffff:10.0.0.1]",
                                           "[64:ff9b::a9fe:a9fe]",
                                           "[2002:a9fe:a9fe::1]",
                                           "[::169.254.169.254]"};

TEST(Attack12, ThisMachineIsNotAsked) {
  const Inside inside;
  const auto fetcher = Fetcher::start({.remember_failures = {}}).value();
  for (const std::string_view host : kThisMachine)
    refuse_address(*fetcher, joined({"https://", host, ":", inside.port(), "/jwks.json"}),
                   "fetch_refused(address)|fetch_refused(url)|fetch_failed(resolve)");
  EXPECT_FALSE(inside.was_reached());
}

TEST(Attack12, NetworksOfTheirOwnAreNotAsked) {
  const auto fetcher = Fetcher::start({.remember_failures = {}}).value();
  for (const std::string_view host : kElsewhere)
    refuse_address(*fetcher, joined({"https://", host, "/latest/meta-data/"}), "fetch_refused(address)");
  const auto with_loopback = Fetcher::start({.allow_loopback = true, .remember_failures = {}}).value();
  for (const std::string_view host : kElsewhere)
    refuse_address(*with_loopback, joined({"https://", host, "/"}), "fetch_refused(address)");
}

TEST(Attack12, OnlyHttpsWithoutAUser) {
  const Inside inside;
  const auto fetcher = Fetcher::start({.remember_failures = {}}).value();
  const std::string here = joined({"127.0.0.1:", inside.port()});
  for (const std::string_view scheme : {"http", "HTTP", "file", "ftp", "gopher", "dict", "ldap", "smb", "telnet", "scp",
                                        "data", "jar", "ws", "imap", "tftp", "rtsp", "mqtt", "httpss"})
    refuse_address(*fetcher, joined({scheme, "://", here, "/"}), "fetch_refused(scheme)|fetch_refused(url)");
  for (const std::string_view user : {"user@", "user:password@", "@", ":@", "as.example@", "as.example%2f@"})
    refuse_address(*fetcher, joined({"https://", user, here, "/"}), "fetch_refused(userinfo)|fetch_refused(url)");
  EXPECT_FALSE(inside.was_reached());
}

TEST(Attack12, WhatIsNoUrl) {
  const Inside inside;
  const auto fetcher = Fetcher::start({.remember_failures = {}}).value();
  const std::string here = joined({"127.0.0.1:", inside.port()});
  const std::string odd[] = {"",
                             "/etc/passwd",
                             "https:",
                             "https://",
                             "https:///etc/passwd",
                             joined({"//", here, "/"}),
                             joined({"https:/", here, "/"}),
                             joined({"https:\\\\", here, "\\"}),
                             joined({" https://", here, "/"}),
                             joined({"https://", here, "/ HTTP/1.1\r\nX: y"}),
                             joined({"https://", here, "/\r\n"}),
                             joined({"https://", here, std::string_view("/\0", 2)}),
                             joined({"https://as.example\\@", here, "/"}),
                             joined({"https://as.example#@", here, "\n"}),
                             joined({"https://[", here, "/"}),
                             "https://[::1/",
                             "https://[::1%25lo]/",
                             "https://as.example:99999/",
                             "https://as.example:port/",
                             "https://as.example:-1/",
                             joined({"https://", std::string(70'000, 'a'), "/"})};
  for (const std::string& url : odd)
    refuse_address(*fetcher, url,
                   "fetch_refused(url)|fetch_refused(scheme)|fetch_refused(userinfo)|fetch_refused(address)");
  EXPECT_FALSE(inside.was_reached());
}

}  // namespace
}  // namespace signet::test

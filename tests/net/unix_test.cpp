// Unix sockets, and sockets that another process has opened.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <string>

#include "net/fixture.h"

namespace signet::net::test {
namespace {

class UnixTest : public ServerTest {
 protected:
  void SetUp() override {
    std::string folder = (std::filesystem::temp_directory_path() / "signet-net-XXXXXX").string();
    ASSERT_NE(::mkdtemp(folder.data()), nullptr);
    folder_ = folder;
    path_ = folder_ / "socket";
  }
  void TearDown() override {
    server_.reset();
    std::filesystem::remove_all(folder_);
  }
  ServerOptions at_path(unsigned mode = 0600U) {
    ServerOptions chosen = options();
    chosen.listeners = {{.at = UnixListener{.path = path_.string(), .mode = mode}}};
    return chosen;
  }
  Errc start_fails() {
    const auto started = Server::start(at_path());
    return started ? Errc::internal : started.error().code;
  }

  std::filesystem::path folder_;
  std::filesystem::path path_;
};

/// A socket file that nobody listens at any more.
void leave_socket(const std::string& path) {
  sockaddr_un local{};
  local.sun_family = AF_UNIX;
  path.copy(local.sun_path, sizeof local.sun_path - 1);
  const int made = ::socket(AF_UNIX, SOCK_STREAM, 0);
  ASSERT_EQ(::bind(made, reinterpret_cast<const sockaddr*>(&local), sizeof local), 0);
  ::close(made);
}

TEST_F(UnixTest, ServesWithItsModeAndIsRemovedAtTheEnd) {
  start(at_path(0620U));
  struct stat found{};
  ASSERT_EQ(::stat(path_.c_str(), &found), 0);
  EXPECT_EQ(found.st_mode & 0777U, 0620U);
  RawClient client = RawClient::to_path(path_);
  client.send(get("/peer"));
  EXPECT_EQ(client.read().body, "unix plain 0");
  server_->stop(milliseconds(0));
  EXPECT_TRUE(std::filesystem::is_empty(folder_));
}

TEST_F(UnixTest, WhatADeadProcessLeftIsReplaced) {
  leave_socket(path_);
  start(at_path());
  RawClient client = RawClient::to_path(path_);
  client.send(get("/peer"));
  EXPECT_EQ(client.read().status, 200);
}

TEST_F(UnixTest, OneThatIsInUseIsAnErrorAndGoesOn) {
  start(at_path());
  EXPECT_EQ(start_fails(), Errc::address_in_use);
  RawClient client = RawClient::to_path(path_);
  client.send(get("/peer"));
  EXPECT_EQ(client.read().status, 200);
}

TEST_F(UnixTest, AFileThatIsNoSocketStays) {
  std::ofstream(path_) << "content";
  EXPECT_EQ(start_fails(), Errc::listen_failed);
  EXPECT_EQ(std::filesystem::file_size(path_), 7U);
}

TEST_F(UnixTest, APathThatIsTooLongIsAnError) {
  path_ = folder_ / std::string(120, 'a');
  EXPECT_EQ(start_fails(), Errc::listen_failed);
}

TEST_F(UnixTest, AnotherOnesFileIsNotRemoved) {
  start(at_path());
  std::filesystem::remove(path_);
  leave_socket(path_);
  server_->stop(milliseconds(0));
  EXPECT_TRUE(std::filesystem::exists(path_));
}

TEST_F(ServerTest, AnInheritedSocketIsServed) {
  const int made = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  ServerOptions chosen = options();
  chosen.listeners = {{.at = InheritedListener{.descriptor = made}}};
  EXPECT_EQ(Server::start(std::move(chosen)).error().code, Errc::listen_failed);  // it does not listen
  ASSERT_EQ(::listen(made, 16), 0);
  chosen = options();
  chosen.listeners = {{.at = InheritedListener{.descriptor = made}}};
  start(std::move(chosen));
  ASSERT_NE(server_->port(0), 0);
  RawClient client = connect();
  client.send(get("/peer"));
  EXPECT_EQ(client.read().body, "127.0.0.1 plain 0");
}

}  // namespace
}  // namespace signet::net::test

// The log was lost and begun anew; and the feed that falls silent.
#include <chrono>

#include "feed_fixture.h"

namespace signet::test {
namespace {

using std::chrono::seconds;

class FeedEpochTest : public FeedTest {
 public:
  /// Five entries of the first log are known.
  void read_first_log(const RevocationFeedOptions& options = {}) {
    start(options);
    EXPECT_EQ(read({.to = 5, .entries = {entry(5, RevokedKind::jti, "old")}}), "page 1 to 5");
  }
};

TEST_F(FeedEpochTest, ANewLogIsReadFromItsBeginning) {
  read_first_log();
  clock->advance(seconds(5));
  // The server's new log ends before the place where the reader is.
  EXPECT_EQ(read({.from = 2, .to = 2, .epoch = "two", .now = clock->now()}), "new_epoch feed_refused(epoch)");
  EXPECT_EQ(last_error(), "feed_refused(epoch)");
  EXPECT_EQ(asked(), "?since=0");
  EXPECT_EQ(check_jti("old"), "revoked(jti)");
  EXPECT_EQ(
      read({.to = 1, .more = true, .entries = {entry(1, RevokedKind::jti, "n1")}, .epoch = "two", .now = clock->now()}),
      "page 1 to 1");
  // Not all of the new log is known: the reader has heard nothing yet.
  EXPECT_EQ(set->silence(), seconds(5));
  EXPECT_EQ(
      read({.from = 1, .to = 2, .entries = {entry(2, RevokedKind::jti, "n2")}, .epoch = "two", .now = clock->now()}),
      "page 1 to 2");
  EXPECT_EQ(set->silence(), Duration::zero());
  EXPECT_EQ(set->sequence(), 2u);
  for (const std::string_view known : {"old", "n1", "n2"}) EXPECT_EQ(check_jti(known), "revoked(jti)");
  EXPECT_EQ(feed->report().new_epochs, 1u);
  EXPECT_EQ(last_error(), "none");
}

TEST_F(FeedEpochTest, ANewLogThatIsLongerIsNoContinuationEither) {
  read_first_log();
  EXPECT_EQ(read({.from = 5, .to = 6, .entries = {entry(6, RevokedKind::jti, "n6")}, .epoch = "two"}),
            "new_epoch feed_refused(epoch)");
  EXPECT_EQ(check_jti("n6"), "ok");
  EXPECT_EQ(asked(), "?since=0");
}

// Somebody has kept a page of the log before.
TEST_F(FeedEpochTest, AnEpochThatIsOverIsNotReadAgain) {
  read_first_log();
  const std::string kept = page_of({.from = 0, .to = 0});
  clock->advance(seconds(5));
  EXPECT_EQ(read({.epoch = "two", .now = clock->now()}), "new_epoch feed_refused(epoch)");
  EXPECT_EQ(read({.to = 1, .entries = {entry(1, RevokedKind::jti, "n1")}, .epoch = "two", .now = clock->now()}),
            "page 1 to 1");
  EXPECT_EQ(take(std::string(kept)), "refused feed_refused(epoch)");
  EXPECT_EQ(asked(), "?since=1");
  // Nor when the reader has just left it, and reads from the beginning.
  EXPECT_EQ(read({.epoch = "three", .now = clock->now()}), "new_epoch feed_refused(epoch)");
  EXPECT_EQ(take(std::string(kept)), "refused feed_refused(epoch)");
  EXPECT_EQ(read({.epoch = "three", .now = clock->now()}), "page 0 to 0");
}

TEST_F(FeedEpochTest, WhoWantsToLookFirstRefusesEveryPageOfANewLog) {
  read_first_log({.follow_new_epoch = false});
  for (int i = 0; i < 3; ++i) EXPECT_EQ(read({.from = 5, .to = 5, .epoch = "two"}), "refused feed_refused(epoch)");
  EXPECT_EQ(asked(), "?since=5");
  EXPECT_EQ(feed->report().new_epochs, 0u);
  EXPECT_EQ(read({.from = 5, .to = 5}), "page 0 to 5");
}

TEST_F(FeedEpochTest, SilenceFailsClosed) {
  read_first_log();
  clock->advance(seconds(60));
  EXPECT_EQ(check_jti("x"), "ok");
  EXPECT_EQ(take("", "text/html", 503), "failed response_unusable(status)");
  clock->advance(seconds(1));
  EXPECT_EQ(check_jti("x"), "revocations_unknown(silent)");
  // What is refused is not heard.
  EXPECT_EQ(read({.from = 4, .to = 5, .now = clock->now()}), "refused feed_refused(sequence)");
  EXPECT_EQ(check_jti("x"), "revocations_unknown(silent)");
  EXPECT_EQ(read({.from = 5, .to = 5, .now = clock->now()}), "page 0 to 5");
  EXPECT_EQ(check_jti("x"), "ok");
}

TEST_F(FeedEpochTest, SilenceFailsOpenForAsLongAsWasSaid) {
  set = RevocationSet::make({.fail_open_for = seconds(120), .clock = clock}).value();
  read_first_log();
  clock->advance(seconds(180));
  EXPECT_EQ(check_jti("x"), "ok");
  EXPECT_EQ(check_jti("old"), "revoked(jti)");
  clock->advance(seconds(1));
  EXPECT_EQ(check_jti("x"), "revocations_unknown(silent)");
}

}  // namespace
}  // namespace signet::test

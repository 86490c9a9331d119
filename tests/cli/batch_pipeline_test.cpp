// The queue behind --batch: order, and both ways in which it ends early.
#include "cli/batch_pipeline.h"

#include <gtest/gtest.h>

#include <stdexcept>
#include <string>

namespace signet::cli {
namespace {

using State = BatchPipeline::State;

BatchPipeline::Work echo() {
  return [](const std::string& in, Answers& out) { out.text = in + "!"; };
}

// Pushes until the pipeline says that it has stopped; an endless input must not be read on.
State push_until_stopped(BatchPipeline& pipeline) {
  constexpr int kEndless = 1'000'000;
  State state = State::running;
  for (int i = 0; i < kEndless && state == State::running; ++i) state = pipeline.push("x");
  return state;
}

TEST(BatchPipeline, AnswersComeInTheOrderOfTheirQuestions) {
  std::string written;
  std::string wanted;
  BatchPipeline pipeline(4, echo, [&](const Answers& out) {
    written += out.text;
    return true;
  });
  for (int i = 0; i < 2000; ++i) {
    wanted += std::to_string(i) + "!";
    ASSERT_EQ(pipeline.push(std::to_string(i)), State::running);
  }
  EXPECT_EQ(pipeline.finish(), State::running);
  EXPECT_EQ(written, wanted);
}

TEST(BatchPipeline, NothingIsReadOnWhenNobodyListens) {
  int writes = 0;
  BatchPipeline pipeline(3, echo, [&](const Answers&) { return ++writes < 5; });
  EXPECT_EQ(push_until_stopped(pipeline), State::write_failed);
  EXPECT_EQ(pipeline.finish(), State::write_failed);
  EXPECT_EQ(writes, 5);
}

TEST(BatchPipeline, AnExceptionOfAWorkerEndsTheBatchAndNotTheProgram) {
  const auto make_failing = []() -> BatchPipeline::Work {
    return [](const std::string&, Answers&) { throw std::runtime_error("no memory"); };
  };
  BatchPipeline pipeline(3, make_failing, [](const Answers&) { return true; });
  EXPECT_EQ(push_until_stopped(pipeline), State::work_failed);
  EXPECT_EQ(pipeline.finish(), State::work_failed);
}

TEST(BatchPipeline, EndsWithoutHavingBegun) {
  BatchPipeline pipeline(2, echo, [](const Answers&) { return false; });
  EXPECT_EQ(pipeline.finish(), State::running);
}

}  // namespace
}  // namespace signet::cli

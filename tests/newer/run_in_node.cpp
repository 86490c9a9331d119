// Runs the tests that are linked in as soon as node loads the object, and ends the process with their result.
#include <cstdio>
#include <cstdlib>

#include <gtest/gtest.h>

#include "signet/algorithm.h"

extern "C" {

// What node calls with a module's environment and exports; neither is used.
[[gnu::visibility("default")]] void* napi_register_module_v1(void*, void*);
[[gnu::visibility("default")]] int node_api_module_get_api_version_v1();

int node_api_module_get_api_version_v1() {
  return 8;
}

void* napi_register_module_v1(void*, void*) {
  // Without it the tests of ML-DSA hold that there is none, and would say nothing new.
  if (!signet::describe(*signet::find_signature_algorithm("ML-DSA-44")).available) {
    std::puts("this libcrypto has no ML-DSA");
    std::_Exit(1);
  }
  int count = 1;
  char name[] = "newer";
  char* arguments[] = {name, nullptr};
  testing::InitGoogleTest(&count, arguments);
  const int result = RUN_ALL_TESTS();
  std::fflush(stdout);
  std::_Exit(result);
}
}

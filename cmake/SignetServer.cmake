# What serves: the HTTP server, and on it the sidecar. An archive of its own, which is not installed: the program and the
# tests link it. Boost is used by its headers alone.
if(NOT SIGNET_REMOTE)
  message(FATAL_ERROR "SIGNET_SERVER needs SIGNET_REMOTE")
endif()
find_package(Boost 1.81 REQUIRED)
find_package(OpenSSL 3.0 REQUIRED COMPONENTS SSL Crypto)
find_package(Threads REQUIRED)
find_package(fmt REQUIRED)
find_package(spdlog REQUIRED)
find_package(prometheus-cpp REQUIRED)
find_package(tomlplusplus REQUIRED)
find_package(SQLite3 3.38 REQUIRED)
add_library(signet_serving STATIC)
add_library(Signet::server ALIAS signet_serving)
target_link_libraries(signet_serving PUBLIC Signet::remote PRIVATE OpenSSL::SSL Threads::Threads
  fmt::fmt spdlog::spdlog prometheus-cpp::core tomlplusplus::tomlplusplus SQLite::SQLite3)

signet_layer(net INTO signet_serving crypto codec)
target_link_libraries(signet_net PRIVATE Boost::headers OpenSSL::SSL Threads::Threads)
target_compile_definitions(signet_net PRIVATE BOOST_ASIO_SEPARATE_COMPILATION BOOST_ASIO_NO_DEPRECATED)

signet_layer(server INTO signet_serving net keys resource profiles jwt jose crypto codec)
target_link_libraries(signet_server PRIVATE fmt::fmt spdlog::spdlog prometheus-cpp::core tomlplusplus::tomlplusplus SQLite::SQLite3 Threads::Threads)
signet_not_installed(signet_net signet_server)
if(SIGNET_DEVELOPER)  # Asio takes minutes to optimise under a sanitizer
  target_compile_options(signet_net PRIVATE -O0)
endif()

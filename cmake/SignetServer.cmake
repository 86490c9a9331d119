# What serves: the HTTP server. An archive of its own, which is not installed: the program and the tests link it.
# Boost is used by its headers alone.
find_package(Boost 1.81 QUIET)
if(Boost_FOUND)
  find_package(OpenSSL 3.0 REQUIRED COMPONENTS SSL Crypto)
  find_package(Threads REQUIRED)
  # Nothing but tests needs it yet.
  add_library(signet_server STATIC EXCLUDE_FROM_ALL)
  add_library(Signet::server ALIAS signet_server)
  target_link_libraries(signet_server PUBLIC Signet::signet PRIVATE OpenSSL::SSL Threads::Threads)
  signet_layer(net INTO signet_server crypto codec)
  set_target_properties(signet_net PROPERTIES EXCLUDE_FROM_ALL ON)
  target_link_libraries(signet_net PRIVATE Boost::headers OpenSSL::SSL Threads::Threads)
  target_compile_definitions(signet_net PRIVATE BOOST_ASIO_SEPARATE_COMPILATION BOOST_ASIO_NO_DEPRECATED)
  if(SIGNET_DEVELOPER)  # Asio and Beast take minutes to optimise under a sanitizer
    target_compile_options(signet_net PRIVATE -O0)
  endif()
else()
  message(WARNING "The server is left out: it needs the headers of Boost 1.81 or newer (-DSIGNET_SERVER=OFF says that this is meant)")
  signet_layer_uses(net crypto codec)
endif()

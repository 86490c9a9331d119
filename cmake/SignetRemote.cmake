# Signet::remote: what asks the network for keys and revocations. An archive of its own, since it brings libcurl along.
find_package(CURL 7.87 REQUIRED)
find_package(Threads REQUIRED)
add_library(signet_remote)
add_library(Signet::remote ALIAS signet_remote)
set_target_properties(signet_remote PROPERTIES OUTPUT_NAME signet-remote EXPORT_NAME remote)
target_link_libraries(signet_remote PUBLIC Signet::signet PRIVATE CURL::libcurl Threads::Threads)
signet_layer(keys INTO signet_remote profiles jwt jose crypto codec)
target_link_libraries(signet_keys PRIVATE CURL::libcurl Threads::Threads)

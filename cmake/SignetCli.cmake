# The program `signet`: the first user of the public headers. Its command line is read by src/cli/arguments.cpp.
find_package(fmt REQUIRED)
find_package(Threads REQUIRED)
file(GLOB_RECURSE cli_sources CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/src/cli/*.cpp)
add_executable(signet_program ${cli_sources})
set_target_properties(signet_program PROPERTIES OUTPUT_NAME signet)
target_include_directories(signet_program PRIVATE ${PROJECT_SOURCE_DIR}/src)
target_compile_definitions(signet_program PRIVATE SIGNET_VERSION="${PROJECT_VERSION}")
target_link_libraries(signet_program PRIVATE Signet::signet signet_warnings fmt::fmt Threads::Threads)
# The page that `signet man` prints; a test compares the two.
install(FILES ${PROJECT_SOURCE_DIR}/docs/man/signet.1 DESTINATION ${CMAKE_INSTALL_MANDIR}/man1)

# The program `signet`: the first user of the public headers. Its command line is read by src/cli/arguments.cpp.
find_package(fmt REQUIRED)
find_package(Threads REQUIRED)
file(GLOB_RECURSE cli_sources CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/src/cli/*.cpp)
list(FILTER cli_sources EXCLUDE REGEX "/cli/main\\.cpp$")
# Objects, so that tests and fuzzing use what the program is made of.
add_library(signet_cli OBJECT ${cli_sources})
target_include_directories(signet_cli PUBLIC ${PROJECT_SOURCE_DIR}/src)
target_compile_definitions(signet_cli PRIVATE SIGNET_VERSION="${PROJECT_VERSION}")
target_link_libraries(signet_cli PUBLIC Signet::server Signet::remote fmt::fmt Threads::Threads PRIVATE signet_warnings)
add_executable(signet_program ${PROJECT_SOURCE_DIR}/src/cli/main.cpp)
set_target_properties(signet_program PROPERTIES OUTPUT_NAME signet)
target_link_libraries(signet_program PRIVATE signet_cli signet_warnings)
signet_not_installed(signet_cli signet_program)
signet_precompile(signet_cli)
# The page that `signet man` prints; a test compares the two.
install(FILES ${PROJECT_SOURCE_DIR}/docs/man/signet.1 DESTINATION ${CMAKE_INSTALL_MANDIR}/man1)

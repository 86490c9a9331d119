# Installed: the archive, the public headers, a CMake package and a pkg-config file that can be moved.
include(CMakePackageConfigHelpers)
install(TARGETS signet EXPORT SignetTargets)
install(DIRECTORY ${PROJECT_SOURCE_DIR}/include/signet DESTINATION ${CMAKE_INSTALL_INCLUDEDIR})
install(EXPORT SignetTargets NAMESPACE Signet:: DESTINATION ${CMAKE_INSTALL_LIBDIR}/cmake/Signet)
configure_package_config_file(${PROJECT_SOURCE_DIR}/cmake/SignetConfig.cmake.in SignetConfig.cmake
  INSTALL_DESTINATION ${CMAKE_INSTALL_LIBDIR}/cmake/Signet)
write_basic_package_version_file(SignetConfigVersion.cmake COMPATIBILITY SameMinorVersion)
install(FILES ${CMAKE_CURRENT_BINARY_DIR}/SignetConfig.cmake ${CMAKE_CURRENT_BINARY_DIR}/SignetConfigVersion.cmake
  DESTINATION ${CMAKE_INSTALL_LIBDIR}/cmake/Signet)
file(RELATIVE_PATH SIGNET_PC_UP /${CMAKE_INSTALL_LIBDIR} /)
configure_file(${PROJECT_SOURCE_DIR}/cmake/signet.pc.in signet.pc @ONLY)
install(FILES ${CMAKE_CURRENT_BINARY_DIR}/signet.pc DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig)
if(SIGNET_CLI)
  install(TARGETS signet_program)
endif()

# Warnings that hold for all code of the house. They are errors for those who work on it, not for a user whose newer
# compiler knows more of them.
add_library(signet_warnings INTERFACE)
target_compile_options(signet_warnings INTERFACE
  -Wall -Wextra -Wpedantic -Wconversion -Wsign-conversion -Wshadow -Wnon-virtual-dtor -Wold-style-cast
  -Wundef -Wcast-qual -Woverloaded-virtual $<$<BOOL:${SIGNET_DEVELOPER}>:-Werror>)
# g++ 12 sees overlapping copies in std::string where there are none (GCC bug 105651).
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 13)
  target_compile_options(signet_warnings INTERFACE -Wno-restrict)
endif()

# clang reports that stable_sort of libstdc++ 12 uses what is deprecated; g++ goes on reporting what we use ourselves.
if(CMAKE_CXX_COMPILER_ID STREQUAL "Clang")
  target_compile_options(signet_warnings INTERFACE -Wno-deprecated-declarations)
endif()

# signet_layer_uses(<name> [<layers it may use>...])
# The arrows between layers: tests/arch reads them from layers.txt and finds every #include that goes another way.
function(signet_layer_uses name)
  string(JOIN " " uses ${ARGN})
  set_property(GLOBAL APPEND_STRING PROPERTY SIGNET_LAYERS "${name}: ${uses}\n")
endfunction()

function(signet_write_layers file)
  get_property(layers GLOBAL PROPERTY SIGNET_LAYERS)
  file(CONFIGURE OUTPUT ${file} CONTENT "${layers}" @ONLY)
endfunction()

# signet_precompile(<target>)
# Half of the time of a unit goes into reading the standard library, so that is read once. Not for those who work on the
# code: there every unit shows whether it includes what it uses.
function(signet_precompile target)
  get_property(owner GLOBAL PROPERTY SIGNET_PRECOMPILED)
  if(SIGNET_DEVELOPER OR NOT CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    return()
  elseif(owner)
    target_precompile_headers(${target} REUSE_FROM ${owner})
  else()
    set_property(GLOBAL PROPERTY SIGNET_PRECOMPILED ${target})
    target_precompile_headers(${target} PRIVATE <array> <cstdint> <expected> <memory> <optional> <span> <string>
      <string_view> <utility> <variant> <vector>)
  endif()
endfunction()

# signet_layer(<name> [INTO <archive>] [<layers it may use>...])
# One OBJECT library per folder of src/. Sources are globbed, so a new file in a layer needs no build change.
function(signet_layer name)
  cmake_parse_arguments(PARSE_ARGV 1 layer "" "INTO" "")
  if(NOT layer_INTO)
    set(layer_INTO signet)
  endif()
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/src/${name}/*.cpp)
  add_library(signet_${name} OBJECT ${sources})
  target_include_directories(signet_${name} PRIVATE ${PROJECT_SOURCE_DIR}/include ${PROJECT_SOURCE_DIR}/src)
  target_compile_features(signet_${name} PRIVATE cxx_std_23)
  target_link_libraries(signet_${name} PRIVATE signet_warnings)
  signet_precompile(signet_${name})
  target_sources(${layer_INTO} PRIVATE $<TARGET_OBJECTS:signet_${name}>)
  signet_layer_uses(${name} ${layer_UNPARSED_ARGUMENTS})
endfunction()

# signet_not_installed(<target>...)
# Objects that only this build links need the form for link-time optimisation alone, and no machine code beside it.
function(signet_not_installed)
  if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CMAKE_INTERPROCEDURAL_OPTIMIZATION)
    foreach(target ${ARGN})
      target_compile_options(${target} PRIVATE -fno-fat-lto-objects)
    endforeach()
  endif()
endfunction()

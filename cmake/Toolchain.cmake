# Language level, warnings, sanitizers, and how a folder becomes a target.
set(CMAKE_CXX_STANDARD 23)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
if(NOT CMAKE_RUNTIME_OUTPUT_DIRECTORY)  # the release preset puts the programs straight into build/release
  set(CMAKE_RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/bin)
endif()

find_program(CCACHE ccache)
if(CCACHE)
  set(CMAKE_CXX_COMPILER_LAUNCHER ${CCACHE})
endif()

add_library(quince_flags INTERFACE)
target_compile_options(quince_flags INTERFACE -Wall -Wextra -Wshadow -Wconversion -Wno-sign-conversion
                       -Wnon-virtual-dtor -Woverloaded-virtual)
if(QUINCE_WERROR)
  target_compile_options(quince_flags INTERFACE -Werror)
endif()
target_include_directories(quince_flags INTERFACE ${PROJECT_SOURCE_DIR})

set(QUINCE_SANITIZE "" CACHE STRING "Sanitizers for every target, for example address,undefined")
if(QUINCE_SANITIZE)
  add_compile_options(-fsanitize=${QUINCE_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=all)
  add_link_options(-fsanitize=${QUINCE_SANITIZE})
endif()

# quince_folder(NAME SOURCES… DEPENDS…): the static library of one folder.
function(quince_folder name)
  cmake_parse_arguments(arg "" "" "SOURCES;DEPENDS;PRIVATE" ${ARGN})
  add_library(quince_${name} STATIC ${arg_SOURCES})
  target_link_libraries(quince_${name} PUBLIC quince_flags ${arg_DEPENDS} PRIVATE ${arg_PRIVATE})
endfunction()
